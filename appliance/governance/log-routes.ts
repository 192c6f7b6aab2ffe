/** Decisions that were made, over HTTP: the log, files of it, what is in force. */
import { t } from "elysia";
import { toOpId } from "../../mesh/op/index.ts";
import { attachmentSchema } from "../attachments/index.ts";
import { type Route, route } from "../http.ts";
import {
  memberIdSchema,
  nullable,
  opIdSchema,
  secondsSchema,
  settingsOf,
} from "../members/index.ts";
import { calendarFeed } from "./calendar.ts";
import { deadlines } from "./deadlines.ts";
import { decisionLog, logEntriesMax } from "./decision-log.ts";
import { exportDecision } from "./export.ts";
import type { Governance } from "./governance.ts";
import { heardOf } from "./heard.ts";
import { logCsv, logHtml } from "./log-formats.ts";
import { meetingEvents } from "./meetings.ts";
import { termEvents } from "./office-view.ts";
import { assertNotSecret, threadFor } from "./proposal-detail.ts";
import { registerView } from "./register-view.ts";
import { mayCloseNow } from "./stewards-turn.ts";

const personSchema = t.Object({ id: memberIdSchema, name: nullable(t.String()) });
const entrySchema = t.Object({
  thread: opIdSchema,
  closedAt: secondsSchema,
  title: t.String(),
  summary: t.String(),
  rationale: t.String(),
  model: t.String(),
  outcome: t.String(),
  status: t.String(),
  winner: nullable(t.String()),
  author: personSchema,
  roll: t.Integer(),
  counted: t.Integer(),
  yes: t.Integer(),
  no: t.Integer(),
  blocks: t.Integer(),
  abstained: t.Integer(),
  approvalPermille: nullable(t.Integer()),
  approvedBy: t.Array(personSchema),
  effects: t.Array(t.Object({ effect: t.String(), state: t.String(), at: secondsSchema })),
  notes: t.Array(t.Object({ at: secondsSchema, by: personSchema, text: t.String() })),
  attachments: t.Array(t.Omit(attachmentSchema, ["salt", "received"])),
});
const seconds = t.Optional(t.Integer({ minimum: 0, description: "Seconds since 1970" }));
const thread = t.Object({ thread: opIdSchema });

export function logRoutes(governance: Governance, host: string): Route[] {
  return [
    logRoute(governance),
    calendarRoute(governance, host),
    exportRoute(governance),
    heardRoute(governance),
    ...registerRoutes(governance),
  ];
}

function logRoute(governance: Governance): Route {
  return route({
    method: "GET",
    path: "/api/decisions/log",
    audience: "guest",
    summary: "The decision log, as JSON, CSV or a page to print",
    query: t.Object({
      format: t.Optional(t.Union([t.Literal("json"), t.Literal("csv"), t.Literal("html")])),
      q: t.Optional(t.String({ maxLength: 200 })),
      from: seconds,
      to: seconds,
      limit: t.Optional(t.Integer({ minimum: 1, maximum: logEntriesMax })),
    }),
    response: t.Object({ entries: t.Array(entrySchema) }),
    handler: ({ query }) => {
      const { format = "json", q: words, from, to, limit } = query;
      const entries = decisionLog(governance, { words, from, to, limit });
      if (format === "json") return { entries };
      if (format === "csv")
        return file(logCsv(entries), "text/csv; charset=utf-8", "decisions.csv");
      const { name = "", languages = [] } = settingsOf(governance.store.db) ?? {};
      const page = logHtml(entries, name, languages[0] ?? "en");
      return file(page, "text/html; charset=utf-8", "decisions.html");
    },
  });
}

function calendarRoute(governance: Governance, host: string): Route {
  return route({
    method: "GET",
    path: "/api/decisions/calendar.ics",
    audience: "guest",
    summary: "Deadlines and meetings for a calendar",
    responseType: "text/calendar",
    handler: () => {
      const name = settingsOf(governance.store.db)?.name ?? "";
      const events = [
        ...deadlines(governance),
        ...meetingEvents(governance),
        ...termEvents(governance),
      ];
      const feed = calendarFeed(events, { name, host, now: governance.now() });
      return file(feed, "text/calendar; charset=utf-8", "decisions.ics");
    },
  });
}

function exportRoute(governance: Governance): Route {
  return route({
    method: "GET",
    path: "/api/decisions/:thread/export",
    audience: "guest",
    summary: "A decision as a file that proves itself",
    description: "For `moot verify FILE`, and for the app's own check without the box.",
    params: thread,
    responseType: "application/octet-stream",
    handler: async ({ params, session }) => {
      const row = threadFor(governance, session.member, toOpId(params.thread));
      if (!mayCloseNow(governance, row, session.member)) assertNotSecret(row);
      const bytes = await exportDecision(governance, row);
      const name = `decision-${params.thread.slice(0, 8)}.moot`;
      return file(bytes, "application/octet-stream", name);
    },
  });
}

function heardRoute(governance: Governance): Route {
  return route({
    method: "GET",
    path: "/api/decisions/:thread/heard",
    audience: "member",
    summary: "Who has not been heard: for authors, facilitators and stewards",
    params: thread,
    response: t.Object({
      silent: t.Array(memberIdSchema),
      spoke: t.Array(memberIdSchema),
      voted: t.Array(memberIdSchema),
    }),
    handler: ({ params, session }) => {
      const row = threadFor(governance, session.member, toOpId(params.thread));
      return heardOf(governance, session, row);
    },
  });
}

function registerRoutes(governance: Governance): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/decisions/register",
      audience: "guest",
      summary: "What was decided and is in force",
      response: t.Object({ register: nullable(t.Unknown()) }),
      handler: () => ({ register: registerView(governance) }),
    }),
  ];
}

function file(body: string | Uint8Array<ArrayBuffer>, type: string, name: string): Response {
  return new Response(body, {
    headers: { "content-type": type, "content-disposition": `attachment; filename="${name}"` },
  });
}
