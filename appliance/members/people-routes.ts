/** Members, oneself and the gate, over HTTP. */
import { t } from "elysia";
import { kinds, roles } from "../../mesh/kinds/index.ts";
import { FolkmootError, type MemberId } from "../../mesh/op/index.ts";
import { nowSeconds } from "../clock.ts";
import { type Route, route } from "../http.ts";
import { type AccountPart, endAccount, exportAccount, ownBodies } from "./account.ts";
import { deviceEntries, memberEntries, memberEntry } from "./directory.ts";
import { gateView } from "./gate.ts";
import { gateSchema, rolesSchema } from "./gate-schema.ts";
import {
  base64Url,
  bytesOf,
  deviceIdSchema,
  memberIdSchema,
  nullable,
  opIdSchema,
  secondsSchema,
} from "./http-values.ts";
import type { Members } from "./members.ts";

const memberSchema = t.Object({
  id: memberIdSchema,
  profile: nullable(
    t.Object({
      name: t.String(),
      languages: t.Array(t.String()),
      about: t.String(),
      hue: t.Integer({ description: "Degrees on the colour wheel" }),
    }),
    { description: "Null when nothing was shown yet, and for who left" },
  ),
  roles: t.Array(t.String()),
  groups: t.Array(t.String()),
  joined: secondsSchema,
  ended: nullable(t.Union([t.Literal("left"), t.Literal("revoked")])),
});

const deviceSchema = t.Object({
  id: deviceIdSchema,
  publicKey: base64Url(66, "Encoded public key"),
  enrolled: secondsSchema,
  revoked: t.Boolean(),
  isStewardKey: t.Boolean({ description: "The root document names it as a steward's" }),
});

const goodbyeOperationsMax = 40;
const goodbyeBytesMax = 12_288;

export function peopleRoutes(members: Members, parts: readonly AccountPart[]): Route[] {
  return [...selfRoutes(members, parts), ...directoryRoutes(members)];
}

function selfRoutes({ store }: Members, parts: readonly AccountPart[]): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/me",
      audience: "guest",
      summary: "You: profile, devices, roles, groups",
      response: t.Composite([
        memberSchema,
        t.Object({ device: deviceIdSchema, devices: t.Array(deviceSchema) }),
      ]),
      handler: ({ session }) => ({
        ...memberEntry(store.db, session.member),
        device: session.device,
        devices: deviceEntries(store.db, session.member),
      }),
    }),
    route({
      method: "GET",
      path: "/api/me/export",
      audience: "guest",
      summary: "Everything about you, as a file to keep",
      response: t.Object(
        { format: t.Literal("folkmoot-account/1") },
        { additionalProperties: true },
      ),
      handler: async ({ session }) =>
        Response.json(await exportAccount(store, session.member, parts), {
          headers: { "content-disposition": 'attachment; filename="folkmoot-account.json"' },
        }),
    }),
    route({
      method: "GET",
      path: "/api/me/bodies",
      audience: "guest",
      summary: "What of yours an erasure of everything would have to name",
      response: t.Object({ ids: t.Array(opIdSchema) }),
      handler: async ({ session }) => ({ ids: await ownBodies(store, session.member) }),
    }),
    route({
      method: "POST",
      path: "/api/me/delete",
      audience: "guest",
      summary: "End your account",
      description:
        "With your signed operations: erasures of what you wrote, and your goodbye (leave). The " +
        "box then destroys what it kept for you alone, and the key it was encrypted under.",
      bodyBytesMax: 262_144,
      body: t.Object({
        operations: t.Array(base64Url(goodbyeBytesMax, "Wire form of an operation"), {
          minItems: 1,
          maxItems: goodbyeOperationsMax,
        }),
      }),
      handler: ({ body, session }) =>
        endAccount(store, session.member, body.operations.map(bytesOf), parts),
    }),
  ];
}

function directoryRoutes({ store, options: { clock } }: Members): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/members",
      audience: "member",
      summary: "Everybody who is or was a member",
      response: t.Object({ members: t.Array(memberSchema) }),
      handler: () => ({ members: memberEntries(store.db) }),
    }),
    route({
      method: "GET",
      path: "/api/members/:id",
      audience: "member",
      summary: "One member",
      description:
        "With devices for oneself, and for stewards, who may have to recover or replace.",
      params: t.Object({ id: memberIdSchema }),
      response: t.Composite([memberSchema, t.Object({ devices: t.Array(deviceSchema) })]),
      handler: ({ params, session }) => {
        const id = params.id as MemberId;
        const member = memberEntry(store.db, id);
        const mayKnow = id === session.member || session.roles.has("steward");
        if (member !== null)
          return { ...member, devices: mayKnow ? deviceEntries(store.db, id) : [] };
        throw new FolkmootError("unknown-member", "Nobody here has this id.", { status: 404 });
      },
    }),
    route({
      method: "GET",
      path: "/api/gate",
      audience: "member",
      summary: "What belongs to the community, and what is asked to change of it",
      description:
        "Requests are gate.request operations of stewards; they take effect once enough stewards " +
        "have approved: the founder alone while there is one steward, two afterwards. Within seven " +
        "days of the request, by the times that were signed.",
      response: gateSchema,
      handler: () => gateView(store.db, nowSeconds(clock)),
    }),
    route({
      method: "GET",
      path: "/api/roles",
      audience: "guest",
      summary: "Who may author what: the one table",
      response: rolesSchema,
      handler: () => ({
        roles,
        kinds: Object.values(kinds).map(({ number, name, authors }) => ({ number, name, authors })),
      }),
    }),
  ];
}
