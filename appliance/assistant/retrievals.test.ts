import { expect, test } from "bun:test";
import { fewPassages, someViewer } from "../../tests/support/few-passages.ts";
import type { PassageSource, Viewer } from "./passage-source.ts";
import { Retrievals } from "./retrievals.ts";

const texts = [
  { title: "Bread oven", text: "Fired on Friday." },
  { title: "Altar", text: "The oven of the altar is not for bread." },
];
const elder: Viewer = { ...someViewer, groups: new Set(["elders"]) };
const options = { limit: 8, now: 1_795_000_000, language: "en" } as const;

/** Counts how often words are looked up, and for whom. */
function counting(): { readonly source: PassageSource; readonly asked: Viewer[] } {
  const source = fewPassages(texts);
  const asked: Viewer[] = [];
  return {
    source: {
      ...source,
      frequencies(viewer, words) {
        asked.push(viewer);
        return source.frequencies(viewer, words);
      },
    },
    asked,
  };
}

test("equal questions of one moment are looked up once", async () => {
  const { source, asked } = counting();
  const retrievals = new Retrievals(source);
  const ask = (text: string, viewer = someViewer) => retrievals.retrieve(text, viewer, options);
  const all = await Promise.all(Array.from({ length: 50 }, () => ask("When is the oven fired?")));
  expect(asked).toHaveLength(1);
  expect(new Set(all).size).toBe(1);
  expect(all[0]?.passages[0]?.passage.title).toBe("Bread oven");
});

test("but not with who may see other things, nor in another language, nor later", async () => {
  const { source, asked } = counting();
  const retrievals = new Retrievals(source);
  const text = "When is the oven fired?";
  await Promise.all([
    retrievals.retrieve(text, someViewer, options),
    retrievals.retrieve(text, elder, options),
    retrievals.retrieve(text, someViewer, { ...options, language: "es" }),
  ]);
  expect(asked).toHaveLength(3);
  expect(asked.map(({ groups }) => groups.size).sort()).toEqual([0, 0, 1]);
  await retrievals.retrieve(text, someViewer, options);
  expect(asked).toHaveLength(4);
});

test("who shares a look-up that fails hears of it, and the next one looks again", async () => {
  const { source } = counting();
  let fails = true;
  const retrievals = new Retrievals({
    ...source,
    async frequencies(viewer, words) {
      if (fails) throw new Error("search is away");
      return source.frequencies(viewer, words);
    },
  });
  const ask = () => retrievals.retrieve("When is the oven fired?", someViewer, options);
  const failed = await Promise.allSettled([ask(), ask()]);
  expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  fails = false;
  expect((await ask()).passages.length).toBeGreaterThan(0);
});
