/** Invitations over HTTP: what is open, short codes to type, and what a seed opens. */
import { t } from "elysia";
import { equalBytes, FolkmootError, type OpId, toBase64Url } from "../../mesh/op/index.ts";
import { inviteSigner } from "../../mesh/rules/index.ts";
import { nowSeconds } from "../clock.ts";
import { type Route, route, type Session } from "../http.ts";
import { type InviteEntry, inviteByKey, inviteEntries, settingsOf } from "./directory.ts";
import {
  base64Url,
  bytesOf,
  memberIdSchema,
  nullable,
  opIdSchema,
  secondsSchema,
} from "./http-values.ts";
import type { Members } from "./members.ts";
import { membershipOf } from "./membership.ts";

const seedSchema = base64Url(16, "The seed of the invitation, as after the # of its link");
// Knowing an invite key is knowing its 128-bit seed: this only bounds the work.
const knock = { burst: 600, perMinute: 600 };

const inviteSchema = t.Object({
  id: opIdSchema,
  purpose: t.Union([t.Literal("member"), t.Literal("device"), t.Literal("recovery")]),
  role: t.Union([t.Literal("guest"), t.Literal("member")]),
  member: nullable(memberIdSchema),
  inviter: nullable(memberIdSchema),
  created: secondsSchema,
  expires: secondsSchema,
  usesLeft: t.Integer(),
  state: t.Union(
    (["open", "expired", "used-up", "cancelled"] as const).map((state) => t.Literal(state)),
  ),
});

export function inviteRoutes(members: Members): Route[] {
  return [...joinRoutes(members), ...inviterRoutes(members)];
}

function joinRoutes({ options, codes, store, communityId }: Members): Route[] {
  return [
    route({
      method: "POST",
      path: "/api/join/invite",
      audience: "public",
      summary: "The invitation that a seed opens",
      description: "Asked with the public key made from the seed, so that the seed stays put.",
      knock,
      body: t.Object({ inviteKey: base64Url(66, "Public key of the invitation") }),
      response: t.Object({
        invite: inviteSchema,
        community: t.Object({ id: t.String(), name: t.String() }),
      }),
      handler: ({ body }) => {
        const at = nowSeconds(options.clock);
        const invite = inviteByKey(store.db, bytesOf(body.inviteKey), at);
        if (invite === null) throw unknownInvite();
        return {
          invite,
          community: { id: communityId(), name: settingsOf(store.db)?.name },
        };
      },
    }),
    route({
      method: "POST",
      path: "/api/join/code",
      audience: "public",
      summary: "The seed behind a short code",
      description:
        "After five wrong tries a code is burnt; wrong tries of everybody together are rationed.",
      knock: { burst: 30, perMinute: 20 },
      body: t.Object({ code: t.String({ maxLength: 64, description: "As it was typed" }) }),
      response: t.Object({ seed: seedSchema, invite: opIdSchema }),
      handler: ({ body }) => {
        const { seed, invite } = codes.redeem(body.code);
        return { seed: toBase64Url(seed), invite };
      },
    }),
  ];
}

function inviterRoutes({ options, codes, store }: Members): Route[] {
  return [
    route({
      method: "POST",
      path: "/api/invites/code",
      audience: "guest",
      summary: "A code short enough to type, for one of your own invitations",
      description: "Kept in the box's memory only, for an hour.",
      body: t.Object({ invite: opIdSchema, seed: seedSchema }),
      response: t.Object({ code: t.String(), seconds: t.Integer() }),
      handler: async ({ body, session }) => {
        const seed = bytesOf(body.seed);
        const id = body.invite as OpId;
        const invite = membershipOf(store.db)?.invites.get(id);
        // A recovery belongs to the stewards together; any of them hands it over.
        const isOwn =
          invite?.inviter === session.member ||
          (invite?.purpose === "recovery" && session.roles.has("steward"));
        const { publicKey } = await inviteSigner(seed);
        if (!isOwn || !equalBytes(publicKey, invite.inviteKey)) throw unknownInvite();
        const entry = inviteByKey(store.db, publicKey, nowSeconds(options.clock));
        if (entry?.state !== "open") throw closedInvite();
        return codes.create(id, seed);
      },
    }),
    route({
      method: "GET",
      path: "/api/invites",
      audience: "guest",
      summary: "Your invitations; all of them for moderators and stewards",
      response: t.Object({
        invites: t.Array(
          t.Composite([
            inviteSchema,
            t.Object({
              code: nullable(t.Union([t.Literal("live"), t.Literal("burnt")]), {
                description: "What became of its short code; null when it has none",
              }),
            }),
          ]),
        ),
      }),
      handler: ({ session }) => ({
        invites: inviteEntries(store.db, nowSeconds(options.clock))
          .filter((invite) => mayList(session, invite))
          .map((invite) => ({ ...invite, code: codes.stateOf(invite.id) })),
      }),
    }),
  ];
}

function mayList({ member, roles }: Session, invite: InviteEntry): boolean {
  return invite.inviter === member || roles.has("moderator") || roles.has("steward");
}

function closedInvite(): FolkmootError {
  return new FolkmootError("invite-closed", "This invitation is not open any more.", {
    hint: "Make a new one.",
    status: 409,
  });
}

function unknownInvite(): FolkmootError {
  return new FolkmootError("unknown-invite", "This box knows no such invitation.", {
    hint: "Ask for a new one; this one may belong to another community.",
    status: 404,
  });
}
