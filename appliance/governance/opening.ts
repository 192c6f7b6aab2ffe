/** How a version is opened: rules, roll and closers as they are at that moment. */
import { kinds, type OpeningBody, type ProposalBody } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import {
  aboutOf,
  freezeRules,
  idSetOf,
  type MembershipState,
  type Opened,
  openingTimes,
  splitIds,
  stewardMembers,
} from "../../mesh/rules/index.ts";
import { boxCrypto } from "../members/index.ts";
import type { Say } from "./box-author.ts";

export interface VersionToOpen {
  readonly thread: OpId;
  readonly version: OpId;
  readonly proposal: ProposalBody;
  /** The opening of the version before; null for a first version. */
  readonly previous: { readonly id: OpId; readonly discussionEnds: number } | null;
}

/** Who decides now: members, and no guests. */
export function electoralRoll(state: MembershipState): MemberId[] {
  return [...state.members.values()]
    .filter(({ role, ended }) => role === "member" && ended === null)
    .map(({ id }) => id);
}

/** Signs the parts of a long roll, then the opening. `at`: seconds since 1970. Gives its question. */
export async function sayOpening(
  say: Say,
  { thread, version, proposal, previous }: VersionToOpen,
  state: MembershipState,
  at: number,
): Promise<Pick<Opened, "id" | "question">> {
  const { settings, root } = state;
  if (settings === null || root === null) throw new Error("an opening before the founding");
  const roll = electoralRoll(state);
  const split = splitIds(roll);
  const parts: OpId[] = [];
  for (const ids of split.parts) parts.push(await say(kinds.idList, { ids }, at));
  const body: OpeningBody = {
    thread,
    version,
    previous: previous?.id ?? null,
    rules: freezeRules(settings, proposal, openingTimes(settings.decision, at, previous)),
    topic: proposal.topic,
    about: aboutOf(proposal),
    roll: idSetOf(split, parts, boxCrypto.sha256),
    closers: [...state.boxes],
    stewards: [...stewardMembers(state)],
    stewardThreshold: root.document.threshold,
  };
  const { rules, topic, about } = body;
  const id = await say(kinds.opening, body, at);
  return { id, question: { version, rules, topic, about, roll: new Set(roll) } };
}
