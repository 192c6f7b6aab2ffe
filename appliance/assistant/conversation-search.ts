import type { MemberId } from "../../mesh/op/index.ts";
import { type QuestionId, recordOf, type Shelf } from "./answer-record.ts";
import type {
  ConversationCursor,
  ConversationSummary,
  Conversations,
  Turn,
} from "./conversations.ts";
import { merged } from "./highlights.ts";
import { type Word, words } from "./words.ts";

export interface ConversationHit {
  readonly conversation: ConversationSummary["id"];
  readonly title: string;
  readonly turn: QuestionId;
  readonly where: "question" | "answer";
  readonly excerpt: string;
  readonly highlights: readonly (readonly [start: number, end: number])[];
  readonly asked: number;
}

export interface ConversationHits {
  readonly results: readonly ConversationHit[];
  /** Where to go on; null when everything has been looked through. */
  readonly next: ConversationCursor | null;
}

/**
 * One request looks through this much: there is no index over sealed rows, which is the point of
 * sealing them, so searching means opening one after the other.
 */
const turnsLookedMax = 1_000;
const resultsMax = 50;
const conversationsPerStep = 20;
const excerptChars = 160;

/** Finds turns that hold every word of the query (or a word that begins with it). */
export async function searchConversations(
  query: string,
  { member, before }: { readonly member: MemberId; readonly before: ConversationCursor | null },
  conversations: Conversations,
  shelf: Shelf,
): Promise<ConversationHits> {
  const wanted = words(query).map((word) => word.text);
  const results: ConversationHit[] = [];
  let looked = 0;
  let cursor = before;
  while (wanted.length > 0) {
    const step = conversations.list(member, cursor, conversationsPerStep);
    for (const conversation of step) {
      for (const turn of conversations.turns(member, conversation.id)) {
        looked += 1;
        const hit = hitIn(turn, wanted, conversation, shelf);
        if (hit !== null) results.push(hit);
      }
      cursor = { updated: conversation.updated, id: conversation.id };
      if (results.length >= resultsMax || looked >= turnsLookedMax) {
        return { results, next: cursor };
      }
    }
    if (step.length < conversationsPerStep) break;
    // Let other members' requests pass between two steps.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { results, next: null };
}

function hitIn(
  turn: Turn,
  wanted: readonly string[],
  { id, title }: ConversationSummary,
  shelf: Shelf,
): ConversationHit | null {
  const { question, outcome } = turn;
  const place = { conversation: id, title, turn: question.id, asked: question.asked };
  const inQuestion = found(question.text, wanted);
  if (inQuestion !== null) return { ...place, where: "question", ...inQuestion };
  if (outcome === null || !("answer" in outcome)) return null;
  const { sentences } = recordOf(question, outcome.answer, shelf);
  const inAnswer = found(sentences.map(({ text }) => text).join(" "), wanted);
  return inAnswer === null ? null : { ...place, where: "answer", ...inAnswer };
}

function found(
  text: string,
  wanted: readonly string[],
): Pick<ConversationHit, "excerpt" | "highlights"> | null {
  const all = words(text);
  const hits: Word[] = [];
  for (const word of wanted) {
    const here = all.filter((each) => each.text.startsWith(word));
    if (here.length === 0) return null;
    hits.push(...here);
  }
  const first = Math.min(...hits.map((hit) => hit.start));
  const from = first <= excerptChars / 4 ? 0 : wordStart(all, first - excerptChars / 4);
  const excerpt = text.slice(from, from + excerptChars);
  const ranges = hits
    .map((hit) => [hit.start - from, hit.end - from] as const)
    .filter(([start, end]) => start >= 0 && end <= excerpt.length);
  return { excerpt, highlights: merged(ranges) };
}

/** Excerpts begin with a whole word. */
function wordStart(all: readonly Word[], at: number): number {
  return all.find((word) => word.start >= at)?.start ?? 0;
}
