/**
 * The keys that stewards give to programs, over HTTP.
 *
 * Giving one is an act on the box, not an operation: what it opens is this box, taking it back has
 * to work at once, and a program's name need not stand in a log that nothing is ever taken out of.
 * What makes it accountable is that every member sees each key, who gave it and what it opens, also
 * after it was taken back; that only a steward's device can, by its session, and nobody from the
 * command line; and that nobody gives more than they may read.
 */
import { t } from "elysia";
import { FolkmootError } from "../../mesh/op/index.ts";
import { type Route, route } from "../http.ts";
import type { Gateway } from "./gateway.ts";
import { type ProgramKey, scopes } from "./key-table.ts";

const idSchema = t.String({ pattern: "^[0-9a-f]{16}$" });
const keySchema = t.Object({
  id: t.String(),
  name: t.String(),
  scopes: t.Array(t.String()),
  audience: t.String({ description: "Whose knowledge it is answered from" }),
  perMinute: t.Integer(),
  expires: t.Union([t.Integer({ description: "Seconds since 1970" }), t.Null()]),
  created: t.Integer(),
  createdBy: t.String(),
  revoked: t.Union([t.Integer(), t.Null()]),
  state: t.String({ description: "valid, expired or revoked" }),
});
const listSchema = t.Object({ keys: t.Array(keySchema) });

export function keyRoutes(gateway: Gateway): Route[] {
  const { keys } = gateway;
  return [
    route({
      method: "GET",
      path: "/api/keys",
      audience: "member",
      summary: "Keys of other programs: every member sees who gave which",
      response: listSchema,
      handler: () => keyList(gateway),
    }),
    route({
      method: "POST",
      path: "/api/keys",
      audience: ["steward"],
      summary: "Give a program a key; it is shown this once",
      body: t.Object({
        name: t.String({ minLength: 1, maxLength: 80 }),
        scopes: t.Array(t.UnionEnum([...scopes]), { minItems: 1, uniqueItems: true }),
        audience: t.String({ pattern: "^(?:members|group:.{1,40})$" }),
        perMinute: t.Integer({ minimum: 1, maximum: 10_000 }),
        expires: t.Union([t.Integer({ minimum: 0 }), t.Null()]),
      }),
      response: t.Object({ key: t.String(), info: keySchema }),
      handler: async ({ body, session }) => {
        checkOwn(body.audience, session.groups);
        const { key, info } = await keys.issue(body, session.member);
        return { key, info: { ...info, state: keys.stateOf(info) } };
      },
    }),
    route({
      method: "DELETE",
      path: "/api/keys/:id",
      audience: ["steward"],
      summary: "Take a key back, at once",
      params: t.Object({ id: idSchema }),
      handler: ({ params: { id } }) => revokeNamed(gateway, id),
    }),
    ...localKeyRoutes(gateway),
  ];
}

/** For the moot command, which looks and shuts out, and gives none. */
function localKeyRoutes(gateway: Gateway): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/local/keys",
      audience: "local",
      summary: "Keys of other programs",
      response: listSchema,
      handler: () => keyList(gateway),
    }),
    route({
      method: "POST",
      path: "/api/local/keys/revoke",
      audience: "local",
      summary: "Take a key back, at once",
      body: t.Object({ id: t.String({ maxLength: 64 }) }),
      handler: ({ body: { id } }) => revokeNamed(gateway, id),
    }),
  ];
}

export type ListedKey = ProgramKey & { readonly state: "valid" | "expired" | "revoked" };

/** Every key there ever was, without the key; the newest first. */
export function keyList({ keys }: Gateway): { keys: ListedKey[] } {
  return { keys: keys.list().map((key) => ({ ...key, state: keys.stateOf(key) })) };
}

/** Throws `key-not-found`. */
export async function revokeNamed(gateway: Gateway, id: string): Promise<void> {
  if (/^[0-9a-f]{16}$/.test(id) && (await gateway.revoke(id))) return;
  throw new FolkmootError("key-not-found", "There is no such key in force.", {
    hint: "It may have been taken back already: `moot key list` shows each with its id.",
    status: 404,
  });
}

/** A key reads for whoever holds it: a steward opens no group's knowledge that is closed to them. */
function checkOwn(audience: string, groups: ReadonlySet<string>): void {
  const group = audience.startsWith("group:") ? audience.slice("group:".length) : null;
  if (group === null || groups.has(group)) return;
  throw new FolkmootError("not-your-group", "You are not in this group.", {
    hint: "Somebody of the group who is a steward can give this key.",
    status: 403,
  });
}
