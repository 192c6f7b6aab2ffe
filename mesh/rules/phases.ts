import type { FrozenRules } from "../kinds/index.ts";
import type { DeviceId, OpId } from "../op/index.ts";
import type { Judgement, Opened } from "./closes.ts";

/** Where a proposal is. */
export type ProposalStatus =
  | "draft"
  | "discussion"
  | "voting"
  /** Voting is over; ballots that were signed in time may still arrive. */
  | "closing"
  | "passed"
  | "not_passed"
  | "blocked"
  | "contested"
  | "implemented"
  | "withdrawn"
  | "revisited";

/** One opening of one version, and what its closes say. */
export interface OpenedVersion {
  readonly opened: Opened;
  /** Who opened it, and when. */
  readonly box: DeviceId;
  readonly time: number;
  /** The opening it replaces. */
  readonly previous: OpId | null;
  readonly judgement: Judgement;
}

/**
 * The opening that counts. An amendment replaces the version before it, unless that had passed by
 * then: nobody amends what is decided. Where boxes opened apart, the latest amendment counts; of
 * two openings of one version the one that was closed, or else the one of the box that comes first.
 * Two that were closed with different results contradict each other.
 */
export function currentVersion(openings: readonly OpenedVersion[]): OpenedVersion | null {
  const byId = new Map(openings.map((opening) => [opening.opened.id, opening]));
  const versionOf = ({ opened }: OpenedVersion) => opened.question.version;
  const passedAt = new Map<OpId, number>();
  for (const opening of openings) {
    const { status, close } = opening.judgement;
    if (status !== "passed" || close === null) continue;
    const known = passedAt.get(versionOf(opening)) ?? close.time;
    passedAt.set(versionOf(opening), Math.min(known, close.time));
  }
  const replaced = new Set<OpId>();
  const refused = new Set<OpId>();
  for (const opening of openings) {
    const before = opening.previous === null ? undefined : byId.get(opening.previous);
    if (before === undefined || versionOf(before) === versionOf(opening)) continue;
    const decided = passedAt.get(versionOf(before)) ?? Number.POSITIVE_INFINITY;
    if (decided < opening.time) refused.add(opening.opened.id);
    else replaced.add(versionOf(before));
  }
  const standing = openings.filter(
    (opening) => !refused.has(opening.opened.id) && !replaced.has(versionOf(opening)),
  );
  const [latest] = standing.toSorted(
    (a, b) => b.time - a.time || (a.opened.id < b.opened.id ? -1 : 1),
  );
  if (latest === undefined) return null;
  const same = standing.filter((opening) => versionOf(opening) === versionOf(latest));
  const rank = ({ opened, box }: OpenedVersion) => opened.closers.indexOf(box);
  const ranked = same.toSorted((a, b) => rank(a) - rank(b) || (a.opened.id < b.opened.id ? -1 : 1));
  const answered = ranked.filter(({ judgement }) => judgement.status !== "open");
  const answers = answered.map(({ judgement: { status, winner } }) => `${status} ${winner}`);
  const first = answered[0] ?? ranked[0] ?? null;
  if (first === null || new Set(answers).size < 2) return first;
  const contested = { status: "contested", winner: null, tally: null, close: null } as const;
  return { ...first, judgement: { ...first.judgement, ...contested } };
}

/** What is known of a proposal besides its openings. */
export interface ProposalFacts {
  readonly isPublished: boolean;
  /** Of the version that counts: what its closes say, and its times. */
  readonly current: {
    readonly judgement: Pick<Judgement, "status">;
    readonly opened: {
      readonly question: {
        readonly rules: Pick<FrozenRules, "discussionEnds" | "votingEnds">;
      };
    };
  } | null;
  /** Taken back by its author before it was decided. */
  readonly isWithdrawn: boolean;
  /** All its effects were applied, or somebody said that it is done. */
  readonly isImplemented: boolean;
  readonly isRevisited: boolean;
}

/** Where a proposal is at `now` (seconds since 1970). What is closed stays closed, at any time. */
export function statusOf(facts: ProposalFacts, now: number): ProposalStatus {
  const { current } = facts;
  const decided = current?.judgement.status ?? "open";
  // Decided is decided, whatever its author said meanwhile.
  if (decided !== "open" && decided !== "blocked") {
    if (facts.isRevisited) return "revisited";
    return decided === "passed" && facts.isImplemented ? "implemented" : decided;
  }
  if (facts.isWithdrawn) return "withdrawn";
  if (decided === "blocked") return decided;
  if (!facts.isPublished) return "draft";
  if (current === null) return "discussion";
  const { discussionEnds, votingEnds } = current.opened.question.rules;
  if (now < discussionEnds) return "discussion";
  return now < votingEnds ? "voting" : "closing";
}
