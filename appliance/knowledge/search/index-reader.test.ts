import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { runs } from "../../../tests/support/arbitrary.ts";
import {
  addItem,
  type IndexedItem,
  indexOf,
  itemId,
  numberOf,
  plainRequest,
  searchNumbers,
} from "../fixtures/index-of.ts";
import { prefixOf, removeFromIndex } from "./index-table.ts";
import { pairsOf, wordsOf } from "./words.ts";

const village: IndexedItem[] = [
  { number: 1, title: "Bread oven", body: "The oven is fired on Saturday at seven." },
  { number: 2, title: "El horno de pan", body: "Se enciende el sábado; la leña está atrás." },
  { number: 3, title: "面包房", body: "面包房每周六早上七点开门。" },
  { number: 4, title: "School garden", body: "Children water the beans and pull weeds." },
  { number: 5, title: "Generator", body: "Keep it ten metres from any window." },
  { number: 6, title: "River levels", body: "At 2.1 m the low path closes.", tags: ["flood"] },
];

describe("search", () => {
  const { reader } = indexOf(village);
  const find = (query: string, given = {}) => searchNumbers(reader, { query, ...given });

  test.each([
    ["bread", 1],
    ["sabado", 2],
    ["SÁBADO", 2],
    ["sabdo", 2],
    ["genarater windos", 5],
    ["beens", 4],
    ["watering", 4],
    ["面包", 3],
    ["七点开", 3],
    ["面飽房", 3],
    ["2.1", 6],
    ["flood", 6],
  ])("%s", (query, expected) => {
    expect(find(query)[0]).toBe(expected);
  });

  test("finds nothing for nothing", () => {
    for (const query of ["", "   ", "!!!", "xylophone", '"', "*", "NEAR(", "x OR y NOT z"]) {
      expect(find(query)).toEqual([]);
    }
  });

  test("filters by language, category and tag", () => {
    expect(find("the oven saturday levels", { tag: "flood" })).toEqual([6]);
    expect(find("oven", { lang: "es" })).toEqual([]);
    expect(find("oven", { category: "none" })).toEqual([]);
  });

  test("marks what it found, in the text as it stands", () => {
    const [hit] = reader.search({ ...plainRequest, query: "leña sábado" });
    const marked = hit?.highlights.map(([start, end]) => hit.text.slice(start, end));
    expect(marked).toEqual(["sábado", "leña"]);
    const [chinese] = reader.search({ ...plainRequest, query: "面包房" });
    expect(chinese?.titleHighlights).toEqual([[0, 3]]);
    const [guess] = reader.search({ ...plainRequest, query: "genarater" });
    expect(guess?.titleHighlights).toEqual([[0, 9]]);
  });

  test("offers no spelling for words that stand somewhere, and none that stand nowhere", () => {
    const [known, slip, unknown] = reader.spelling(["members"], ["oven", "ovne", "xxxxxxxx"]);
    expect(known).toEqual([]);
    expect(slip?.[0]?.word).toBe("oven");
    expect(unknown).toEqual([]);
  });
});

describe("what is out of date", () => {
  const { reader } = indexOf([
    { number: 1, title: "Watering hours 2024", body: "Monday and Thursday.", validUntil: 500 },
    { number: 2, title: "Irrigation now", body: "Tuesdays.", supersedes: 1 },
    { number: 3, title: "Irrigation soon", body: "Wednesdays.", supersedes: 2, validUntil: 900 },
    { number: 4, title: "Watering can", body: "Hangs at the gate." },
  ]);

  test("stands behind what replaced it, however little that repeats its words", () => {
    const found = searchNumbers(reader, { query: "watering on monday and thursday" });
    expect(found[0]).toBe(3);
    expect(found).toContain(1);
  });

  test("stays ahead of nothing in a chain, whatever is asked", () => {
    const words = ["watering", "monday", "irrigation", "tuesdays", "wednesdays", "2024", "now"];
    fc.assert(
      fc.property(fc.subarray(words, { minLength: 1 }), (asked) => {
        const found = searchNumbers(reader, { query: asked.join(" ") });
        for (const old of [1, 2]) {
          if (found.includes(old)) expect(found.indexOf(3)).toBeLessThan(found.indexOf(old));
        }
      }),
    );
  });
});

const audience = fc.constantFrom("members", "role:moderator", "group:elders", "group:cooks");
const vocabulary = [
  "river",
  "rivet",
  "bread",
  "breads",
  "horno",
  "leña",
  "面包",
  "水",
  "oven",
  "7:00",
];
const someText = fc
  .array(fc.constantFrom(...vocabulary, "the", "."), { maxLength: 60 })
  .map((words) => words.join(" "));
const items = fc
  .array(
    fc.record({
      title: someText.map((text) => text.slice(0, 40)),
      body: someText,
      audience,
      tags: fc.subarray(["red", "blue"]),
      validUntil: fc.constantFrom(null, 500, 2_000),
      supersedes: fc.option(fc.integer({ min: 1, max: 12 })),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((made) => made.map((item, index) => ({ ...item, number: index + 1 })));
const query = fc
  .array(fc.constantFrom(...vocabulary, "rver", "oben", "lena", "brad", "horn"), {
    minLength: 1,
    maxLength: 5,
  })
  .map((words) => words.join(" "));
const viewer = fc.subarray(["members", "role:moderator", "group:elders", "group:cooks"]);

describe("what a viewer may not see", () => {
  test("changes nothing of what they find: not the passages, their order, scores or marks", () => {
    fc.assert(
      fc.property(items, viewer, query, fc.nat(), (all, audiences, asked, order) => {
        const mine = all.filter((item) => audiences.includes(item.audience));
        // The others' items are put in among one's own, before and after.
        const mixed = [...all.slice(order % all.length), ...all.slice(0, order % all.length)];
        const request = { ...plainRequest, query: asked, audiences, limit: 50, perItem: 9 };
        const everything = indexOf(mixed).reader.search(request);
        const own = mixed.filter((item) => mine.includes(item));
        expect(everything).toEqual(indexOf(own).reader.search(request));
      }),
      runs(60),
    );
  });

  test("does not show through candidates, counts, spelling, or passages asked for by id", () => {
    fc.assert(
      fc.property(items, viewer, query, (all, audiences, asked) => {
        const mine = all.filter((item) => audiences.includes(item.audience));
        const [whole, own] = [indexOf(all).reader, indexOf(mine).reader];
        const words = asked.split(" ").flatMap((word, term) => [
          { word, prefix: false, term, worth: 1 },
          { word: word.slice(0, 3), prefix: true, term, worth: 0.5 },
        ]);
        const candidates = whole.candidates(audiences, words, 200);
        expect(candidates.every((found) => audiences.includes(found.audience))).toBe(true);
        expect(candidates.map(({ item, part }) => `${item} ${part}`).sort()).toEqual(
          own
            .candidates(audiences, words, 200)
            .map(({ item, part }) => `${item} ${part}`)
            .sort(),
        );
        expect(whole.frequencies(audiences, words)).toEqual(own.frequencies(audiences, words));
        expect(whole.spelling(audiences, asked.split(" "))).toEqual(
          own.spelling(audiences, asked.split(" ")),
        );
        for (const { number, audience: of } of all) {
          const visible = audiences.includes(of);
          expect(whole.passagesOf(audiences, itemId(number)).length > 0).toBe(visible);
          expect(whole.passage(audiences, itemId(number), 0) !== null).toBe(visible);
        }
      }),
      runs(60),
    );
  });
});

describe("the index", () => {
  test("holds what was put in and not taken out again, in whatever order", () => {
    fc.assert(
      fc.property(items, fc.array(fc.nat(11)), (all, removals) => {
        const { db, reader } = indexOf(all);
        const gone = new Set(removals.map((at) => (at % all.length) + 1));
        for (const number of gone) removeFromIndex(db, itemId(number), true);
        const left = all.filter(({ number }) => !gone.has(number));
        const request = { ...plainRequest, query: vocabulary.join(" "), limit: 50 };
        const audiences = ["members", "role:moderator", "group:elders", "group:cooks"];
        const found = (from: typeof reader) =>
          from
            .search({ ...request, audiences })
            .map(({ item }) => numberOf(item))
            .sort();
        for (const _ of reader.refresh()) {
          // Nobody waits.
        }
        const shown = new Set(left.map(({ number }) => number));
        expect(found(reader).filter((number) => !shown.has(number))).toEqual([]);
        const terms = db.query<{ term: string }, []>("SELECT term FROM knowledge_vocabulary").all();
        const fresh = indexOf(left).db;
        const words = (rows: { term: string }[]) =>
          new Set(rows.map(({ term }) => term.slice(prefixOf(0).length)));
        expect(words(terms)).toEqual(
          words(fresh.query<{ term: string }, []>("SELECT term FROM knowledge_vocabulary").all()),
        );
        expect(() =>
          db.run("INSERT INTO knowledge_words (knowledge_words) VALUES ('integrity-check')"),
        ).not.toThrow();
      }),
      runs(30),
    );
  });

  test("keeps words exactly as questions will spell them", () => {
    const text = fc.string({ unit: fc.constantFrom(..."aÉñßøŁ水面ค่าЖЙéàйΩάשॐकि0.,:'’ -🌊한국") });
    fc.assert(
      fc.property(text, (body) => {
        const { db } = indexOf([{ number: 1, title: "", body }]);
        const rows = db.query<{ term: string }, []>("SELECT term FROM knowledge_vocabulary").all();
        const words = wordsOf(body);
        const expected = new Set([...words, ...pairsOf(words)].map((word) => word.text));
        expect(new Set(rows.map(({ term }) => term.slice(prefixOf(0).length)))).toEqual(expected);
      }),
    );
  });

  test("finds new words before the vocabulary is read again", () => {
    const { db, reader } = indexOf(village);
    reader.search({ ...plainRequest, query: "oven" });
    addItem(db, { number: 7, title: "Quince", body: "Quince jelly sets by itself." });
    const found = reader.search({ ...plainRequest, query: "quince" });
    expect(found.map(({ item }) => numberOf(item))).toEqual([7]);
    expect(reader.isStale()).toBe(true);
  });
});
