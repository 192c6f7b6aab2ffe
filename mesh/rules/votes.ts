import {
  type AttestationBody,
  choices,
  type DecisionModel,
  type FrozenRules,
  hasOptions,
  kinds,
  optionChoice,
} from "../kinds/index.ts";
import type { CborValue, MemberId, OpId } from "../op/index.ts";

/** Something that counts towards a result, by whom. */
export type Vote = { readonly id: OpId; readonly member: MemberId } & (
  | BallotVote
  | AttestationVote
  | { readonly kind: "witness"; readonly attestation: OpId }
  | DelegationVote
);

export interface BallotVote {
  readonly kind: "ballot";
  readonly version: OpId;
  readonly choice: number;
  readonly revision: number;
  readonly reason: OpId | null;
  readonly ranking: readonly number[];
}

export interface AttestationVote extends Omit<AttestationBody, "proposal"> {
  readonly kind: "attestation";
  readonly version: OpId;
}

export interface DelegationVote {
  readonly kind: "delegation";
  readonly topic: string;
  readonly to: MemberId | null;
  readonly revision: number;
}

/** The question that is being answered. */
export interface Question {
  readonly version: OpId;
  readonly rules: FrozenRules;
  readonly topic: string;
  /** They cannot block. */
  readonly about: readonly MemberId[];
  readonly roll: ReadonlySet<MemberId>;
}

/** Why something that was said does not count. */
export type VoidReason =
  | "other-version"
  | "not-on-roll"
  | "lower-revision"
  | "same-revision"
  | "unknown-choice"
  | "no-witnesses"
  | "form-not-allowed"
  | "voted-themselves"
  | "too-many-hands"
  | "named-twice"
  | "replaced"
  | "not-a-blocker";

/** Null for kinds that are no votes, and for bodies that nobody can read. */
export function voteOf(op: {
  readonly id: OpId;
  readonly member: MemberId;
  readonly kind: number;
  readonly body: CborValue[];
}): Vote | null {
  const read = readers.get(op.kind);
  try {
    return read === undefined ? null : read(op, op.body);
  } catch {
    return null;
  }
}

type By = Pick<Vote, "id" | "member">;

// Written out, because communities count hundreds of thousands of them at once.
const readers = new Map<number, (by: By, body: CborValue[]) => Vote>([
  [
    kinds.ballot.number,
    ({ id, member }, body) => {
      const { proposal: version, choice, revision } = kinds.ballot.schema.decode(body);
      const kind = "ballot";
      return { id, member, kind, version, choice, revision, reason: null, ranking: unranked };
    },
  ],
  [
    kinds.ballotFull.number,
    ({ id, member }, body) => {
      const { proposal: version, ...rest } = kinds.ballotFull.schema.decode(body);
      return { id, member, kind: "ballot", version, ...rest };
    },
  ],
  [
    kinds.attestation.number,
    ({ id, member }, body) => {
      const { proposal: version, ...rest } = kinds.attestation.schema.decode(body);
      return { id, member, kind: "attestation", version, ...rest };
    },
  ],
  [
    kinds.witness.number,
    ({ id, member }, body) => ({
      id,
      member,
      kind: "witness",
      ...kinds.witness.schema.decode(body),
    }),
  ],
  [
    kinds.delegate.number,
    ({ id, member }, body) => ({
      id,
      member,
      kind: "delegation",
      ...kinds.delegate.schema.decode(body),
    }),
  ],
]);

const unranked: readonly number[] = [];

/** Whether a choice means something under these rules. */
export function isChoice({ model, options }: FrozenRules, choice: number): boolean {
  if (!hasOptions(model)) return choice >= choices.yes && choice <= choices.block;
  return choice === choices.abstain || isOption(options, choice);
}

/** Whether a ranking is one: options of the question, each once, the first as the choice says. */
export function isRanking(
  { model, options }: FrozenRules,
  { choice, ranking }: Pick<BallotVote, "choice" | "ranking">,
): boolean {
  if (ranking.length === 0) return true;
  return (
    takesRanking(model) &&
    choice === optionChoice + (ranking[0] as number) &&
    ranking.every((option) => option < options) &&
    new Set(ranking).size === ranking.length
  );
}

export function isOption(options: number, choice: number): boolean {
  return choice >= optionChoice && choice < optionChoice + options;
}

function takesRanking(model: DecisionModel): boolean {
  return model === "ranked";
}
