/** What the app asks before anybody is a member: which community this is, and how to found one. */
import { t } from "elysia";
import { rootDocumentBytesMax } from "../../mesh/kinds/index.ts";
import { toBase64Url } from "../../mesh/op/index.ts";
import { nowSeconds } from "../clock.ts";
import { type Route, route } from "../http.ts";
import { receiptText } from "../store/index.ts";
import { settingsOf } from "./directory.ts";
import { base64Url, bytesOf, nullable, secondsSchema } from "./http-values.ts";
import type { Members } from "./members.ts";
import { submissionSchema } from "./submission-schema.ts";

const foundOperationsMax = 10;
const foundOperationBytesMax = 12_288;
const knock = { burst: 20, perMinute: 20, overall: { burst: 60, perMinute: 60 } };

const rulesSchema = t.Object({
  quorumPermille: t.Integer(),
  approvalPermille: t.Integer(),
  discussionHours: t.Integer(),
  votingHours: t.Integer(),
  graceHours: t.Integer(),
  veto: t.Boolean(),
});

const boxKeySchema = base64Url(66, "The box's public key, which signs receipts");

/** How phones reach the box and know it: the same facts as on its terminal and its poster. */
export interface BoxAddress {
  /** `https://moot.local:8443` */
  readonly origin: string;
  /** The plain door, which hands out the authority's certificate. */
  readonly httpUrl: string;
  /** The authority's fingerprint as words. */
  readonly words: readonly string[];
}

export function foundingRoutes(members: Members, address: () => BoxAddress): Route[] {
  return [communityRoute(members, address), offerRoute(members), foundRoute(members)];
}

function communityRoute(members: Members, address: () => BoxAddress): Route {
  const { clock, defaults, boxKey, version } = members.options;
  return route({
    method: "GET",
    path: "/api/community",
    audience: "public",
    summary: "Which community this is",
    response: t.Object({
      founded: t.Boolean(),
      communityId: nullable(t.String()),
      name: nullable(t.String()),
      languages: t.Array(t.String()),
      values: t.Array(t.String()),
      purpose: t.String(),
      boxKey: boxKeySchema,
      time: secondsSchema,
      version: t.String(),
      origin: t.String({ description: "The app's one address: https://<name>.local" }),
      httpUrl: t.String({ description: "The plain door, where phones learn to trust the box" }),
      words: t.Array(t.String(), { description: "Words of the box's authority, to compare" }),
    }),
    handler: () => {
      const settings = settingsOf(members.store.db);
      const communityId = members.communityId();
      return {
        founded: communityId !== null,
        communityId,
        name: settings?.name ?? null,
        languages: settings?.languages ?? defaults.languages,
        values: settings?.values ?? [],
        purpose: settings?.purpose ?? "",
        boxKey: toBase64Url(boxKey),
        time: nowSeconds(clock),
        version,
        ...address(),
      };
    },
  });
}

function offerRoute({ founding, options }: Members): Route {
  const { languages, decision } = options.defaults;
  return route({
    method: "GET",
    path: "/api/found",
    audience: "found",
    summary: "What a founding starts from",
    description: "With the code from the box's terminal or screen.",
    knock,
    query: t.Object({ code: base64Url(16, "The founding code") }),
    response: t.Object({
      defaults: t.Object({ languages: t.Array(t.String()), decision: rulesSchema }),
      boxKey: boxKeySchema,
    }),
    handler: ({ query }) => {
      founding.checkCode(bytesOf(query.code));
      return { defaults: { languages, decision }, boxKey: toBase64Url(options.boxKey) };
    },
  });
}

function foundRoute({ founding, store }: Members): Route {
  return route({
    method: "POST",
    path: "/api/found",
    audience: "public",
    summary: "Found the community",
    description:
      "The root document, version 1, made and signed by the founding device, and its first " +
      "operations: the root operation, the enrolment, a profile. Sent again it is answered again.",
    knock,
    bodyBytesMax: 131_072,
    body: t.Object({
      code: base64Url(16, "The founding code"),
      root: base64Url(rootDocumentBytesMax, "Root document, version 1"),
      operations: t.Array(base64Url(foundOperationBytesMax, "Wire form of an operation"), {
        minItems: 2,
        maxItems: foundOperationsMax,
      }),
    }),
    response: t.Object({
      communityId: t.String(),
      results: t.Array(submissionSchema),
      receipt: nullable(base64Url(4_096, "The box's word that it keeps them")),
    }),
    handler: async ({ body }) => {
      const { communityId, submissions } = await founding.found({
        code: bytesOf(body.code),
        root: bytesOf(body.root),
        operations: body.operations.map(bytesOf),
      });
      const receipt = await store.receipt(submissions);
      const encoded = receipt && receiptText(receipt);
      return { communityId, results: submissions, receipt: encoded };
    },
  });
}
