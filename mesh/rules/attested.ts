import { choices, choicesMax } from "../kinds/index.ts";
import type { MemberId, OpId } from "../op/index.ts";
import type { Discard, Voice } from "./own-voices.ts";
import { type AttestationVote, isChoice, type Question, type Vote } from "./votes.ts";

/** Votes that others attest, beside everybody's own. */
export interface Attested {
  readonly voices: Map<MemberId, Voice>;
  /** Hands that were counted without names, by choice number. */
  readonly hands: number[];
  /** Who was there when hands were counted: they have voted, nobody knows how. */
  readonly present: Set<MemberId>;
}

type Attestation = Extract<Vote, AttestationVote>;

const witnessesMin = 2;

/**
 * What attestations add. One's own ballot goes before. Nobody is counted twice: whoever is named
 * with two answers is not counted at all, and a count of more hands than there were people without
 * a vote of their own is void as a whole, until its recorder corrects it.
 */
export function attestedVoices(
  question: Question,
  votes: Iterable<Vote>,
  own: ReadonlyMap<MemberId, Voice>,
  discard: Discard,
): Attested {
  const attestations = validAttestations(question, votes, discard);
  const voices = namedVoices(question, attestations, own, discard);
  return { voices, ...countedHands(question, attestations, { own, voices }, discard) };
}

function validAttestations(
  question: Question,
  votes: Iterable<Vote>,
  discard: Discard,
): Attestation[] {
  const byId = new Map<OpId, Attestation>();
  const witnesses = new Map<OpId, Set<MemberId>>();
  for (const vote of votes) {
    if (vote.kind === "attestation") byId.set(vote.id, vote);
    if (vote.kind !== "witness") continue;
    const known = witnesses.get(vote.attestation) ?? new Set();
    witnesses.set(vote.attestation, known.add(vote.member));
  }
  const attestations = [...byId.values()];
  const replaced = new Set(attestations.map(({ replaces, member }) => `${replaces} ${member}`));
  const valid = attestations.filter((attestation) => {
    const { id, member, version, form, counts } = attestation;
    const why =
      version !== question.version
        ? "other-version"
        : !question.rules.attested.includes(form)
          ? "form-not-allowed"
          : !question.roll.has(member)
            ? "not-on-roll"
            : replaced.has(`${id} ${member}`)
              ? "replaced"
              : !isWitnessed(question, attestation, witnesses.get(id))
                ? "no-witnesses"
                : !areChoices(question, attestation) || (form !== "hands" && counts.some(Boolean))
                  ? "unknown-choice"
                  : null;
    if (why !== null) discard(id, why);
    return why === null;
  });
  return valid.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** By two people of the roll who did not write it, and whose own vote it is not. */
function isWitnessed(
  { roll }: Question,
  { member, form, entries }: Attestation,
  witnesses: ReadonlySet<MemberId> = new Set(),
): boolean {
  const named = new Set(form === "hands" ? [] : entries.map((entry) => entry.member));
  const counting = [...witnesses].filter(
    (witness) => witness !== member && roll.has(witness) && !named.has(witness),
  );
  return counting.length >= witnessesMin;
}

function areChoices({ rules }: Question, { entries, counts }: Attestation): boolean {
  return (
    entries.every(({ choice }) => isChoice(rules, choice)) &&
    counts.every((hands, choice) => hands === 0 || isChoice(rules, choice))
  );
}

function namedVoices(
  { roll }: Question,
  attestations: readonly Attestation[],
  own: ReadonlyMap<MemberId, Voice>,
  discard: Discard,
): Map<MemberId, Voice> {
  const voices = new Map<MemberId, Voice>();
  const contradicted = new Set<MemberId>();
  for (const { id, form, entries } of attestations) {
    for (const { member, choice } of entries) {
      if (!roll.has(member)) discard(id, "not-on-roll");
      else if (own.has(member)) discard(id, "voted-themselves");
      else {
        // Only people themselves can stop everybody else.
        const counts = choice === choices.block ? choices.no : choice;
        const said = voices.get(member);
        if (said !== undefined && said.choice !== counts) contradicted.add(member);
        if (said === undefined) voices.set(member, voiceOf(counts, form, id));
      }
      if (contradicted.has(member)) discard(id, "named-twice");
    }
  }
  for (const member of contradicted) voices.delete(member);
  return voices;
}

function voiceOf(choice: number, by: AttestationVote["form"], source: OpId): Voice {
  return { choice, ranking: [], by, source, reason: null, via: null };
}

function countedHands(
  { roll }: Question,
  attestations: readonly Attestation[],
  known: { own: ReadonlyMap<MemberId, Voice>; voices: ReadonlyMap<MemberId, Voice> },
  discard: Discard,
): Pick<Attested, "hands" | "present"> {
  const hands: number[] = Array(choicesMax).fill(0);
  const present = new Set<MemberId>();
  const counts = attestations.filter((attestation) => attestation.counts.some((n) => n > 0));
  const rooms = new Map<MemberId, number>();
  for (const attestation of counts) {
    for (const member of new Set(attestation.present)) {
      rooms.set(member, (rooms.get(member) ?? 0) + 1);
    }
  }
  for (const attestation of counts) {
    const people = [...new Set(attestation.present)].filter((member) => roll.has(member));
    // Whoever was in two rooms may have raised a hand in both: neither may count on it.
    const able = people.filter(
      (member) => !known.own.has(member) && !known.voices.has(member) && rooms.get(member) === 1,
    );
    for (const member of people) present.add(member);
    if (attestation.counts.reduce((sum, n) => sum + n, 0) > able.length) {
      discard(attestation.id, "too-many-hands");
      continue;
    }
    for (const [choice, n] of attestation.counts.entries()) {
      const counted = choice === choices.block ? choices.no : choice;
      hands[counted] = (hands[counted] ?? 0) + n;
    }
  }
  return { hands, present };
}
