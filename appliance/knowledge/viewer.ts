/** Who looks, and the SQL that says what they see. */
import type { Role } from "../../mesh/kinds/index.ts";
import { FolkmootError, type MemberId } from "../../mesh/op/index.ts";
import { idBytes } from "./row-values.ts";

export interface Viewer {
  readonly member: MemberId;
  readonly roles: ReadonlySet<Role>;
  /** Names of groups. */
  readonly groups: ReadonlySet<string>;
}

/** The audiences the viewer belongs to, as operations write them. */
export function audiencesOf({ roles, groups }: Viewer): string[] {
  const everybody = roles.has("member") || roles.has("guest") ? ["members"] : [];
  return [
    ...everybody,
    ...[...roles].map((role) => `role:${role}`),
    ...[...groups].map((group) => `group:${group}`),
  ];
}

/** For a table with `audience` and `member`: what is meant for the viewer, and what is theirs. */
export function visibleTo(table: string): string {
  return `(${table}.audience IN (SELECT value FROM json_each($audiences))
    OR ${table}.member = $viewer)`;
}

export function viewerValues(viewer: Viewer): { $audiences: string; $viewer: Uint8Array } {
  return { $audiences: JSON.stringify(audiencesOf(viewer)), $viewer: idBytes(viewer.member) };
}

/** The answer to a thing that is not there, and to one that this viewer may not see. */
export function notFound(): FolkmootError {
  return new FolkmootError("not-found", "There is no such thing here for you.", {
    hint: "It may have been taken away, or be meant for others.",
    status: 404,
  });
}
