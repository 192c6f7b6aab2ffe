import { termEnds } from "../../../mesh/kinds/index.ts";
import { membersPath, type Named } from "../../design/people.ts";
import { useResource } from "../../offline/index.ts";
import { type DecisionRulesView, decisionRulesPath } from "../shapes.ts";
import type { FormEffect } from "./fields.ts";
import type { KnownPartner } from "./partners.ts";

/** What a form can choose from, and what holds now. */
export interface Surroundings {
  people: Named[];
  groups: string[];
  categories: string[];
  /** Settings in force, by the effect that changes them; and the usual term of an office. */
  inForce: Partial<Record<FormEffect, object>>;
}

interface Belongings {
  settings: { categories: string[]; decision: object } | null;
  groups: { name: string }[];
}

/** As far as this phone knows them; null where it does not. */
export function usePartners(): KnownPartner[] | null {
  return useResource<{ partners: KnownPartner[] }>("/api/partners").data?.partners ?? null;
}

/** People, groups, categories and settings, as far as this phone knows them. */
export function useSurroundings(): Surroundings {
  const members = useResource<{ members: (Named & { ended: string | null })[] }>(membersPath);
  const gate = useResource<Belongings>("/api/gate");
  const rules = useResource<DecisionRulesView>(decisionRulesPath);
  const settings = gate.data?.settings ?? null;
  return {
    people: members.data?.members.filter(({ ended }) => ended === null) ?? [],
    groups: gate.data?.groups.map(({ name }) => name) ?? [],
    categories: settings?.categories ?? [],
    inForce: {
      ...(settings === null
        ? {}
        : { communityUpdate: settings, communityRules: settings.decision }),
      ...(rules.data === undefined
        ? {}
        : {
            decisionRules: rules.data.governance,
            roleAppoint: { until: termEnds(nowSeconds(), rules.data.governance) },
            roleGrant: { termDays: rules.data.governance.termDays },
            stewardMandate: { termDays: rules.data.governance.termDays },
          }),
    },
  };
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
