import type { MemberId } from "../../mesh/op/index.ts";
import { type AnswerRecord, recordOf, type Shelf } from "./answer-record.ts";
import type { ConversationSummary, Conversations, Turn } from "./conversations.ts";

export type ExportFormat = "json" | "md";

export interface ShownTurn {
  readonly id: string;
  readonly question: string;
  readonly asked: number;
  readonly state: "answering" | "answered" | "failed" | "interrupted";
  readonly record: AnswerRecord | null;
  readonly error: { readonly code: string; message: string; hint: string | null } | null;
}

/** A turn as its asker sees it. `interrupted`: the box stopped; ask again with the same id. */
export function showTurn(
  { question, outcome }: Turn,
  shelf: Shelf,
  isInProgress: boolean,
): ShownTurn {
  const { id, text, asked } = question;
  const shown = { id, question: text, asked, record: null, error: null };
  if (outcome === null) return { ...shown, state: isInProgress ? "answering" : "interrupted" };
  if ("error" in outcome) return { ...shown, state: "failed", error: outcome.error };
  return { ...shown, state: "answered", record: recordOf(question, outcome.answer, shelf) };
}

/**
 * Conversations as a file, piece by piece, so that years of them never stand in memory at once.
 * `conversations` null: all of the member's.
 */
export async function* exportPieces(
  format: ExportFormat,
  wanted: {
    readonly member: MemberId;
    readonly conversations: readonly ConversationSummary[] | null;
  },
  conversations: Conversations,
  shelf: Shelf,
): AsyncGenerator<string> {
  const { member } = wanted;
  const all = wanted.conversations ?? everyConversation(conversations, member);
  const turnsOf = ({ id }: ConversationSummary) =>
    conversations.turns(member, id).map((turn) => showTurn(turn, shelf, false));
  if (format === "json") yield '{"format":"folkmoot-conversations/1","conversations":[\n';
  let isFirst = true;
  for (const conversation of all) {
    const turns = turnsOf(conversation);
    if (format === "json") {
      yield `${isFirst ? "" : ",\n"}${JSON.stringify({ ...conversation, turns })}`;
    } else {
      yield `${isFirst ? "" : "\n---\n\n"}${markdownOf(conversation, turns)}`;
    }
    isFirst = false;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (format === "json") yield "\n]}\n";
}

function* everyConversation(
  conversations: Conversations,
  member: MemberId,
): Generator<ConversationSummary> {
  const perStep = 50;
  let step: ConversationSummary[] = [];
  do {
    step = conversations.list(member, step.at(-1) ?? null, perStep);
    yield* step;
  } while (step.length === perStep);
}

function markdownOf(conversation: ConversationSummary, turns: readonly ShownTurn[]): string {
  const parts = [`# ${escaped(conversation.title)}\n`];
  for (const turn of turns) {
    parts.push(`## ${escaped(oneLine(turn.question))}\n`, `*${date(turn.asked)}*\n`);
    if (turn.record === null) parts.push(`(${turn.error?.code ?? turn.state})\n`);
    else parts.push(...recordLines(turn.record));
  }
  return parts.join("\n");
}

function recordLines({ outcome, sentences, passages, engine, model }: AnswerRecord): string[] {
  const lines: string[] = outcome === "unknown" ? ["(unknown)\n"] : [];
  for (const { text, citations } of sentences) {
    const cited = citations.map((n) => `[${n}]`).join("");
    lines.push(`> ${text.split("\n").join("\n> ")} ${cited}\n`);
  }
  for (const { n, title, author, item, version, state } of passages) {
    const name =
      state === "gone" ? "(gone)" : `${escaped(title)}${author ? `, ${escaped(author)}` : ""}`;
    lines.push(`${n}. ${name} (${item}, ${version})`);
  }
  lines.push(`\n*${model?.name ?? engine}*\n`);
  return lines;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

/** A question about `*` stays a question about `*`. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>#]/gu, "\\$&");
}

function date(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}
