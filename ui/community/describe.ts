import { formatShare, listOf } from "../i18n/index.ts";
import { type Directory, nameOf } from "./naming.ts";
import type { Fact, Request } from "./shapes.ts";
import { text } from "./strings.ts";

/** What a request would change, or changed, as a headline. */
export function describeRequest(
  { effect, facts }: Pick<Request, "effect" | "facts">,
  directory: Directory,
): string {
  const [first] = facts;
  const name = first?.member === undefined ? "" : nameOf(directory(first.member));
  const group = String(first?.after ?? first?.before ?? "");
  switch (effect) {
    case "community.update":
      return text.t("effect.community.update");
    case "community.rules":
      return text.t("effect.community.rules");
    case "role.grant":
      return text.t(`effect.role.grant.${roleIn(first?.after)}`, { name });
    case "role.revoke":
      return text.t(`effect.role.revoke.${roleIn(first?.before)}`, { name });
    case "group.create":
      return text.t("effect.group.create", { group });
    case "group.add":
      return text.t("effect.group.add", { name, group });
    case "group.remove":
      return text.t("effect.group.remove", { name, group });
    case "steward.change":
      return describeStewards(facts, directory);
    case "member.recover":
      return text.t("effect.member.recover", { name });
    case "member.revoke":
      return first?.member === undefined
        ? text.t("effect.device.revoke", { device: (first?.device ?? "").slice(0, 4) })
        : text.t("effect.member.revoke", { name });
    case "knowledge.category":
      return text.t(`effect.knowledge.category.${first?.after === null ? "off" : "on"}`, {
        category: group,
      });
    case "knowledge.review":
      return text.t(`effect.knowledge.review.${first?.after === true ? "on" : "off"}`);
    default:
      return text.t("effect.unknown", { effect });
  }
}

/** What each changed field was and would be, for the effects that change fields. */
export function changedFields({ effect, facts }: Pick<Request, "effect" | "facts">) {
  if (effect !== "community.update" && effect !== "community.rules") return [];
  return facts.map((fact) => ({
    name: fieldName(fact.fact),
    before: fieldValue(fact.fact, fact.before),
    after: fieldValue(fact.fact, fact.after),
  }));
}

function describeStewards(facts: readonly Fact[], directory: Directory): string {
  const changes = facts
    .filter((fact) => fact.fact === "steward" && fact.member !== undefined)
    .map(({ member, after }) =>
      text.t(after === null ? "effect.steward.ends" : "effect.steward.adds", {
        name: nameOf(member && directory(member)),
      }),
    );
  return changes.length > 0 ? changes.join(". ") : text.t("effect.steward.change");
}

const namedFields = [
  "name",
  "languages",
  "values",
  "purpose",
  "quorumPermille",
  "approvalPermille",
  "discussionHours",
  "votingHours",
  "graceHours",
  "veto",
] as const;

function fieldName(fact: string): string {
  const known = namedFields.find((name) => name === fact);
  return known === undefined ? fact : text.t(`field.${known}`);
}

function fieldValue(fact: string, value: Fact["after"]): string {
  if (value === null || value === "") return text.t("field.nothing");
  if (typeof value === "boolean") return text.t(value ? "field.on" : "field.off");
  if (typeof value === "number") {
    return fact.endsWith("Permille") ? formatShare(value) : text.t("field.hours", { count: value });
  }
  if (typeof value === "string") return value;
  return value.length === 0 ? text.t("field.nothing") : listOf([...value]);
}

function roleIn(value: Fact["after"] | undefined): "member" | "moderator" {
  return value === "moderator" ? "moderator" : "member";
}
