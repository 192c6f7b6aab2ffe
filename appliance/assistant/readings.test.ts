import { expect, test } from "bun:test";
import { fewPassages, type PassageText, someViewer } from "../../tests/support/few-passages.ts";
import type { PassageSource } from "./passage-source.ts";
import { analyse, type Question } from "./question.ts";

const choir = { title: "Choir", text: "We sing on Sundays in the chapel." };
const medlar = { title: "Medlars", text: "Medlars are picked after the frost." };

/** As the knowledge room has it: what words are counted by is another object after a change. */
function changing(first: readonly PassageText[]) {
  let source = { ...fewPassages(first), lexicon: {} as object | null };
  let asked = 0;
  const given: PassageSource = {
    ...source,
    lexicon: () => source.lexicon,
    frequencies: (viewer, words) => {
      asked += words.length;
      return source.frequencies(viewer, words);
    },
    spelling: (viewer, words) => source.spelling(viewer, words),
  };
  return {
    read: (text: string): Promise<Question> => analyse(text, someViewer, given, "en"),
    become(texts: readonly PassageText[], lexicon: object | null = {}) {
      source = { ...fewPassages(texts), lexicon };
    },
    /** How many words were counted since this was last called. */
    counted() {
      const words = asked;
      asked = 0;
      return words;
    },
  };
}

const variantsIn = ({ terms }: Question) => terms.map(({ variants }) => variants);

test("what a word may stand for is worked out once while the vocabulary stays", async () => {
  const { read, counted } = changing([choir, medlar]);
  const first = await read("When are the medlars picked?");
  expect(counted()).toBeGreaterThan(0);
  const again = await read("Are medlars picked in the chapel?");
  const [medlars, picked] = variantsIn(again);
  // The very same, so that what was worked out of them is found again.
  expect(variantsIn(first)[0]).toBe(medlars as never);
  expect(variantsIn(first)[1]).toBe(picked as never);
  const { terms } = await read("When are the medlars picked?");
  expect(terms).toEqual([...first.terms]);
  counted();
  await read("The medlars, picked?");
  expect(counted()).toBe(0);
});

test("and anew once it has changed: what came is known, what went is not", async () => {
  const { read, become } = changing([choir]);
  const isKnown = async () => (await read("medlars?")).terms[0]?.isKnown;
  expect(await isKnown()).toBe(false);
  become([choir, medlar]);
  expect(await isKnown()).toBe(true);
  become([choir]);
  expect(await isKnown()).toBe(false);
});

test("a vocabulary that cannot be told from another is asked each time", async () => {
  const { read, become, counted } = changing([choir]);
  become([choir, medlar], null);
  await read("medlars?");
  counted();
  await read("medlars?");
  expect(counted()).toBeGreaterThan(0);
});

test("a question that is weighed while words change is not kept", async () => {
  const { read, become } = changing([choir]);
  const early = read("medlars?");
  become([choir, medlar]);
  expect((await early).terms[0]?.isKnown).toBe(true);
  expect((await read("medlars?")).terms[0]?.isKnown).toBe(true);
});

test("its own words count as they stand: a quoted one more, a guessed one less", async () => {
  const { read } = changing([choir, medlar]);
  const [plain] = (await read("the medlars")).terms;
  const [quoted] = (await read('the "medlars"')).terms;
  expect(quoted?.variants).toBe(plain?.variants as never);
  expect(quoted?.weight).toBe((plain?.weight ?? 0) * 2);
});
