/** Sessions over HTTP: a challenge, its answer, the end. */
import { t } from "elysia";
import type { DeviceId } from "../../mesh/op/index.ts";
import { type Route, route } from "../http.ts";
import {
  base64Url,
  bytesOf,
  deviceIdSchema,
  memberIdSchema,
  secondsSchema,
} from "./http-values.ts";
import type { Sessions } from "./sessions.ts";

// Generous for a hall full of phones behind one address, tight for a program that tries keys.
const knock = { burst: 600, perMinute: 600, overall: { burst: 2_000, perMinute: 3_000 } };

export function sessionRoutes(sessions: Sessions): Route[] {
  return [
    route({
      method: "POST",
      path: "/api/session/challenge",
      audience: "public",
      summary: "Something to sign, to open a session",
      description: "Good for one answer within a minute. Tells nobody which devices are known.",
      knock,
      body: t.Object({ device: deviceIdSchema }),
      response: t.Object({ challenge: base64Url(32, "32 bytes") }),
      handler: ({ body }) => ({ challenge: sessions.challenge(body.device as DeviceId) }),
    }),
    route({
      method: "POST",
      path: "/api/session",
      audience: "public",
      summary: "Open a session for a device",
      description:
        'The signature is over "folkmoot/session/1", a zero byte, the community id and the ' +
        "challenge. The token reads for 15 minutes; it is bound to the device and ends with it.",
      knock,
      body: t.Object({
        device: deviceIdSchema,
        challenge: base64Url(32, "As it was given"),
        signature: base64Url(64, "64 bytes"),
      }),
      response: t.Object({
        token: t.String(),
        expires: secondsSchema,
        member: memberIdSchema,
        roles: t.Array(t.String()),
        groups: t.Array(t.String({ description: "Name of a group" })),
      }),
      handler: async ({ body }) => {
        const { token, expires, reader } = await sessions.open({
          device: body.device as DeviceId,
          challenge: body.challenge,
          signature: bytesOf(body.signature),
        });
        const { member, roles, groups } = reader;
        return { token, expires, member, roles: [...roles], groups: [...groups] };
      },
    }),
    route({
      method: "DELETE",
      path: "/api/session",
      audience: "guest",
      summary: "End this session",
      handler: ({ request }) => {
        const token = request.headers.get("authorization")?.slice("Bearer ".length);
        if (token !== undefined) sessions.close(token);
      },
    }),
  ];
}
