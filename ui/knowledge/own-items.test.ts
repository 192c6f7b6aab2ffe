import { describe, expect, test } from "bun:test";
import { kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import type { OwnOperation, OwnState } from "../offline/index.ts";
import { draftToBody, emptyDraft } from "./item-draft.ts";
import { itemsPath, newestOwn, noFilters, rowsOf } from "./own-items.ts";
import type { ItemSummary } from "./shapes.ts";

const now = 1_800_000_000;
const id = (digit: string) => digit.repeat(32) as OpId;

function ownOp(seq: number, state: OwnState, title: string, item: string | null = null) {
  const draft = { ...emptyDraft("en"), title, body: "# Text", item, category: "water" };
  return {
    id: id(String(seq)),
    seq,
    kind: kinds.item.number,
    time: now,
    state,
    reason: null,
    body: draftToBody(draft),
  } as OwnOperation;
}

const listed = {
  id: id("9"),
  version: id("9"),
  title: "On the box",
} as Partial<ItemSummary> as ItemSummary;
const own = (...ops: OwnOperation[]) => newestOwn(ops, kinds.item.number, now);

describe("the list with what this phone has written", () => {
  test("shows a new item first, once, in its last form", () => {
    const first = ownOp(1, "sent", "First");
    const edited = ownOp(2, "queued", "Edited", id("1"));
    const [row, ...others] = rowsOf([listed], own(first, edited), noFilters);
    expect([row?.id, row?.title, row?.excerpt]).toEqual([id("1"), "Edited", "Text"]);
    expect(others.map((other) => other.title)).toEqual(["On the box"]);
  });

  test("leaves a change of an item that is not on this page of the list to its own page", () => {
    expect(rowsOf([listed], own(ownOp(1, "queued", "Mine", id("7"))), noFilters)).toHaveLength(1);
  });

  test("shows a change on its way in place of the box's word", () => {
    const [row] = rowsOf([listed], own(ownOp(1, "queued", "Mine", id("9"))), noFilters);
    expect([row?.title, row?.own?.op.state]).toEqual(["Mine", "queued"]);
  });

  test("keeps the box's word beside a refused change", () => {
    const [row] = rowsOf([listed], own(ownOp(1, "no-effect", "Mine", id("9"))), noFilters);
    expect([row?.title, row?.own?.op.state]).toEqual(["On the box", "no-effect"]);
  });

  test("forgets a refusal once a later version was taken", () => {
    const later = { ...ownOp(2, "done", "Second", id("9")), time: now - 3_600 };
    expect(own(ownOp(1, "no-effect", "First", id("9")), later).size).toBe(0);
  });

  test("keeps what the filters leave out away", () => {
    const mine = own(ownOp(1, "queued", "First"));
    expect(rowsOf([], mine, { ...noFilters, category: "bikes" })).toEqual([]);
    expect(rowsOf([], mine, { ...noFilters, category: "water" })).toHaveLength(1);
  });
});

test("the address names only what was chosen", () => {
  expect(itemsPath(noFilters)).toBe("/api/items");
  expect(itemsPath({ ...noFilters, category: "el agua", state: "all" }, "abc")).toBe(
    "/api/items?category=el+agua&state=all&cursor=abc",
  );
});
