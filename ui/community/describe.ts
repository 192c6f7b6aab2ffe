import { type Directory, nameOf } from "../design/people.ts";
import type { Fact, Request } from "./shapes.ts";
import { text } from "./strings.ts";

/** What a request would change, or changed, as a headline. */
export function describeRequest(
  { effect, facts }: Pick<Request, "effect" | "facts">,
  directory: Directory,
): string {
  const [first] = facts;
  const name = first?.member === undefined ? "" : nameOf(directory(first.member));
  switch (effect) {
    case "steward.change":
      return describeStewards(facts, directory);
    case "member.recover":
      return text.t("effect.member.recover", { name });
    case "member.revoke":
      return first?.member === undefined
        ? text.t("effect.device.revoke", { device: (first?.device ?? "").slice(0, 4) })
        : text.t("effect.member.revoke", { name });
    default:
      return text.t("effect.unknown", { effect });
  }
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
