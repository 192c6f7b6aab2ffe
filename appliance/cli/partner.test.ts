import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { effects, kinds } from "../../mesh/kinds/index.ts";
import { generateSigner, type OpId } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { decide } from "../../tests/support/decide.ts";
import { TestMember } from "../../tests/support/member.ts";
import { plainItem } from "../knowledge/fixtures/moot.ts";

const main = join(import.meta.dir, "..", "main.ts");
const partner = "Monte Verde";
let box: TestBox;
let rosa: TestMember;
let beans: OpId;
let dir = "";
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "folkmoot-partner-"));
  box = await startBox();
  rosa = await TestMember.found(box);
  const { publicKey: key } = await generateSigner({ extractable: false, algorithm: "Ed25519" });
  await decide(rosa, effects.partnerAdmit, { name: partner, key, note: "" });
  const share = { category: "garden", partner, on: true, exceptLabels: [] };
  await decide(rosa, effects.knowledgeShare, share);
  const item = { ...plainItem, category: "garden", consent: "commons_ok" as const };
  beans = await rosa.speak(kinds.item, { ...item, title: "Beans" });
});
afterAll(async () => {
  await box.close();
  rmSync(dir, { recursive: true });
});

async function moot(...args: string[]) {
  const run = Bun.spawn([process.execPath, main, ...args], {
    cwd: dir,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, error] = await Promise.all([
    new Response(run.stdout).text(),
    new Response(run.stderr).text(),
  ]);
  return { code: await run.exited, out, error };
}
const write = (...args: string[]) => moot("partner", "export", ...args, "--data", box.dir);
const check = (...args: string[]) => moot("partner", "check", ...args);

test("a feed is written by the running box, and checked without any", async () => {
  const made = await write(partner, "first.feed");
  expect(made).toMatchObject({ code: 0, error: "" });
  expect(made.out).toContain("1 items for Monte Verde");
  const said = await check("first.feed");
  expect(said.code).toBe(0);
  expect(said.out).toMatch(/commons_ok +garden +Beans/);
  expect(said.out).toContain("0 taken back.");
  expect(said.out).toContain("Everything in this file holds");
  const { out } = await check("first.feed", "--json");
  expect(JSON.parse(out)).toMatchObject({ ok: true, serial: 1, items: [{ title: "Beans" }] });
}, 20_000);

test("what is taken back is told by the next one", async () => {
  await rosa.speak(kinds.itemHide, { item: beans, on: true, reason: "other" });
  expect(await write(partner, "second.feed")).toMatchObject({ code: 0 });
  const { out } = await check("second.feed");
  expect(out).toContain("1 taken back, not to be used any more:");
  expect(out).toContain(beans);
}, 20_000);

test("what went wrong is told in words and by the exit code", async () => {
  expect(await write(partner, "first.feed")).toMatchObject({
    code: 1,
    error: expect.stringMatching(/already is a file .*\nName a new file/),
  });
  expect((await write("Nobody", "x.feed", "--json")).out).toContain('"code":"unknown-partner"');
  expect(await write(partner)).toMatchObject({ code: 2 });
  expect(await check()).toMatchObject({ code: 2 });
  expect(await check("none.feed")).toMatchObject({ code: 1 });
  const bytes = await Bun.file(join(dir, "first.feed")).bytes();
  writeFileSync(join(dir, "cut.feed"), bytes.subarray(0, 500));
  expect(await check("cut.feed")).toMatchObject({
    code: 1,
    error: expect.stringContaining("This file is no feed for a partner."),
  });
  const last = bytes.length - 8;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  writeFileSync(join(dir, "altered.feed"), bytes);
  const altered = await check("altered.feed");
  expect(altered.code).toBe(1);
  expect(altered.out).toContain("Does not hold: item-");
  expect(altered.out).toContain("Do not use this file.");
}, 30_000);
