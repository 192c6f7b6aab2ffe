/** A handful of passages in memory as the assistant's source, for tests of what it makes of them. */
import type {
  FoundPassage,
  PassageSource,
  Viewer,
} from "../../appliance/assistant/passage-source.ts";
import { words } from "../../appliance/assistant/words.ts";
import { toMemberId, toOpId } from "../../mesh/op/index.ts";

export const someViewer: Viewer = {
  member: toMemberId("0a".repeat(16)),
  roles: new Set(["member"]),
  groups: new Set(),
};

export type PassageText = Partial<FoundPassage> & { readonly title: string; readonly text: string };

/** Passages of items 1, 2, 3… in the order given. */
export function passagesFrom(texts: readonly PassageText[]): FoundPassage[] {
  return texts.map((text, index) => {
    const id = toOpId((index + 1).toString(16).padStart(32, "0"));
    return { ...blank, item: id, version: id, ...text };
  });
}

const blank = {
  part: 0,
  heading: null,
  audience: "members",
  consent: "local_only",
  source: null,
  start: 0,
  lang: "en",
  category: "",
  tags: [],
  form: "article",
  author: someViewer.member,
  attribution: null,
  created: 1_700_000_000,
  validUntil: null,
  supersededBy: null,
} as const;

export function fewPassages(texts: readonly PassageText[]): PassageSource {
  const all = passagesFrom(texts);
  const held = all.map(
    ({ title, text, tags }) =>
      new Set(words(`${title}\n${text}\n${tags.join(" . ")}`).map((word) => word.text)),
  );
  const holds = (at: number, { word, prefix }: { word: string; prefix: boolean }) =>
    prefix ? [...(held[at] ?? [])].some((each) => each.startsWith(word)) : held[at]?.has(word);
  const wordsAll = all.reduce((sum, { title, text }) => sum + words(`${title} ${text}`).length, 0);
  return {
    candidates: async (_viewer, wanted, limit) =>
      all.filter((_, at) => wanted.some((word) => holds(at, word))).slice(0, limit),
    passagesOf: (_viewer, item) => all.filter((passage) => passage.item === item),
    passage: (_viewer, version, part) =>
      all.find((passage) => passage.version === version && passage.part === part) ?? null,
    frequencies: async (_viewer, wanted) => ({
      passages: all.length,
      wordsAverage: wordsAll / Math.max(1, all.length),
      of: wanted.map((word) => all.filter((_, at) => holds(at, word)).length),
    }),
    spelling: async (_viewer, wanted) => wanted.map(() => []),
    nearest: async () => ({ trust: 0, passages: [] }),
  };
}
