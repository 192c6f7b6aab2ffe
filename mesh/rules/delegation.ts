import { choices } from "../kinds/index.ts";
import type { MemberId, OpId } from "../op/index.ts";
import type { Discard, Voice } from "./own-voices.ts";
import type { DelegationVote, Question, Vote } from "./votes.ts";

type Delegation = Extract<Vote, DelegationVote>;

/**
 * Votes by people who said nothing themselves and let somebody else: the word for this topic goes
 * before the one for everything, also when it takes a delegation back. Handed on at most as often
 * as the rules say; a circle leads nowhere. Only people themselves can block: handed on, it is a
 * no.
 */
export function delegatedVoices(
  question: Question,
  votes: Iterable<Vote>,
  known: { voices: ReadonlyMap<MemberId, Voice>; silenced: ReadonlySet<MemberId> },
  discard: Discard,
): Map<MemberId, Voice> {
  const voices = new Map<MemberId, Voice>();
  if (question.rules.delegationHops === 0) return voices;
  const delegates = delegatesOf(question, votes, discard);
  for (const member of delegates.keys()) {
    const { roll } = question;
    const isSilent = !known.voices.has(member) && !known.silenced.has(member);
    if (!isSilent || !roll.has(member)) continue;
    const via = delegateOf(question, member, delegates, known);
    const voice = via === null ? undefined : known.voices.get(via);
    if (voice === undefined) continue;
    voices.set(member, {
      ...voice,
      choice: voice.choice === choices.block ? choices.no : voice.choice,
      reason: null,
      by: "delegation",
      via,
    });
  }
  return voices;
}

/** Who speaks for this member in the end; null when nobody does. */
function delegateOf(
  { roll, rules }: Question,
  member: MemberId,
  delegates: ReadonlyMap<MemberId, MemberId>,
  known: { voices: ReadonlyMap<MemberId, Voice>; silenced: ReadonlySet<MemberId> },
): MemberId | null {
  let at = member;
  for (let hops = 0; hops < rules.delegationHops; hops++) {
    const next = delegates.get(at);
    if (next === undefined || !roll.has(next)) return null;
    if (known.voices.has(next)) return next;
    // They voted, and it does not count or nobody knows how: that is not to be handed on.
    if (known.silenced.has(next)) return null;
    at = next;
  }
  return null;
}

function delegatesOf(
  { topic }: Question,
  votes: Iterable<Vote>,
  discard: Discard,
): Map<MemberId, MemberId> {
  const latest = new Map<MemberId, { exact: Delegation[]; general: Delegation[] }>();
  for (const vote of votes) {
    if (vote.kind !== "delegation" || (vote.topic !== "" && vote.topic !== topic)) continue;
    const known = latest.get(vote.member) ?? { exact: [], general: [] };
    latest.set(vote.member, known);
    // A question without a topic is only reached by the word for everything.
    known[vote.topic === "" ? "general" : "exact"].push(vote);
  }
  const delegates = new Map<MemberId, MemberId>();
  for (const [member, { exact, general }] of latest) {
    const to = lastWord(exact.length > 0 ? exact : general, discard);
    if (to !== null && to !== member) delegates.set(member, to);
  }
  return delegates;
}

/** Null when it was taken back, or contradicts itself. */
function lastWord(delegations: readonly Delegation[], discard: Discard): MemberId | null {
  const revision = Math.max(...delegations.map((delegation) => delegation.revision));
  const last = delegations.filter((delegation) => delegation.revision === revision);
  const to = last[0]?.to ?? null;
  if (last.every((delegation) => delegation.to === to)) return to;
  for (const { id } of last as { id: OpId }[]) discard(id, "same-revision");
  return null;
}
