import { expect, test } from "bun:test";
import { type Branch, branchesOf } from "./thread-tree.ts";

const said = (id: string, parent: string | null, at: number) => ({ id, parent, at });

function outline(branches: Branch<{ id: string }>[]): unknown[] {
  return branches.map(({ comment, answers }) =>
    answers.length === 0 ? comment.id : [comment.id, ...outline(answers)],
  );
}

test("answers stand under what they answer, the oldest first", () => {
  const comments = [said("c", "a", 3), said("b", null, 2), said("a", null, 1), said("d", "a", 2)];
  expect(outline(branchesOf(comments))).toEqual([["a", "d", "c"], "b"]);
});

test("those of one second stay in the order in which they came", () => {
  const comments = [said("d", null, 5), said("b", null, 5), said("c", null, 5), said("a", null, 4)];
  expect(outline(branchesOf(comments))).toEqual(["a", "d", "b", "c"]);
});

test("an answer that came before what it answers is still under it", () => {
  expect(outline(branchesOf([said("answer", "late", 1), said("late", null, 9)]))).toEqual([
    ["late", "answer"],
  ]);
});

test("nothing is left out: not with a lost parent, nor in a circle", () => {
  expect(outline(branchesOf([said("a", "gone", 1)]))).toEqual(["a"]);
  const circle = branchesOf([said("a", "b", 1), said("b", "a", 2), said("c", "c", 3)]);
  expect(outline(circle).flat(9).sort()).toEqual(["a", "b", "c"]);
});

test("deep answers stand beside each other: a narrow screen has no room for more", () => {
  const chain = ["a", "b", "c", "d", "e"].map((id, i, all) => said(id, all[i - 1] ?? null, i));
  expect(outline(branchesOf(chain))).toEqual([["a", ["b", "c", "d", "e"]]]);
});
