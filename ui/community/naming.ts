import type { Role } from "../../mesh/kinds/index.ts";
import type { MemberId } from "../../mesh/op/index.ts";
import { listOf } from "../i18n/index.ts";
import { useResource } from "../offline/index.ts";
import { type Member, membersPath } from "./shapes.ts";
import { text } from "./strings.ts";

/** Finds who an id belongs to. */
export type Directory = (id: MemberId) => Member | undefined;

/** Everybody by id, from what the box says or said. */
export function useDirectory(): Directory {
  const { data } = useResource<{ members: Member[] }>(membersPath);
  return (id) => data?.members.find((member) => member.id === id);
}

/** What to call a person on screen. */
export function nameOf(member: Pick<Member, "profile"> | undefined): string {
  return member?.profile?.name ?? text.t("person.unnamed");
}

/** `Member and steward`. */
export function rolesText(roles: readonly Role[]): string {
  return listOf(roles.map((role) => text.t(`role.${role}`)));
}

/** What stands under a name in a list. */
export function detailOf(member: Member): string {
  if (member.ended !== null) return text.t(`standing.${member.ended}`);
  return [rolesText(member.roles), ...member.groups].join(" · ");
}

/** Names of some people, joined by the language's `and`. */
export function namesOf(ids: readonly MemberId[], directory: Directory): string {
  return listOf(ids.map((id) => nameOf(directory(id))));
}
