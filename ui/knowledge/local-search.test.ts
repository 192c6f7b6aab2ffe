import { describe, expect, test } from "bun:test";
import { findWords, isOneEditApart, searchLocally } from "./local-search.ts";

const items = [
  { id: "water", title: "Boil water notice", body: "Bring water to a boil.", tags: ["chlorine"] },
  { id: "camion", title: "El camión de la leche", body: "Pasa los martes.", tags: ["transporte"] },
  { id: "shui", title: "烧水通知", body: "水要煮一分钟。", tags: [] },
];
const found = (query: string) => searchLocally(items, query).map((hit) => hit.id);

describe("searching what this phone has seen", () => {
  test("does not mind case, accents or one wrong letter", () => {
    expect(found("BOIL")).toEqual(["water"]);
    expect(found("camion")).toEqual(["camion"]);
    expect(found("camóin")).toEqual(["camion"]);
    expect(found("clorine")).toEqual(["water"]);
  });

  test("wants every word, the last of which may be unfinished", () => {
    expect(found("boil wat")).toEqual(["water"]);
    expect(found("boil leche")).toEqual([]);
  });

  test("finds single characters of a language without spaces", () => {
    expect(found("烧水")).toEqual(["shui"]);
  });

  test("finds nothing for nothing", () => {
    expect(found("  ?! ")).toEqual([]);
  });

  test("puts the title before the text", () => {
    const more = [...items, { id: "text", title: "Tea", body: "Boil it.", tags: [] }];
    expect(searchLocally(more, "boil").map((hit) => hit.id)).toEqual(["water", "text"]);
  });

  test("cuts an excerpt around the first hit, with the hits marked", () => {
    const body = `${"word ".repeat(200)}needle ${"word ".repeat(100)}`;
    const [hit] = searchLocally([{ id: "long", title: "Hay", body, tags: [] }], "needle");
    const marked = hit?.highlights.map(([start, end]) => hit.excerpt.slice(start, end));
    expect(marked).toEqual(["needle"]);
    expect(hit?.excerpt.length).toBeLessThanOrEqual(220);
  });

  test("marks words in any text", () => {
    expect(findWords("Bring wáter", "water")).toEqual([[6, 11]]);
  });

  test("tells one edit from two", () => {
    expect(isOneEditApart("water", "wter")).toBe(true);
    expect(isOneEditApart("water", "watre")).toBe(true);
    expect(isOneEditApart("water", "watar")).toBe(true);
    expect(isOneEditApart("water", "wr")).toBe(false);
    expect(isOneEditApart("water", "wetar")).toBe(false);
  });
});
