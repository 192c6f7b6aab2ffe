/** Decisions over HTTP: what is proposed, how it stands, what was decided. */
import { t } from "elysia";
import { proposalEffectsMax } from "../../mesh/kinds/index.ts";
import { type OpId, toOpId } from "../../mesh/op/index.ts";
import { type Route, route } from "../http.ts";
import { readCursor } from "../knowledge/index.ts";
import { base64Url, nullable, opIdSchema } from "../members/index.ts";
import { delegationsOf } from "./delegations.ts";
import type { Governance } from "./governance.ts";
import { logRoutes } from "./log-routes.ts";
import { meetingRoutes } from "./meeting-routes.ts";
import { proposalDetail, versionDetail } from "./proposal-detail.ts";
import { listProposals, needsOf } from "./proposal-list.ts";
import { effectsPreview, rulesView } from "./rules-view.ts";
import {
  delegationsSchema,
  needsSchema,
  previewSchema,
  proposalDetailSchema,
  proposalRowSchema,
  rulesSchema,
  versionSchema,
} from "./schemas.ts";

const listMax = 100;
const listUsual = 30;
const wordsCharsMax = 200;
const effectParamsBytesMax = 6_000;
const previewBytesMax = 131_072;

/** `host`: the box's name, for ids that calendars keep. */
export function governanceRoutes(governance: Governance, host: string): Route[] {
  return [
    ...proposalRoutes(governance),
    ...rulesRoutes(governance),
    ...logRoutes(governance, host),
    ...meetingRoutes(governance),
  ];
}

function proposalRoutes(governance: Governance): Route[] {
  const thread = (params: { thread: string }): OpId => toOpId(params.thread);
  return [
    route({
      method: "GET",
      path: "/api/decisions",
      audience: "guest",
      summary: "Proposals and decisions",
      description:
        "needs-me: what waits for you. open: in discussion, voting or mediation, and your drafts. " +
        "closed: decided or taken back. log: decided.",
      query: t.Object({
        filter: t.Optional(
          t.Union((["needs-me", "open", "closed", "log"] as const).map((each) => t.Literal(each))),
        ),
        q: t.Optional(t.String({ maxLength: wordsCharsMax })),
        cursor: t.Optional(t.String({ maxLength: 1_000 })),
        limit: t.Optional(t.Integer({ minimum: 1, maximum: listMax })),
      }),
      response: t.Object({
        items: t.Array(proposalRowSchema),
        next: nullable(t.String()),
        needs: needsSchema,
      }),
      handler: ({ query, session }) => {
        const { filter = "open", q: words, cursor, limit = listUsual } = query;
        const question = { filter, words, cursor: readCursor(cursor), limit };
        const { rows: items, next } = listProposals(governance, session.member, question);
        return { items, next, needs: needsOf(governance, session.member) };
      },
    }),
    route({
      method: "GET",
      path: "/api/decisions/:thread",
      audience: "guest",
      summary: "A proposal with everything said about it",
      params: t.Object({ thread: opIdSchema }),
      response: proposalDetailSchema,
      handler: ({ params, session }) => proposalDetail(governance, session, thread(params)),
    }),
    route({
      method: "GET",
      path: "/api/decisions/:thread/versions/:version",
      audience: "guest",
      summary: "One version of a proposal",
      params: t.Object({ thread: opIdSchema, version: opIdSchema }),
      response: versionSchema,
      handler: ({ params, session }) =>
        versionDetail(governance, session.member, thread(params), toOpId(params.version)),
    }),
  ];
}

function rulesRoutes(governance: Governance): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/decisions/rules",
      audience: "guest",
      summary: "How this community decides now",
      response: rulesSchema,
      handler: ({ session }) => rulesView(governance, session),
    }),
    route({
      method: "POST",
      path: "/api/decisions/preview",
      audience: "guest",
      summary: "What effects would change if they were decided now",
      bodyBytesMax: previewBytesMax,
      body: t.Object({
        effects: t.Array(
          t.Object({
            effect: t.String({ maxLength: 40 }),
            params: base64Url(effectParamsBytesMax, "CBOR of the effect's parameters"),
          }),
          { maxItems: proposalEffectsMax },
        ),
      }),
      response: previewSchema,
      handler: ({ body }) => effectsPreview(governance, body.effects),
    }),
    route({
      method: "GET",
      path: "/api/delegations",
      audience: "member",
      summary: "Who votes in your place, and in whose place you vote",
      response: delegationsSchema,
      handler: ({ session }) => delegationsOf(governance, session.member),
    }),
  ];
}
