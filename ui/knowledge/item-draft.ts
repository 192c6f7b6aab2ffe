/** What the editor holds while somebody writes, and how it becomes the body of an operation. */
import {
  type Consent,
  type ItemBody,
  type ItemForm,
  itemBodyCharsMax,
  itemTagsMax,
  itemTitleCharsMax,
} from "../../mesh/kinds/index.ts";
import { type OpId, toOpId } from "../../mesh/op/index.ts";

export const contextCharsMax = 1_000;
export const exampleCharsMax = 1_000;
export const attributionCharsMax = 200;
export const sourceCharsMax = 300;
export const tagCharsMax = 40;

/** Every field as its control holds it, so that a draft can be stored and come back as it was. */
export interface ItemDraft {
  /** The item that gets a new version; null for a new item. */
  item: string | null;
  /** The versions this one is made from. */
  parents: string[];
  form: ItemForm;
  title: string;
  body: string;
  context: string;
  example: string;
  lang: string;
  category: string;
  /** As typed: separated by commas. */
  tags: string;
  audience: string;
  consent: Consent;
  attribution: string;
  source: string;
  /** `2027-03-31`, or empty. */
  validUntil: string;
  supersedes: string | null;
  series: { title: string; part: number; parts: number } | null;
}

/** An empty sheet: for everybody here, and staying here. */
export function emptyDraft(lang: string, form: ItemForm = "article"): ItemDraft {
  return {
    item: null,
    parents: [],
    form,
    title: "",
    body: "",
    context: "",
    example: "",
    lang,
    category: "",
    tags: "",
    audience: "members",
    consent: "local_only",
    attribution: "",
    source: "",
    validUntil: "",
    supersedes: null,
    series: null,
  };
}

/** What an item says, whichever place it was read from. */
export type Content = Omit<ItemBody, "item" | "parents" | "supersedes"> & {
  supersedes: string | null;
};

/** The sheet for a new version made from `heads`, filled with `from`. */
export function draftOfVersion(from: Content, item: string, heads: readonly string[]): ItemDraft {
  return {
    item,
    parents: [...heads],
    form: from.form,
    title: from.title,
    body: from.body,
    context: from.context ?? "",
    example: from.example ?? "",
    lang: from.lang,
    category: from.category,
    tags: from.tags.join(", "),
    audience: from.audience,
    consent: from.consent,
    attribution: from.attribution ?? "",
    source: from.source ?? "",
    validUntil: from.validUntil === null ? "" : dayOf(from.validUntil),
    supersedes: from.supersedes,
    series: from.series,
  };
}

export type DraftField = "title" | "body" | "tags" | "validUntil";
export type DraftProblem =
  | "title-missing"
  | "title-long"
  | "body-missing"
  | "body-long"
  | "tags-many"
  | "tag-long"
  | "date-unread";

/** What keeps the draft from being shared, by field; empty when nothing does. */
export function draftProblems(draft: ItemDraft): Partial<Record<DraftField, DraftProblem>> {
  const problems: Partial<Record<DraftField, DraftProblem>> = {};
  const title = draft.title.trim();
  if (title === "") problems.title = "title-missing";
  else if (title.length > itemTitleCharsMax) problems.title = "title-long";
  if (draft.body.trim() === "") problems.body = "body-missing";
  else if (draft.body.length > itemBodyCharsMax) problems.body = "body-long";
  const tags = tagsOf(draft.tags);
  if (tags.length > itemTagsMax) problems.tags = "tags-many";
  else if (tags.some((tag) => tag.length > tagCharsMax)) problems.tags = "tag-long";
  if (draft.validUntil !== "" && endOfDay(draft.validUntil) === null) {
    problems.validUntil = "date-unread";
  }
  return problems;
}

/** The operation body. Only for a draft without problems. */
export function draftToBody(draft: ItemDraft): ItemBody {
  const isTerm = draft.form === "term";
  return {
    item: draft.item === null ? null : toOpId(draft.item),
    parents: draft.parents.map((parent): OpId => toOpId(parent)),
    form: draft.form,
    title: draft.title.trim(),
    body: draft.body.trim(),
    context: isTerm ? orNull(draft.context) : null,
    example: isTerm ? orNull(draft.example) : null,
    lang: draft.lang,
    category: draft.category.trim(),
    tags: tagsOf(draft.tags),
    audience: draft.audience,
    consent: draft.consent,
    attribution: orNull(draft.attribution),
    source: orNull(draft.source),
    validUntil: draft.validUntil === "" ? null : endOfDay(draft.validUntil),
    supersedes: draft.supersedes === null ? null : toOpId(draft.supersedes),
    series: draft.series,
  };
}

/** Whether there is anything that it would be a pity to lose. */
export function isWritten(draft: ItemDraft): boolean {
  return [draft.title, draft.body, draft.context, draft.example].some((text) => text.trim() !== "");
}

/** `Water,  Well; water` → `Water`, `Well`: trimmed, each once. */
export function tagsOf(typed: string): string[] {
  const tags = typed
    .split(/[,;\n，、]/)
    .map((tag) => tag.trim().replace(/\s+/g, " "))
    .filter((tag) => tag !== "");
  const seen = new Set<string>();
  return tags.filter((tag) => {
    const folded = tag.toLowerCase();
    return !seen.has(folded) && seen.add(folded);
  });
}

/** The last second of a day where this phone is: what "valid until the 31st" means to people. */
export function endOfDay(day: string): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return null;
  const end = new Date(Number(year), Number(month) - 1, Number(date), 23, 59, 59);
  return end.getDate() === Number(date) ? Math.floor(end.getTime() / 1000) : null;
}

/** The day, where this phone is, in which a moment falls, as a date field wants it. */
export function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function orNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}
