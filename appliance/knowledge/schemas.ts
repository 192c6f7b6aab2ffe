/** The shapes of knowledge over HTTP, for the API document and its readers. */
import { type TSchema, t } from "elysia";

export const idSchema = t.String({ pattern: "^[0-9a-f]{32}$", description: "32 hex digits" });
export const word = t.String({ minLength: 1, maxLength: 60 });
const seconds = t.Integer({ description: "Seconds since 1970" });
const nullable = <S extends TSchema>(schema: S) => t.Union([schema, t.Null()]);
const ranges = t.Array(t.Tuple([t.Integer(), t.Integer()]), {
  description: "[start, end] in UTF-16 units",
});

export function pageSchema(limitMax: number) {
  return {
    cursor: t.Optional(t.String({ maxLength: 1_000, description: "`next` of the page before" })),
    limit: t.Optional(t.Integer({ minimum: 1, maximum: limitMax })),
  };
}

const series = nullable(t.Object({ title: t.String(), part: t.Integer(), parts: t.Integer() }));

const described = {
  form: t.String({ description: "article or term" }),
  lang: t.String(),
  category: t.String(),
  tags: t.Array(t.String()),
  consent: t.String({ description: "local_only, federation_ok or commons_ok" }),
  attribution: nullable(t.String({ description: "Whose knowledge it is, if not the author's" })),
  source: nullable(t.String()),
  validUntil: nullable(seconds),
  supersedes: nullable(idSchema),
  series,
};

export const itemSummarySchema = t.Object({
  id: idSchema,
  version: idSchema,
  title: t.String(),
  excerpt: t.String(),
  audience: t.String(),
  ...described,
  author: idSchema,
  authorName: nullable(t.String()),
  created: seconds,
  changed: seconds,
  expired: t.Boolean(),
  supersededBy: nullable(idSchema),
  labels: t.Array(t.String()),
  review: t.String({ description: "awaiting, accepted or returned" }),
  conflict: t.Boolean({ description: "Two versions were written apart; a person must resolve" }),
  hidden: t.Boolean(),
  versions: t.Integer(),
});

const versionHeadSchema = t.Object({
  id: idSchema,
  parents: t.Array(idSchema),
  title: t.String(),
  author: idSchema,
  authorName: nullable(t.String()),
  time: seconds,
  review: t.String(),
  reviewReason: nullable(t.String()),
  shown: t.Boolean(),
  audience: t.String(),
});

const content = {
  body: t.String({ description: "Markdown" }),
  context: nullable(t.String()),
  example: nullable(t.String()),
};

export const versionViewSchema = t.Composite([
  versionHeadSchema,
  t.Object({ ...described, ...content }),
]);

export const itemDetailSchema = t.Composite([
  itemSummarySchema,
  t.Object({
    ...content,
    heads: t.Array(versionViewSchema),
    history: t.Array(versionHeadSchema),
    edit: t.Object({ parents: t.Array(idSchema) }),
    eraseTargets: t.Array(idSchema),
    may: t.Object({
      edit: t.Boolean(),
      label: t.Boolean(),
      review: t.Boolean(),
      report: t.Boolean(),
      hide: t.Boolean(),
      erase: t.Boolean(),
    }),
    seriesParts: t.Array(t.Object({ part: t.Integer(), id: idSchema, title: t.String() })),
    feedback: t.Object({ up: t.Integer(), down: t.Integer() }),
    question: nullable(idSchema),
  }),
]);

const facet = t.Array(t.Object({ name: t.String(), count: t.Integer() }));
export const facetsSchema = t.Object({
  total: t.Integer(),
  categories: facet,
  tags: facet,
  languages: facet,
  forms: facet,
});

export const searchPassageSchema = t.Object({
  item: idSchema,
  version: idSchema,
  part: t.Integer({ description: "Number of the passage in the version: what feedback names" }),
  title: t.String(),
  heading: nullable(t.String()),
  text: t.String({ description: "Word for word" }),
  start: t.Integer({ description: "Where the text begins in the version's body" }),
  highlights: ranges,
  titleHighlights: ranges,
  lang: t.String(),
  category: t.String(),
  tags: t.Array(t.String()),
  form: t.String(),
  audience: t.String(),
  author: idSchema,
  authorName: nullable(t.String()),
  attribution: nullable(t.String()),
  source: nullable(t.String()),
  created: seconds,
  validUntil: nullable(seconds),
  expired: t.Boolean(),
  supersededBy: nullable(idSchema),
});

export const reviewQueueSchema = t.Object({
  awaiting: t.Array(t.Composite([versionViewSchema, t.Object({ item: idSchema })])),
  reports: t.Array(
    t.Object({
      id: idSchema,
      item: itemSummarySchema,
      reason: t.String(),
      text: t.String(),
      author: idSchema,
      authorName: nullable(t.String()),
      time: seconds,
    }),
  ),
  conflicts: t.Array(itemSummarySchema),
  next: nullable(t.String()),
});

export const questionSummarySchema = t.Object({
  id: idSchema,
  text: t.String(),
  lang: t.String(),
  audience: t.String(),
  author: idSchema,
  authorName: nullable(t.String()),
  time: seconds,
  state: t.String({ description: "open or closed" }),
  accepted: nullable(idSchema),
  item: nullable(idSchema),
  answers: t.Integer(),
  mine: t.Boolean(),
});

export const questionDetailSchema = t.Composite([
  questionSummarySchema,
  t.Object({
    list: t.Array(
      t.Object({
        id: idSchema,
        text: t.String(),
        author: idSchema,
        authorName: nullable(t.String()),
        time: seconds,
        item: nullable(idSchema),
        accepted: t.Boolean(),
      }),
    ),
    may: t.Object({ close: t.Boolean() }),
  }),
]);

const failure = t.Object({ code: t.String(), message: t.String(), hint: t.String() });
export const importSchema = t.Object({
  id: idSchema,
  name: t.String(),
  size: t.Integer(),
  received: t.Integer(),
  state: t.String({ description: "receiving, reading, ready or failed" }),
  expires: seconds,
  failure: nullable(failure),
  preview: nullable(
    t.Object({
      format: t.String(),
      title: nullable(t.String()),
      lang: nullable(t.String()),
      warnings: t.Array(t.String()),
      parts: t.Array(
        t.Object({
          title: nullable(t.String()),
          chars: t.Integer(),
          sections: t.Integer(),
          reminders: t.Integer(),
          bytes: t.Integer(),
        }),
      ),
    }),
  ),
});

export const previewPartSchema = t.Object({
  title: nullable(t.String()),
  text: t.String({ description: "Markdown" }),
  sections: t.Array(t.Object({ heading: nullable(t.String()), start: t.Integer() })),
  reminders: t.Array(t.Object({ kind: t.String(), start: t.Integer(), end: t.Integer() })),
});
