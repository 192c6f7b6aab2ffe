/** The assistant's rules as people type them, a line for each. Pure. */
import type { AssistantPolicy } from "../../mesh/kinds/index.ts";

/** Every field as its control holds it. */
export interface RulesForm
  extends Pick<AssistantPolicy, "guests" | "personality" | "style" | "formality" | "houseTerms"> {
  /** `topic, other words / what to say`, a line each. */
  offLimits: string;
  /** `topic, other words / whom to ask / what to say`: it says so, and nothing else. */
  askFirst: string;
  /** The same, where it answers as well. */
  askAndAnswer: string;
  /** A sentence a line. */
  boundaries: string;
  languages: readonly string[];
}

export function formOf(policy: AssistantPolicy): RulesForm {
  const { offLimits, protocols, boundaries, ...rest } = policy;
  const custom = (answers: boolean) =>
    protocols
      .filter((each) => each.answers === answers)
      .map(({ topic, words, ask, say }) => lineOf(topic, words, ask, say))
      .join("\n");
  return {
    ...rest,
    offLimits: offLimits.map(({ topic, words, say }) => lineOf(topic, words, say)).join("\n"),
    askFirst: custom(false),
    askAndAnswer: custom(true),
    boundaries: boundaries.join("\n"),
  };
}

/** Fields whose lines have parts. */
export type Parted = "offLimits" | "askFirst" | "askAndAnswer";

/** The first line of each field that lacks its topic, or whom to ask. */
export function incompleteLines(form: RulesForm): Partial<Record<Parted, string>> {
  const parts = { offLimits: 1, askFirst: 2, askAndAnswer: 2 } as const;
  const found = Object.entries(parts).map(([field, needed]) => {
    const lacking = linesOf(form[field as Parted]).find((line) => {
      const [about = "", ask = ""] = partsOf(line);
      return topicOf(about).topic === "" || (needed === 2 && ask === "");
    });
    return [field, lacking] as const;
  });
  return Object.fromEntries(found.filter(([, lacking]) => lacking !== undefined));
}

/** Null while a line lacks its topic, or whom to ask. */
export function policyOf(form: RulesForm): AssistantPolicy | null {
  if (Object.keys(incompleteLines(form)).length > 0) return null;
  const { offLimits, askFirst, askAndAnswer, boundaries, languages, ...rest } = form;
  const closed = linesOf(offLimits).map((line) => {
    const [about = "", ...say] = partsOf(line);
    return { ...topicOf(about), say: say.join(" / ") };
  });
  const customs = [
    ...linesOf(askFirst).map((line) => ({ line, answers: false })),
    ...linesOf(askAndAnswer).map((line) => ({ line, answers: true })),
  ].map(({ line, answers }) => {
    const [about = "", ask = "", ...say] = partsOf(line);
    return { ...topicOf(about), say: say.join(" / "), ask, answers };
  });
  return {
    ...rest,
    personality: rest.personality.trim(),
    languages: [...languages],
    offLimits: closed,
    protocols: customs,
    boundaries: linesOf(boundaries),
  };
}

function lineOf(topic: string, words: readonly string[], ...parts: string[]): string {
  const about = [topic, ...words].join(", ");
  return [about, ...parts].filter((part) => part !== "").join(" / ");
}

function linesOf(typed: string): string[] {
  return typed
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function partsOf(line: string): string[] {
  return line.split("/").map((part) => part.trim());
}

function topicOf(about: string): { topic: string; words: string[] } {
  const [topic = "", ...words] = about.split(",").map((word) => word.trim());
  return { topic, words: words.filter((word) => word !== "") };
}
