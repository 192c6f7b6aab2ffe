import type { MemberId } from "../../mesh/op/index.ts";
import { listOf } from "../i18n/index.ts";
import { useResource } from "../offline/index.ts";
import { words } from "./strings.ts";

export const membersPath = "/api/members";

/** What is needed to name a person on screen. */
export interface Named {
  id: MemberId;
  /** Null before the person has written one, and after it was erased. */
  profile: { name: string; hue: number } | null;
}

/** Finds who an id belongs to. */
export type Directory<Person extends Named = Named> = (id: MemberId) => Person | undefined;

/** Everybody by id, from what the box says or said. */
export function useDirectory<Person extends Named = Named>(): Directory<Person> {
  const { data } = useResource<{ members: Person[] }>(membersPath);
  return (id) => data?.members.find((member) => member.id === id);
}

/** What to call a person on screen. */
export function nameOf(member: { profile: { name: string } | null } | undefined): string {
  return member?.profile?.name ?? words.t("person.unnamed");
}

/** Names of some people, joined by the language's `and`. */
export function namesOf(ids: readonly MemberId[], directory: Directory): string {
  return listOf(ids.map((id) => nameOf(directory(id))));
}
