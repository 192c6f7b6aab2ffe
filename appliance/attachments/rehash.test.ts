import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  announceFile,
  type MadeFile,
  makeFile,
  pieceBytes,
  putPiece,
  sendFile,
} from "../../tests/support/attach.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { propose } from "../../tests/support/decide.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import { systemRandom } from "../random.ts";
import { fileOfMember, removeFile } from "./file-table.ts";
import { rehashFiles } from "./rehash.ts";

let box: TestBox;
let ana: TestMember;

beforeEach(async () => {
  box = await startBox();
  ana = (await foundedBox(box)).founder;
});
afterEach(() => box.close());

const large = () => makeFile(systemRandom.bytes(2 * pieceBytes + 1_000));
const named = (...files: MadeFile[]) => ({
  text: { attachments: files.map((file) => file.named) },
});

/** Flips a bit of a stored value, and gives what puts it right. */
async function flip(sql: { table: string; column: string; where: string }): Promise<() => unknown> {
  const { store } = box.box;
  const { table, column, where } = sql;
  const read = `SELECT ${column} AS value FROM ${table} WHERE ${where}`;
  const good = store.db.query<{ value: Uint8Array }, []>(read).get()?.value;
  if (good === undefined) throw new Error("nothing to flip");
  const bad = good.with(good.length - 1, (good.at(-1) ?? 0) ^ 4);
  const put = (value: Uint8Array) =>
    store.write((tx) => tx.db.query(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(value));
  await put(bad);
  return () => put(good);
}

async function logPart(): Promise<object> {
  const report = (await (await ana.fetch("/health")).json()) as { parts: { log: object } };
  return report.parts.log;
}

test("a flipped bit of a file is told by file and proposal, with all that is damaged", async () => {
  const [file, other] = [await large(), await large()];
  await sendFile(ana, file);
  await sendFile(ana, other);
  const thread = await propose(ana, named(file));
  await propose(ana, named(other));
  expect(await box.box.verify()).toMatchObject({ files: 2, damaged: [] });
  const ofFile = `file = (SELECT id FROM attachment WHERE hash = unhex('${file.named.hash}'))`;
  const places = [
    ...[0, 1, 2].map((number) => ({
      table: "attachment_piece",
      column: "sealed",
      where: `${ofFile} AND number = ${number}`,
    })),
    {
      table: "attachment",
      column: "sealed_salt",
      where: `hash = unhex('${file.named.hash}')`,
    },
  ];
  for (const place of places) {
    const mend = await flip(place);
    const report = await box.box.verify();
    expect(report).toMatchObject({ files: 2 });
    expect(report.damaged).toEqual([
      { position: null, what: "file", file: file.named.hash, proposals: [thread] },
    ]);
    const part = await logPart();
    expect(part).toMatchObject({ state: "failed", code: "log.damaged" });
    // How the box is, everybody may ask: not which file of whose proposal.
    expect(part).toMatchObject({ issue: "Damaged files: 1." });
    expect(JSON.stringify(part)).not.toContain(file.named.hash);
    await mend();
  }
  expect(await box.box.verify()).toMatchObject({ files: 2, damaged: [] });
  expect(await logPart()).toMatchObject({ state: "ok" });
});

test("a piece that is missing is damage; files that are erased or on their way are none", async () => {
  const [file, coming] = [await large(), await large()];
  await sendFile(ana, file);
  await announceFile(ana, coming);
  await putPiece(ana, coming, 0, coming.content.slice(0, pieceBytes));
  const { store } = box.box;
  expect(await box.box.verify()).toMatchObject({ files: 2, damaged: [] });
  await store.write((tx) =>
    tx.db
      .query(
        `DELETE FROM attachment_piece WHERE number = 1
         AND file = (SELECT id FROM attachment WHERE hash = unhex(?))`,
      )
      .run(file.named.hash),
  );
  const { damaged } = await box.box.verify();
  expect(damaged).toEqual([{ position: null, what: "file", file: file.named.hash, proposals: [] }]);
  await box.box.store.write((tx) => tx.db.query("DELETE FROM attachment_piece").run());
  expect((await box.box.verify()).damaged).toHaveLength(2);
});

test("it lets others go first after each piece, and what is erased meanwhile is no damage", async () => {
  const file = await large();
  await sendFile(ana, file);
  let breaths = 0;
  const { damaged, checked } = await rehashFiles(box.box.store, async () => {
    breaths += 1;
    if (breaths !== 2) return;
    const stored = fileOfMember(box.box.store.db, ana.member, file.named.hash);
    if (stored !== null) await box.box.store.write((tx) => removeFile(tx, stored));
  });
  expect({ damaged, checked, breaths }).toEqual({ damaged: [], checked: 0, breaths: 2 });
});
