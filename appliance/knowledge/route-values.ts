/** What routes share: the viewer behind a session, and words out of a list. */
import { t } from "elysia";
import type { Session } from "../http.ts";
import type { Viewer } from "./viewer.ts";

export function viewerOf({ member, roles, groups }: Session): Viewer {
  return { member, roles, groups: new Set<string>(groups) };
}

export function oneOf<const Word extends string>(words: readonly Word[]) {
  return t.Union(words.map((literal) => t.Literal(literal)));
}
