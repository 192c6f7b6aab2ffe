/** How the community decides now, for whoever writes a proposal. */
import { decisionModels, effectByName, onlyAsks } from "../../mesh/kinds/index.ts";
import { FolkmootError, type MemberId } from "../../mesh/op/index.ts";
import { aboutOf, freezeRules, quorumHeads } from "../../mesh/rules/index.ts";
import type { Session } from "../http.ts";
import { bytesOf, membershipOf, previewDecision } from "../members/index.ts";
import type { Governance } from "./governance.ts";
import { electoralRoll } from "./opening.ts";

export function rulesView({ store }: Governance, { roles }: Pick<Session, "roles">) {
  const state = membershipOf(store.db);
  const settings = state?.settings ?? null;
  if (state === null || settings === null) throw notFounded();
  const { decision, governance } = settings;
  const members = electoralRoll(state).length;
  const times = { discussionEnds: 0, votingEnds: 0 };
  const models = decisionModels.map((model) => {
    const rules = freezeRules(settings, { model, hidden: false, options: 0 }, times);
    const { approvalPermille, strict, veto, blockStays } = rules;
    const effects = !onlyAsks(model);
    const heads = quorumHeads(rules, members);
    return { model, quorumHeads: heads, approvalPermille, strict, veto, blockStays, effects };
  });
  const isProposer = governance.proposers === "members" || roles.has("steward");
  return { decision, governance, members, models, mayPropose: roles.has("member") && isProposer };
}

export interface PlannedEffect {
  readonly effect: string;
  /** Base64url of the CBOR of the effect's parameters. */
  readonly params: string;
}

/** What effects would change if they were decided now, and whom they name. */
export function effectsPreview({ store }: Governance, planned: readonly PlannedEffect[]) {
  const effects = planned.map(({ effect, params }) => ({ effect, params: bytesOf(params) }));
  return {
    effects: effects.map(({ effect, params }) => {
      const { facts, refusal } = previewDecision(store.db, { effect, params });
      return { effect, facts, refusal: effectByName(effect) === null ? "unknown-effect" : refusal };
    }),
    about: namedBy(effects),
  };
}

function namedBy(effects: readonly { effect: string; params: Uint8Array }[]): MemberId[] {
  return aboutOf({ about: [], effects: [...effects] });
}

function notFounded(): FolkmootError {
  return new FolkmootError("not-founded", "This box has no community yet.", { status: 409 });
}
