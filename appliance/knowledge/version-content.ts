/** The text of a version, out of the body that its author signed. */
import { type AnswerBody, type ItemBody, kinds } from "../../mesh/kinds/index.ts";
import type { CborValue, OpId } from "../../mesh/op/index.ts";
import type { Version } from "./item-table.ts";

export interface VersionContent {
  /** Markdown. */
  readonly body: string;
  readonly context: string | null;
  readonly example: string | null;
}

/** Where bodies are read: the store, or the transaction at hand. */
export interface Bodies {
  body(id: OpId): CborValue[] | null;
}

/** Null once erased. */
export function contentOf(
  bodies: Bodies,
  { id, question }: Pick<Version, "id" | "question">,
): VersionContent | null {
  const body = bodies.body(id);
  if (body === null) return null;
  if (question !== null) {
    const answer: AnswerBody = kinds.answer.schema.decode(body);
    return { body: answer.text, context: null, example: null };
  }
  const item: ItemBody = kinds.item.schema.decode(body);
  return { body: item.body, context: item.context, example: item.example };
}

/** What is cut into passages: the body, and of a term what is said about its use. */
export function quotableText({ body, context, example }: VersionContent): string {
  return [body, context ?? "", example ?? ""].filter((text) => text !== "").join("\n\n");
}

const excerptCharsMax = 240;

/** The beginning of a text for lists: one line, without Markdown's marks. */
export function excerptOf(body: string): string {
  const plain = body
    .slice(0, excerptCharsMax * 4)
    .replace(/^```.*$/gm, "")
    .replace(/^ {0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+|\d+[.)]\s+)/gm, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`~|]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
  if (plain.length <= excerptCharsMax) return plain;
  const cut = plain.lastIndexOf(" ", excerptCharsMax);
  return `${plain.slice(0, cut > excerptCharsMax / 2 ? cut : excerptCharsMax).toWellFormed()}…`;
}
