import { expect, test } from "bun:test";
import { numberedId } from "../../tests/support/memory-log.ts";
import { beginningOf, changedPositions, type Found } from "./beginnings.ts";
import { RecordTree, tileLeaves } from "./record-tree.ts";

const ids = Array.from({ length: 600 }, (_, at) => numberedId(at));

function treeOfIds(all = ids): RecordTree {
  const tree = new RecordTree((tile) => all.slice(tile * tileLeaves, (tile + 1) * tileLeaves));
  for (const id of all) tree.append(id);
  return tree;
}

const tree = treeOfIds();
const headAt = (size: number, origin = "second") => ({ origin, size, root: tree.root(size) });
const row = (number: number, origin: string, size: number) => ({
  ...{ number, opening: "", checkpoint: null, signed: null },
  ...headAt(size, origin),
});
const logs = [row(1, "first", 300), row(2, "second", 500)];
const other = { origin: "second", size: 500, root: new Uint8Array(32) };

test.each<[string, Partial<Found>, string]>([
  ["a box without a record", { logs: [], head: null }, "begin"],
  [
    "one made by moot restore from an old copy",
    { logs: [], head: null, markedRestored: true },
    "restore",
  ],
  ["everything as it was signed", { head: headAt(500) }, "go-on"],
  ["more logged than signed", { head: headAt(450) }, "go-on"],
  ["a power cut between a log's opening and its head", { head: headAt(300, "first") }, "go-on"],
  ["a new folder", { head: null }, "restore"],
  ["an older database under a newer head", { head: { ...other, size: 700 } }, "restore"],
  ["a database from before the log of the head", { head: headAt(100, "third") }, "restore"],
  ["another past than the head's", { head: other }, "changed"],
  [
    "another past than the database's own head",
    { logs: [other as never], head: headAt(500) },
    "changed",
  ],
  [
    "a shorter log than its own database has signed",
    { logs: [{ ...row(2, "second", 500), size: 700 }] },
    "changed",
  ],
])("%s", (_, found, beginning) => {
  const everything = { tree, logs, head: headAt(500), markedRestored: false };
  expect(beginningOf({ ...everything, ...found })).toBe(beginning as never);
});

test("tiles say which positions were changed", () => {
  const tiles = new Map([0, 1].map((number) => [number, tree.tileRoot(number)]));
  expect(changedPositions(tree, tiles, tileLeaves)).toBeNull();
  const changed = ids.map((id, at) => (at === 400 ? numberedId(9_999) : id));
  expect(changedPositions(treeOfIds(changed), tiles, tileLeaves)).toEqual([257, 512]);
  expect(changedPositions(treeOfIds(changed), new Map(), tileLeaves)).toBeNull();
});
