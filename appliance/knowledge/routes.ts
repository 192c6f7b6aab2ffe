/** Knowledge over HTTP: items, search, what there is to filter by, the review queue. */
import { t } from "elysia";
import { itemForms } from "../../mesh/kinds/index.ts";
import { toOpId } from "../../mesh/op/index.ts";
import { type Route, route } from "../http.ts";
import { importRoutes } from "./import-routes.ts";
import { itemDetail, versionDetail } from "./item-detail.ts";
import { facetsOf, listItems } from "./item-list.ts";
import { namesFrom, summariesOf } from "./item-view.ts";
import type { Knowledge } from "./knowledge.ts";
import { readCursor } from "./paging.ts";
import { questionRoutes } from "./question-routes.ts";
import { reviewQueue } from "./review-queue.ts";
import { oneOf, viewerOf } from "./route-values.ts";
import {
  facetsSchema,
  idSchema,
  itemDetailSchema,
  itemSummarySchema,
  pageSchema,
  reviewQueueSchema,
  searchPassageSchema,
  versionViewSchema,
  word,
} from "./schemas.ts";

const listMax = 100;
const listUsual = 30;
const searchMax = 50;
const searchUsual = 20;

export function knowledgeRoutes(knowledge: Knowledge): Route[] {
  return [
    ...itemRoutes(knowledge),
    searchRoute(knowledge),
    reviewRoute(knowledge),
    ...questionRoutes(knowledge),
    ...importRoutes(knowledge),
  ];
}

function itemRoutes(knowledge: Knowledge): Route[] {
  const { store } = knowledge;
  return [
    route({
      method: "GET",
      path: "/api/items",
      audience: "guest",
      summary: "Items, as far as they are meant for you",
      query: t.Object({
        state: t.Optional(oneOf(["current", "expired", "superseded", "mine", "all"])),
        form: t.Optional(oneOf(itemForms)),
        category: t.Optional(word),
        tag: t.Optional(word),
        lang: t.Optional(word),
        label: t.Optional(word),
        author: t.Optional(idSchema),
        sort: t.Optional(oneOf(["newest", "title"])),
        ...pageSchema(listMax),
      }),
      response: t.Object({
        items: t.Array(itemSummarySchema),
        next: t.Union([t.String(), t.Null()]),
      }),
      handler: ({ query, session }) => {
        const viewer = viewerOf(session);
        const { cursor, limit = listUsual, state = "current", sort = "newest", ...rest } = query;
        const now = knowledge.now();
        const filter = { ...rest, state, sort, now };
        const at = { cursor: readCursor(cursor), limit };
        const page = listItems(store.db, viewer, filter, at);
        return { items: summariesOf(store.db, viewer, page.rows, now), next: page.next };
      },
    }),
    route({
      method: "GET",
      path: "/api/items/:id",
      audience: "guest",
      summary: "An item with its shown versions, its history, and what you may do with it",
      params: t.Object({ id: idSchema }),
      response: itemDetailSchema,
      handler: ({ params, session }) =>
        itemDetail(store, viewerOf(session), toOpId(params.id), knowledge.now()),
    }),
    route({
      method: "GET",
      path: "/api/items/:id/versions/:version",
      audience: "guest",
      summary: "One version of an item",
      params: t.Object({ id: idSchema, version: idSchema }),
      response: versionViewSchema,
      handler: ({ params, session }) =>
        versionDetail(store, viewerOf(session), toOpId(params.id), toOpId(params.version)),
    }),
    route({
      method: "GET",
      path: "/api/facets",
      audience: "guest",
      summary: "Categories, tags, languages and forms of what you may see, with counts",
      response: facetsSchema,
      handler: ({ session }) => facetsOf(store.db, viewerOf(session)),
    }),
  ];
}

function searchRoute(knowledge: Knowledge): Route {
  return route({
    method: "GET",
    path: "/api/search",
    audience: "guest",
    summary:
      "Passages that fit the words or come near in meaning, as far as they are meant for you",
    query: t.Object({
      q: t.String({ minLength: 1, maxLength: 2_000 }),
      lang: t.Optional(word),
      category: t.Optional(word),
      tag: t.Optional(word),
      limit: t.Optional(t.Integer({ minimum: 1, maximum: searchMax })),
    }),
    response: t.Object({ passages: t.Array(searchPassageSchema) }),
    handler: async ({ query, session }) => {
      const { q, lang, category, tag, limit = searchUsual } = query;
      const viewer = viewerOf(session);
      const now = knowledge.now();
      const found = await knowledge.search({ query: q, viewer, lang, category, tag, limit, now });
      const nameOf = namesFrom(knowledge.store.db);
      // Scores are for the box: they would say how rare a word is, and nobody reads them.
      const passages = found.map(({ score: _, matched: __, consent: ___, ...passage }) => ({
        ...passage,
        authorName: nameOf(passage.author),
      }));
      return { passages };
    },
  });
}

function reviewRoute(knowledge: Knowledge): Route {
  return route({
    method: "GET",
    path: "/api/review",
    audience: ["moderator"],
    summary: "What waits for a moderator: new versions, reports, versions written apart",
    query: t.Object(pageSchema(listMax)),
    response: reviewQueueSchema,
    handler: ({ query, session }) =>
      reviewQueue(knowledge.store, viewerOf(session), knowledge.now(), {
        cursor: readCursor(query.cursor),
        limit: query.limit ?? listUsual,
      }),
  });
}
