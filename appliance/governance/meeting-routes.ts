/** Meetings and offices over HTTP. */
import { t } from "elysia";
import { toOpId } from "../../mesh/op/index.ts";
import { type Route, route } from "../http.ts";
import { memberIdSchema, nullable, opIdSchema, secondsSchema } from "../members/index.ts";
import type { Governance } from "./governance.ts";
import { listMeetings, meetingDetail, nextFacilitator } from "./meetings.ts";
import { officesView } from "./office-view.ts";

const meeting = {
  id: opIdSchema,
  version: opIdSchema,
  title: t.String(),
  starts: secondsSchema,
  place: t.String(),
  facilitator: nullable(memberIdSchema),
  agenda: t.Array(t.String()),
  minutes: t.String({ description: "Markdown; empty before the meeting" }),
  actions: t.Array(
    t.Object({
      text: t.String(),
      owner: nullable(memberIdSchema),
      due: nullable(secondsSchema),
      done: t.Boolean(),
    }),
  ),
  author: memberIdSchema,
  changed: secondsSchema,
  versions: t.Integer(),
};

export function meetingRoutes(governance: Governance): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/meetings",
      audience: "guest",
      summary: "Meetings that are coming, or that were",
      query: t.Object({ when: t.Optional(t.Union([t.Literal("coming"), t.Literal("past")])) }),
      response: t.Object({
        items: t.Array(t.Object(meeting)),
        nextFacilitator: nullable(memberIdSchema, { description: "Whose turn it is" }),
      }),
      handler: ({ query }) => ({
        items: listMeetings(governance, query.when ?? "coming"),
        nextFacilitator: nextFacilitator(governance),
      }),
    }),
    route({
      method: "GET",
      path: "/api/meetings/:id",
      audience: "guest",
      summary: "One meeting, with who changed it when",
      params: t.Object({ id: opIdSchema }),
      response: t.Object({
        ...meeting,
        history: t.Array(
          t.Object({ version: opIdSchema, member: memberIdSchema, at: secondsSchema }),
        ),
      }),
      handler: ({ params }) => meetingDetail(governance, toOpId(params.id)),
    }),
    route({
      method: "GET",
      path: "/api/offices",
      audience: "guest",
      summary: "Who holds which office until when, and what was handed over",
      response: t.Object({
        offices: t.Array(
          t.Object({
            member: memberIdSchema,
            role: t.String(),
            until: secondsSchema,
            decision: opIdSchema,
            endsSoon: t.Boolean({ description: "Time to think of who comes next" }),
          }),
        ),
        short: t.Array(t.Object({ role: t.String(), people: t.Integer(), needed: t.Integer() })),
        handovers: t.Array(
          t.Object({
            id: opIdSchema,
            role: t.String(),
            to: nullable(memberIdSchema),
            from: memberIdSchema,
            at: secondsSchema,
            text: t.String(),
          }),
        ),
      }),
      handler: () => officesView(governance),
    }),
  ];
}
