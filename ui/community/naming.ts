import type { Role } from "../../mesh/kinds/index.ts";
import { listOf } from "../i18n/index.ts";
import type { Member } from "./shapes.ts";
import { text } from "./strings.ts";

/** `Member and steward`. */
export function rolesText(roles: readonly Role[]): string {
  return listOf(roles.map((role) => text.t(`role.${role}`)));
}

/** What stands under a name in a list. */
export function detailOf(member: Member): string {
  if (member.ended !== null) return text.t(`standing.${member.ended}`);
  return [rolesText(member.roles), ...member.groups].join(" · ");
}
