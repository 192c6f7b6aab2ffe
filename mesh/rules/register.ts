import type { effects, ParamsOf } from "../kinds/index.ts";
import type { MemberId, OpId } from "../op/index.ts";

type Params<Name extends keyof typeof effects> = ParamsOf<(typeof effects)[Name]>;

/** What a decision left behind: by which proposal, and when it took effect. */
interface Decided {
  readonly decision: OpId;
  /** Seconds since 1970. */
  readonly at: number;
}

/** An office given for a term. */
export interface Office extends Params<"roleAppoint">, Decided {}

/**
 * What the community has decided, for the rooms that obey it. Plain values, so that a box can keep
 * them as they are. Only decisions write here.
 */
export interface DecisionRegister {
  /**
   * Deployed models, the newest last: one that writes, one that finds, adapters. Which of them a
   * file is, the box sees in the file. A rollback takes the newest away.
   */
  readonly models: readonly Params<"modelDeploy">[];
  readonly shares: readonly Omit<Params<"knowledgeShare">, "on">[];
  readonly partners: readonly (Params<"partnerAdmit"> & { readonly paused: boolean })[];
  readonly updateWindow: Params<"updateWindow"> | null;
  readonly emergency: Params<"emergencyPolicy"> | null;
  /** `until`: when somebody else's turn is to be decided. They stay stewards until it is. */
  readonly mandate: (Params<"stewardMandate"> & Decided & { readonly until: number }) | null;
  readonly offices: readonly Office[];
  readonly budget: readonly (Params<"budgetEntry"> & Decided)[];
  readonly commitments: readonly (Params<"resourceCommit"> & Decided)[];
}

/** A community that has decided nothing yet. */
export const emptyRegister: DecisionRegister = {
  models: [],
  shares: [],
  partners: [],
  updateWindow: null,
  emergency: null,
  mandate: null,
  offices: [],
  budget: [],
  commitments: [],
};

/** The register without an office that is over. */
export function withoutOffice(
  register: DecisionRegister,
  { decision, member, role }: { decision: OpId; member: MemberId; role: string },
): DecisionRegister {
  const offices = register.offices.filter(
    (office) => office.decision !== decision || office.member !== member || office.role !== role,
  );
  return { ...register, offices };
}
