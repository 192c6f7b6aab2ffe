import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kinds } from "../../mesh/kinds/index.ts";
import { fromHex, type OpId } from "../../mesh/op/index.ts";
import { announceFile, codeOf, fetchFile, makeFile, sendFile } from "../../tests/support/attach.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { propose } from "../../tests/support/decide.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import { restoreBox } from "../cli/backup.ts";
import { pruneBackupKeys } from "../store/index.ts";

const dir = mkdtempSync(join(tmpdir(), "folkmoot-attachments-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

// Two pieces of it, and nothing else has these letters.
const marker = "ꙀꙂꙄꙆꙈꙊꙌꙎꙐꙒꙔꙖ";
const content = `${marker}\n`.repeat(5_000);

/** `file: what` for everything below the folder that is left of any of these. */
function traces(folder: string, wanted: ReadonlyMap<string, Uint8Array>): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) => {
    const path = join(folder, name);
    if (!statSync(path).isFile()) return [];
    const bytes = readFileSync(path);
    return [...wanted].filter(([, one]) => bytes.includes(one)).map(([what]) => `${name}: ${what}`);
  });
}

const textOf = (box: TestBox, version: OpId) =>
  kinds.proposal.schema.decode(box.box.store.body(version) ?? []).text;

/** Ciphertext of the first piece, and the key it was sealed with. */
function sealedOf(box: TestBox): { sealed: Uint8Array; key: Uint8Array } {
  const row = box.box.store.db
    .query<{ sealed: Uint8Array; key: number }, []>(
      `SELECT p.sealed, a.key FROM attachment_piece AS p JOIN attachment AS a ON a.id = p.file
       WHERE p.number = 0`,
    )
    .get();
  const key = row === null ? null : box.box.store.sealingKey(row.key);
  if (row === null || key === null) throw new Error("nothing is sealed");
  return { sealed: row.sealed.slice(40, 72), key };
}

async function boxWithFile(): Promise<{ box: TestBox; ana: TestMember; bo: TestMember }> {
  const box = await startBox();
  const { founder, members } = await foundedBox(box, 1);
  return { box, ana: founder, bo: members[0] as TestMember };
}

async function into(again: TestBox, ...members: TestMember[]): Promise<void> {
  for (const member of members) {
    member.box = again;
    member.token = null;
  }
}

test("erasing a proposal's words leaves nothing of its files, nor in a fresh backup", async () => {
  const { box, ana, bo } = await boxWithFile();
  const file = await makeFile(content, { name: `${marker}.txt`, type: "text/plain" });
  await sendFile(ana, file);
  const version = await propose(ana, { text: { attachments: [file.named] } });
  const { sealed, key } = sealedOf(box);
  const salt = fromHex(file.named.salt) as Uint8Array;
  const wanted = new Map<string, Uint8Array>([
    ["marker", Buffer.from(marker)],
    ["salt", salt],
    ["ciphertext", sealed],
    ["key", key],
  ]);
  // At rest it is ciphertext, and its key lies in the other file.
  const atRest = traces(box.dir, wanted).map((trace) => trace.replace(/-wal/, ""));
  expect([...new Set(atRest)].sort()).toEqual(["folkmoot.db: ciphertext", "keys.db: key"]);
  await ana.speak(kinds.erase, { targets: [textOf(box, version)] });
  expect(traces(box.dir, wanted)).toEqual([]);
  await box.box.backup(join(dir, "fresh"));
  expect(traces(join(dir, "fresh"), wanted)).toEqual([]);
  expect((await fetchFile(bo, file)).status).toBe(404);
  // Half a file on its way goes as well.
  const half = await makeFile(content);
  const other = await propose(ana, { text: { attachments: [half.named] } });
  await announceFile(ana, half);
  await ana.speak(kinds.erase, { targets: [textOf(box, other)] });
  expect(await codeOf(await announceFile(ana, half))).toBe("attachment-erased");
  expect(box.box.store.db.query("SELECT count(*) AS n FROM attachment").get()).toEqual({ n: 0 });
  await box.close();
});

test("a backup carries files, and a restore brings back none that was erased since", async () => {
  const { box, ana, bo } = await boxWithFile();
  const [kept, erased] = [await makeFile("kept ".repeat(20_000)), await makeFile(content)];
  for (const file of [kept, erased]) await sendFile(ana, file);
  await propose(ana, { text: { attachments: [kept.named] } });
  const gone = await propose(ana, { text: { attachments: [erased.named] } });
  const { sealed, key } = sealedOf(box);
  await box.box.backup(join(dir, "older"));
  await ana.speak(kinds.erase, { targets: [textOf(box, gone)] });
  await box.box.backup(join(dir, "newer"));
  await box.close();

  await restoreBox(join(dir, "older"), join(dir, "restored"));
  const again = await startBox({ dir: join(dir, "restored") });
  await into(again, ana, bo);
  const fetched = await (await fetchFile(bo, kept)).arrayBuffer();
  expect(new Uint8Array(fetched)).toEqual(kept.content);
  expect((await fetchFile(bo, erased)).status).toBe(404);
  expect(await codeOf(await announceFile(ana, erased))).toBe("attachment-erased");
  expect(again.box.store.db.query("SELECT count(*) AS n FROM attachment").get()).toEqual({ n: 1 });
  expect(key).toHaveLength(32);
  expect(sealed.length).toBeGreaterThan(0);
  await again.close();
});

test("a backup without its keys brings back no noise: phones send their files again", async () => {
  const { box, ana, bo } = await boxWithFile();
  const file = await makeFile(content);
  await sendFile(ana, file);
  await propose(ana, { text: { attachments: [file.named] } });
  const old = join(dir, "all", "old");
  mkdirSync(join(dir, "all"));
  await box.box.backup(old);
  await box.close();
  expect(pruneBackupKeys(join(dir, "all"), Math.floor(Date.now() / 1_000) + 8 * 86_400)).toEqual([
    old,
  ]);
  await restoreBox(old, join(dir, "late"));
  const again = await startBox({ dir: join(dir, "late") });
  await into(again, ana, bo);
  expect(again.box.store.db.query("SELECT count(*) AS n FROM attachment").get()).toEqual({ n: 0 });
  await sendFile(ana, file);
  await again.close();
});

test("a stop between deleting a file and destroying its key is made good at a start", async () => {
  const { box, ana } = await boxWithFile();
  await sendFile(ana, await makeFile(content));
  const { key } = sealedOf(box);
  await box.box.close();
  const db = new Database(join(box.dir, "folkmoot.db"));
  db.run("INSERT INTO doomed_key SELECT key FROM attachment");
  db.run("DELETE FROM attachment_piece");
  db.run("DELETE FROM attachment");
  db.close();
  const wanted = new Map([["key", key]]);
  expect(traces(box.dir, wanted)).not.toEqual([]);
  const again = await startBox({ dir: box.dir });
  await again.box.close();
  expect(traces(box.dir, wanted)).toEqual([]);
  await again.close();
});
