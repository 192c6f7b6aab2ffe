/** The community's own answer, for a program: what its key's audience may know, with sources. */
import { type MemberId, toMemberId } from "../../mesh/op/index.ts";
import type { AnswerRecord, AskedQuestion } from "../assistant/index.ts";
import type { Viewer } from "../knowledge/index.ts";
import type { ChatRequest } from "./chat-request.ts";
import type { ProgramKey } from "./key-table.ts";

/** Asked under this name, the box answers from what the community knows. */
export const communityModel = "community";

/** A program sees what its key's audience sees, and is nobody. */
export function viewerOf({ id, audience }: ProgramKey): Viewer {
  const group = audience.startsWith("group:") ? [audience.slice("group:".length)] : [];
  return { member: asMember(id), roles: new Set(["guest"]), groups: new Set(group) };
}

/** The last thing that was said to it. */
export function questionOf(
  key: ProgramKey,
  { messages }: ChatRequest,
  asked: number,
): AskedQuestion {
  const id = key.id.padEnd(32, "0");
  const text = messages.findLast(({ role }) => role === "user")?.content ?? "";
  const names = { id, conversation: id } as Pick<AskedQuestion, "id" | "conversation">;
  return { ...names, member: asMember(key.id), text, asked };
}

/**
 * What the community decided about such questions, sentences with their numbers, and what the
 * numbers stand for; in the question's language.
 */
export function textOf({
  language,
  outcome,
  ruling,
  sentences,
  passages,
}: Pick<AnswerRecord, "language" | "outcome" | "ruling" | "sentences" | "passages">): string {
  const say = words[language];
  const isLeft = ruling?.answers === false;
  const said = sentences.map(({ text, citations, support }) => {
    const numbers = citations.map((n) => ` [${n}]`).join("");
    return `${text}${numbers}${support === "no" ? ` (${say.unsupported})` : ""}`;
  });
  const cited = new Set(sentences.flatMap(({ citations }) => citations));
  const sources = passages
    .filter(({ n }) => cited.has(n))
    .map(({ n, title, item, state }) => {
      const old = state === "current" ? "" : `, ${say.old}`;
      return `[${n}] ${title} (${say.item} ${item}${old})`;
    });
  const custom = ruling === null ? [] : [say[ruling.kind](ruling.topic, ruling.ask ?? "")];
  // Where it is left to people, their words are the sentences.
  if (ruling !== null && !isLeft) custom.push(ruling.say);
  const answer = outcome === "unknown" ? say.unknown : said.join(" ");
  return joined([joined(custom, " "), answer, sources.join("\n")], "\n\n");
}

function joined(parts: readonly string[], between: string): string {
  return parts.filter((part) => part !== "").join(between);
}

interface Words {
  readonly "off-limits": (topic: string, ask: string) => string;
  readonly "ask-first": (topic: string, ask: string) => string;
  readonly unknown: string;
  readonly unsupported: string;
  readonly item: string;
  readonly old: string;
}

/** A program has no catalog of ours: what the app says in its user's language is said here. */
const words: Record<AnswerRecord["language"], Words> = {
  en: {
    "off-limits": (topic) => `This community leaves it to people: ${topic}.`,
    "ask-first": (topic, ask) => `Ask first: ${ask}. This community has a custom about ${topic}.`,
    unknown: "What the community has written down does not answer this.",
    unsupported: "its source does not say so",
    item: "item",
    old: "out of date",
  },
  es: {
    "off-limits": (topic) => `Esta comunidad lo deja a las personas: ${topic}.`,
    "ask-first": (topic, ask) =>
      `Pregunta primero a: ${ask}. Esta comunidad tiene una costumbre sobre ${topic}.`,
    unknown: "Lo que la comunidad tiene escrito no responde a esto.",
    unsupported: "su fuente no lo dice",
    item: "entrada",
    old: "ya no es actual",
  },
  zh: {
    "off-limits": (topic) => `本社区把这件事留给人来回答：${topic}。`,
    "ask-first": (topic, ask) => `请先问：${ask}。本社区对“${topic}”有自己的规矩。`,
    unknown: "社区写下的内容没有回答这个问题。",
    unsupported: "来源没有这样说",
    item: "条目",
    old: "已过时",
  },
};

function asMember(keyId: string): MemberId {
  return toMemberId(keyId.padStart(32, "0"));
}
