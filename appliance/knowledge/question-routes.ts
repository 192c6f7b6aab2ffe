/** Questions to the community over HTTP. Asking and answering are operations. */
import { t } from "elysia";
import { toOpId } from "../../mesh/op/index.ts";
import { type Route, route } from "../http.ts";
import type { Knowledge } from "./knowledge.ts";
import { readCursor } from "./paging.ts";
import { listQuestions, questionDetail } from "./question-list.ts";
import { oneOf, viewerOf } from "./route-values.ts";
import { idSchema, pageSchema, questionDetailSchema, questionSummarySchema } from "./schemas.ts";

const listMax = 100;
const listUsual = 30;

export function questionRoutes({ store }: Knowledge): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/questions",
      audience: "guest",
      summary: "Questions to the community, newest first",
      query: t.Object({
        state: t.Optional(oneOf(["open", "closed", "mine", "all"])),
        ...pageSchema(listMax),
      }),
      response: t.Object({
        questions: t.Array(questionSummarySchema),
        next: t.Union([t.String(), t.Null()]),
      }),
      handler: ({ query, session }) => {
        const { state = "open", cursor, limit = listUsual } = query;
        const at = { cursor: readCursor(cursor), limit };
        const { rows, next } = listQuestions(store.db, viewerOf(session), state, at);
        return { questions: rows, next };
      },
    }),
    route({
      method: "GET",
      path: "/api/questions/:id",
      audience: "guest",
      summary: "A question with its answers",
      params: t.Object({ id: idSchema }),
      response: questionDetailSchema,
      handler: ({ params, session }) => questionDetail(store, viewerOf(session), toOpId(params.id)),
    }),
  ];
}
