import { expect, test } from "bun:test";
import { emptyDraft } from "../item-draft.ts";
import { importedItems, partsToChoose, titleOf } from "./import-items.ts";

const part = (title: string | null) => ({ title, chars: 5, sections: 1, reminders: 0, bytes: 5 });

test("parts are titled by their heading, or by their place", () => {
  const chosen = partsToChoose([part("Water"), part(null)], "Handbook", (n) => `part ${n}`);
  expect(chosen.map(({ title }) => title)).toEqual(["Water", "Handbook, part 2"]);
  expect(partsToChoose([part(null)], "Handbook", String)[0]?.title).toBe("Handbook");
});

test("a file is titled by itself, or by its name", () => {
  expect(titleOf({ title: "Own title" }, "x.pdf")).toBe("Own title");
  expect(titleOf({ title: null }, "flood_plan-2026.docx")).toBe("flood plan 2026");
});

test("several parts know of each other, a single one is an item like any other", () => {
  const common = { ...emptyDraft("es"), category: "water" };
  const chosen = [
    { n: 0, title: "A" },
    { n: 2, title: "C" },
  ];
  const items = importedItems(chosen, ["first", "third"], common, "Handbook");
  expect(items.map(({ title, body, series }) => [title, body, series])).toEqual([
    ["A", "first", { title: "Handbook", part: 1, parts: 2 }],
    ["C", "third", { title: "Handbook", part: 2, parts: 2 }],
  ]);
  expect(importedItems([{ n: 0, title: "A" }], ["all"], common, "Handbook")[0]?.series).toBeNull();
});
