import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { choices, kinds } from "../../mesh/kinds/index.ts";
import { makeFile } from "../../tests/support/attach.ts";
import { DecisionHistory } from "../../tests/support/decision-history.ts";
import { decidingPeople } from "../../tests/support/decision-people.ts";

const main = join(import.meta.dir, "..", "main.ts");
let dir = "";
const file = await makeFile("pipes,120", { name: "budget.csv" });
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "folkmoot-verify-"));
  const history = new DecisionHistory(await decidingPeople("Ribera Alta", 5));
  const opening = await history.open("modified", { attachments: [file.named] });
  for (const voter of history.people.voters) {
    const body = { proposal: opening.version, choice: choices.yes, revision: 0 };
    await history.vote(voter, kinds.ballot, body);
  }
  await history.close(opening);
  const bytes = history.file();
  writeFileSync(join(dir, "decision.moot"), bytes);
  writeFileSync(join(dir, "cut.moot"), bytes.subarray(0, 900));
  await history.close(opening, { lie: true });
  writeFileSync(join(dir, "lie.moot"), history.file());
  const later = new DecisionHistory(await decidingPeople("Ribera Alta", 1));
  const ahead = await later.open("modified");
  const [alone] = later.people.voters;
  const body = { proposal: ahead.version, choice: choices.yes, revision: 0 };
  if (alone) await later.vote(alone, kinds.ballot, body);
  await later.close(ahead, { time: Date.UTC(2100, 0) / 1_000 });
  writeFileSync(join(dir, "ahead.moot"), later.file());
});
afterAll(() => rmSync(dir, { recursive: true }));

async function verify(...args: string[]) {
  const run = Bun.spawn([process.execPath, main, "verify", ...args], {
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

describe("moot verify", () => {
  test("proves a decision without a box, in words and as JSON", async () => {
    const said = await verify("decision.moot");
    expect(said.code).toBe(0);
    expect(said.out).toContain("A modified question");
    expect(said.out).toContain("5 of 5, needed 3");
    expect(said.out).toContain("Everything in this file holds");
    const { out, code } = await verify("decision.moot", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, status: "passed", tally: { yes: 5 } });
  });

  test("names files with what they are known by, so that anybody can check one", async () => {
    const { out } = await verify("decision.moot");
    const { hash, salt } = file.named;
    expect(out).toContain(`budget.csv, 9 bytes, ${hash} (salt ${salt})`);
    const sum = new Bun.CryptoHasher("sha256").update(Buffer.from(salt, "hex"));
    expect(sum.update(file.content).digest("hex")).toBe(hash);
    const json = JSON.parse((await verify("decision.moot", "--json")).out);
    expect(json.attachments).toEqual([file.named]);
  });

  test("tells a close dated ahead with both times, without calling it fine", async () => {
    const { code, out } = await verify("ahead.moot");
    expect(code).toBe(0);
    expect(out).toMatch(/Dated ahead: the close \w{32} says 2100-01-01T00:00:00.000Z, and here/);
    expect(out).toContain("holds, if what is dated ahead was not signed before its time");
    const { warnings } = JSON.parse((await verify("ahead.moot", "--json")).out);
    expect(warnings).toMatchObject([{ code: "dated-ahead", dated: Date.UTC(2100, 0) / 1_000 }]);
  });

  test("fails when something does not hold, and says what", async () => {
    const { code, out } = await verify("lie.moot");
    expect(code).toBe(1);
    expect(out).toContain("Does not hold: wrong-result");
    expect(await verify("cut.moot")).toMatchObject({ code: 1 });
    expect(await verify("missing.moot")).toMatchObject({ code: 1 });
    expect(await verify()).toMatchObject({ code: 2 });
  });
});
