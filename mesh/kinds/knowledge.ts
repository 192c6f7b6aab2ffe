import { opsPerRequestMax, timeMax } from "../op/index.ts";
import { audience } from "./audience.ts";
import { authors } from "./authors.ts";
import type { BodyOf, Kind } from "./kind.ts";
import { langCharsMax } from "./membership.ts";
import { bool, list, oneOf, opId, optional, record, text, uint } from "./schema.ts";

export const itemTitleCharsMax = 200;
export const itemBodyCharsMax = 48_000;
export const itemTagsMax = 20;
/** Heads that one new version can bring together. */
export const itemParentsMax = 16;
export const categoryCharsMax = 40;
export const labelCharsMax = 40;

export const itemForms = ["article", "term"] as const;
export const consents = ["local_only", "federation_ok", "commons_ok"] as const;

/** One version of a piece of knowledge. The first version's operation id is the item's id. */
export const item = {
  number: 20,
  name: "item",
  lasting: false,
  authors: authors.item,
  schema: record({
    /** Null for the first version. */
    item: optional(opId()),
    /** The versions this one was made from; two versions with one parent are two heads. */
    parents: list(opId(), itemParentsMax),
    form: oneOf(itemForms),
    title: text(itemTitleCharsMax, 1),
    body: text(itemBodyCharsMax),
    /** Of a term: where it is used, and an example. */
    context: optional(text(1_000)),
    example: optional(text(1_000)),
    lang: text(langCharsMax, 1),
    category: text(categoryCharsMax),
    tags: list(text(40, 1), itemTagsMax),
    audience: audience(),
    consent: oneOf(consents),
    /** Whose knowledge it is, when not the author's. */
    attribution: optional(text(200)),
    source: optional(text(300)),
    /** Seconds since 1970. */
    validUntil: optional(uint(timeMax)),
    /** The item that this one replaces. */
    supersedes: optional(opId()),
    /** One of several parts of a long text. */
    series: optional(
      record({ title: text(itemTitleCharsMax, 1), part: uint(10_000, 1), parts: uint(10_000, 1) }),
    ),
  }),
} satisfies Kind<unknown>;

export const itemLabel = {
  number: 21,
  name: "item.label",
  lasting: true,
  authors: authors.itemLabel,
  schema: record({ item: opId(), label: text(labelCharsMax, 1), on: bool() }),
} satisfies Kind<unknown>;

export const reviewReasons = [
  "fine",
  "unclear",
  "duplicate",
  "misplaced",
  "private",
  "unsourced",
  "other",
] as const;

export const itemReview = {
  number: 22,
  name: "item.review",
  lasting: true,
  authors: authors.itemReview,
  schema: record({
    version: opId(),
    verdict: oneOf(["accept", "return"]),
    reasonCode: oneOf(reviewReasons),
  }),
} satisfies Kind<unknown>;

export const reportReasons = ["wrong", "private", "harmful", "not-ours", "spam", "other"] as const;

export const itemReport = {
  number: 23,
  name: "item.report",
  lasting: false,
  authors: authors.itemReport,
  schema: record({ item: opId(), reason: oneOf(reportReasons), text: text(1_000) }),
} satisfies Kind<unknown>;

export const itemHide = {
  number: 24,
  name: "item.hide",
  lasting: true,
  authors: authors.itemHide,
  schema: record({ item: opId(), on: bool(), reason: oneOf(reportReasons) }),
} satisfies Kind<unknown>;

/** Destroys the bodies of these operations; their headers stay. */
export const erase = {
  number: 25,
  name: "erase",
  lasting: true,
  authors: authors.erase,
  schema: record({ targets: list(opId(), opsPerRequestMax, 1) }),
} satisfies Kind<unknown>;

export type ItemBody = BodyOf<typeof item>;
export type ItemForm = (typeof itemForms)[number];
export type Consent = (typeof consents)[number];
