/** What the box's knowledge room sends (appliance/knowledge). Ids are hex, times in seconds. */
import type { Consent, ItemBody, ItemForm } from "../../mesh/kinds/index.ts";
import type { Range } from "../design/plain-text.ts";
import type { Content } from "./item-draft.ts";

export type Review = "awaiting" | "accepted" | "returned";

export interface ItemSummary {
  id: string;
  /** The operation of the version that is shown. */
  version: string;
  form: ItemForm;
  title: string;
  excerpt: string;
  lang: string;
  category: string;
  tags: string[];
  audience: string;
  consent: Consent;
  author: string;
  authorName: string | null;
  attribution: string | null;
  source: string | null;
  created: number;
  changed: number;
  validUntil: number | null;
  expired: boolean;
  supersedes: string | null;
  supersededBy: string | null;
  series: ItemBody["series"];
  labels: string[];
  review: Review;
  /** Two versions were written apart, and a person has to bring them together. */
  conflict: boolean;
  hidden: boolean;
  versions: number;
}

export interface VersionHead {
  id: string;
  parents: string[];
  title: string;
  author: string;
  authorName: string | null;
  time: number;
  review: Review;
  reviewReason: string | null;
  shown: boolean;
  audience: string;
}

export type VersionView = VersionHead & Content;

export interface ItemDetail extends ItemSummary {
  body: string;
  context: string | null;
  example: string | null;
  /** Two or more when there is a conflict; the first is the one shown. */
  heads: VersionView[];
  /** Newest first. */
  history: VersionHead[];
  edit: { parents: string[] };
  eraseTargets: string[];
  may: {
    edit: boolean;
    label: boolean;
    review: boolean;
    report: boolean;
    hide: boolean;
    erase: boolean;
  };
  seriesParts: { part: number; id: string; title: string }[];
  feedback: { up: number; down: number };
  /** The question whose accepted answer it was. */
  question: string | null;
}

export interface ItemList {
  items: ItemSummary[];
  next: string | null;
}

interface Counted {
  name: string;
  count: number;
}

export interface Facets {
  total: number;
  categories: Counted[];
  tags: Counted[];
  languages: Counted[];
  forms: Counted[];
}

export interface SearchPassage {
  item: string;
  version: string;
  part: number;
  title: string;
  heading: string | null;
  text: string;
  highlights: Range[];
  titleHighlights: Range[];
  /** Where the passage begins in the item's body. */
  start: number;
  lang: string;
  category: string;
  tags: string[];
  form: ItemForm;
  audience: string;
  author: string;
  authorName: string | null;
  attribution: string | null;
  created: number;
  validUntil: number | null;
  expired: boolean;
  supersededBy: string | null;
}

export interface SearchAnswer {
  passages: SearchPassage[];
}

export interface Report {
  id: string;
  item: ItemSummary;
  reason: string;
  text: string;
  author: string;
  authorName: string | null;
  time: number;
}

export interface ReviewQueue {
  awaiting: (VersionView & { item: string })[];
  reports: Report[];
  conflicts: ItemSummary[];
  next: string | null;
}

export interface QuestionSummary {
  id: string;
  text: string;
  lang: string;
  audience: string;
  author: string;
  authorName: string | null;
  time: number;
  state: "open" | "closed";
  accepted: string | null;
  /** What the accepted answer became. */
  item: string | null;
  answers: number;
  mine: boolean;
}

export interface QuestionList {
  questions: QuestionSummary[];
  next: string | null;
}

export interface GivenAnswer {
  id: string;
  text: string;
  author: string;
  authorName: string | null;
  time: number;
  item: string | null;
  accepted: boolean;
}

export interface QuestionDetail extends QuestionSummary {
  list: GivenAnswer[];
  may: { close: boolean };
}

export interface ImportPart {
  title: string | null;
  chars: number;
  sections: number;
  /** How many places look private. */
  reminders: number;
  bytes: number;
}

export interface Import {
  id: string;
  name: string;
  size: number;
  received: number;
  state: "receiving" | "reading" | "ready" | "failed";
  expires: number;
  failure: { code: string; message: string; hint: string | null } | null;
  preview: {
    format: string;
    title: string | null;
    lang: string | null;
    warnings: string[];
    parts: ImportPart[];
  } | null;
}

export interface ImportPartText {
  title: string | null;
  text: string;
  reminders: { kind: string; start: number; end: number }[];
}
