/** What our partners receive, over HTTP: for members to see, and for the command to write down. */
import { t } from "elysia";
import { toBase64Url } from "../../mesh/op/index.ts";
import { type Route, route } from "../http.ts";
import { readCursor, titlesOf } from "../knowledge/index.ts";
import { nullable, opIdSchema, secondsSchema } from "../members/index.ts";
import { exportFeed, withdrawnFrom } from "./feed-file.ts";
import { lastExport } from "./given-table.ts";
import {
  type Federation,
  type Partner,
  partnerNamed,
  partnersOf,
  publication,
  publicationCount,
  publishedIds,
} from "./publication.ts";

const pageMax = 100;
const pagePreset = 50;
const withdrawnMax = 200;
const nameSchema = t.String({ minLength: 1, maxLength: 60 });

const partnerSchema = t.Object({
  name: t.String(),
  key: nullable(t.String(), { description: "Its public key, base64url; null: never admitted" }),
  note: t.String(),
  withheld: nullable(t.String(), {
    description: "Why it is given nothing: not-admitted, paused (by decision), emergency",
  }),
  shares: t.Array(t.Object({ category: t.String(), exceptLabels: t.Array(t.String()) })),
  items: t.Integer({ description: "How many it is given now" }),
  exported: nullable(t.Object({ serial: t.Integer(), at: secondsSchema }), {
    description: "The last file that was made for it",
  }),
});

const feedSchema = t.Object({
  partner: partnerSchema,
  items: t.Array(
    t.Object({
      item: opIdSchema,
      version: opIdSchema,
      title: t.String(),
      category: t.String(),
      consent: t.String({ description: "federation_ok or commons_ok" }),
      labels: t.Array(t.String()),
    }),
  ),
  next: nullable(t.String(), { description: "Where the next page begins" }),
  withdrawn: t.Array(
    t.Object({
      item: opIdSchema,
      version: opIdSchema,
      title: nullable(t.String(), { description: "Null: not for everybody here, or erased" }),
    }),
    { description: "In an earlier file, and not given any more; at most 200, on the first page" },
  ),
});

export function partnerRoutes(federation: Federation): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/partners",
      audience: "member",
      summary:
        "Partner communities, what was decided to be shared with each, and what keeps it back",
      response: t.Object({ partners: t.Array(partnerSchema) }),
      handler: () => ({ partners: partnersOf(federation).map((one) => shown(federation, one)) }),
    }),
    route({
      method: "GET",
      path: "/api/partners/:name/feed",
      audience: "member",
      summary: "What a partner is given now, by title",
      description:
        "Computed anew each time: categories shared by decision, without the labels left out; only " +
        "current items for all members whose authors released them; nothing while it is paused.",
      params: t.Object({ name: nameSchema }),
      query: t.Object({
        cursor: t.Optional(t.String({ maxLength: 1_000 })),
        limit: t.Optional(t.Integer({ minimum: 1, maximum: pageMax })),
      }),
      response: feedSchema,
      handler: ({ params, query }) => {
        const partner = partnerNamed(federation, params.name);
        const cursor = readCursor(query.cursor);
        const { rows, next } = publication(federation, partner, {
          cursor,
          limit: query.limit ?? pagePreset,
        });
        const withdrawn = cursor === null ? withdrawnOf(federation, partner) : [];
        const items = rows.map((row) => ({ ...row, labels: [...row.labels] }));
        return { partner: shown(federation, partner), items, next, withdrawn };
      },
    }),
    exportRoute(federation),
  ];
}

/** For the moot command, which may write where whoever calls it may. */
function exportRoute(federation: Federation): Route {
  return route({
    method: "POST",
    path: "/api/local/partners/export",
    audience: "local",
    summary: "Write what a partner is given into a new file",
    body: t.Object({ name: nameSchema, path: t.String({ minLength: 1, maxLength: 4096 }) }),
    handler: ({ body }) => exportFeed(federation, body),
  });
}

function shown(federation: Federation, partner: Partner) {
  const { key, shares } = partner;
  return {
    ...partner,
    shares: shares.map((share) => ({ ...share, exceptLabels: [...share.exceptLabels] })),
    key: key && toBase64Url(key),
    items: publicationCount(federation, partner),
    exported: key && lastExport(federation.store.db, key),
  };
}

function withdrawnOf(federation: Federation, partner: Partner) {
  if (partner.key === null) return [];
  const given = publishedIds(federation, partner);
  const gone = withdrawnFrom(federation, partner.key, given).slice(0, withdrawnMax);
  const titles = titlesOf(
    federation.store.db,
    gone.map(({ item }) => item),
  );
  return gone.map((entry) => ({ ...entry, title: titles.get(entry.item) ?? null }));
}
