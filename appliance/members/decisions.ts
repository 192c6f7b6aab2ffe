/** What a decision changes of the membership, and what it would change: with its facts. */
import type { Database } from "bun:sqlite";
import type { OpId } from "../../mesh/op/index.ts";
import {
  applyDecision as applyByTheRules,
  type DecisionEffect,
  decisionRefusal,
} from "../../mesh/rules/index.ts";
import type { Tx } from "../store/index.ts";
import { boxCrypto } from "./box-crypto.ts";
import type { Fact } from "./facts.ts";
import { previewOf } from "./gate-preview.ts";
import { membershipOf, membershipSaved, membershipSpoilt } from "./membership.ts";
import { saveMembership } from "./membership-table.ts";

/** What became of one effect; `refusal`: a code, null when it happened. */
export interface EffectResult {
  readonly refusal: string | null;
  /** What changed, as it was before and is after. */
  readonly facts: Fact[];
}

/** Where in the log a decision takes effect, and by which proposal. */
export interface DecisionMoment {
  readonly request: OpId;
  readonly position: number;
  /** Seconds since 1970, by this box's clock. */
  readonly at: number;
}

/**
 * Runs the effects of a passed proposal, in their order, and saves what they changed. Once is the
 * caller's to see to. `op`: the operation that made the decision known.
 */
export function applyDecision(
  { db }: Pick<Tx, "db">,
  decided: readonly DecisionEffect[],
  moment: DecisionMoment,
  op: OpId,
): EffectResult[] {
  const state = membershipOf(db);
  if (state === null) throw new Error("a decision before the founding");
  try {
    const results = decided.map((effect) => {
      // Before it is applied: afterwards there is no "before" to be shown.
      const facts = previewOf(effect, state);
      const [refusal = null] = applyByTheRules(state, [effect], moment, boxCrypto);
      return { refusal, facts };
    });
    const { devices, members, invites } = state;
    const all = {
      devices: devices.keys(),
      members: members.keys(),
      invites: invites.keys(),
      rest: true,
    };
    saveMembership(db, state, all, { op, at: moment.at, position: moment.position });
    membershipSaved(db, op);
    return results;
  } catch (error) {
    membershipSpoilt(db);
    throw error;
  }
}

/** What an effect would change now, and why it could not; reads only. */
export function previewDecision(db: Database, effect: DecisionEffect): EffectResult {
  const state = membershipOf(db);
  if (state === null) return { refusal: "not-founded", facts: [] };
  return { refusal: decisionRefusal(state, effect, boxCrypto), facts: previewOf(effect, state) };
}
