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

/** Sentences with their numbers, then what the numbers stand for. */
export function textOf({ outcome, sentences, passages }: AnswerRecord): string {
  if (outcome === "unknown") return "What the community has written down does not answer this.";
  const said = sentences.map(({ text, citations, support }) => {
    const numbers = citations.map((n) => ` [${n}]`).join("");
    return `${text}${numbers}${support === "no" ? " (its source does not say so)" : ""}`;
  });
  const cited = new Set(sentences.flatMap(({ citations }) => citations));
  const sources = passages
    .filter(({ n }) => cited.has(n))
    .map(({ n, title, item }) => `[${n}] ${title} (item ${item})`);
  return [said.join(" "), sources.join("\n")].filter((part) => part !== "").join("\n\n");
}

function asMember(keyId: string): MemberId {
  return toMemberId(keyId.padStart(32, "0"));
}
