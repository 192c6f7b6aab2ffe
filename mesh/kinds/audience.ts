import { type Role, roles } from "./kind.ts";
import { malformedBody, type Schema } from "./schema.ts";

/** Who may see something: every member, those with a role, or those in a named group. */
export type Audience =
  | { to: "members" }
  | { to: "role"; role: Role }
  | { to: "group"; group: string };

export const groupNameCharsMax = 40;

/** Reads `members`, `role:<role>` or `group:<name>`; null for anything else. */
export function parseAudience(value: string): Audience | null {
  if (value === "members") return { to: "members" };
  if (value.startsWith("role:")) {
    const role = roles.find((known) => known === value.slice("role:".length));
    return role === undefined ? null : { to: "role", role };
  }
  if (!value.startsWith("group:")) return null;
  const group = value.slice("group:".length);
  return group.length > 0 && group.length <= groupNameCharsMax ? { to: "group", group } : null;
}

/** Whether somebody with these roles and groups is meant. */
export function isMeant(
  audience: Audience,
  who: { roles: ReadonlySet<Role>; groups: ReadonlySet<string> },
): boolean {
  switch (audience.to) {
    case "members":
      return who.roles.has("member") || who.roles.has("guest");
    case "role":
      return who.roles.has(audience.role);
    case "group":
      return who.groups.has(audience.group);
  }
}

/** The text form, checked. */
export function audience(): Schema<string> {
  const check = (value: unknown): string => {
    if (typeof value !== "string" || parseAudience(value) === null) throw malformedBody();
    return value;
  };
  return { decode: check, encode: check };
}
