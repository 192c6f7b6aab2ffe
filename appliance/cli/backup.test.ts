import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kinds } from "../../mesh/kinds/index.ts";
import { startBox } from "../../tests/support/box.ts";
import { foundedBox } from "../../tests/support/member.ts";
import { restoreBox } from "./backup.ts";

const dir = mkdtempSync(join(tmpdir(), "folkmoot-backup-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("a box comes back whole, and what was erased since stays erased", async () => {
  const box = await startBox();
  const { founder } = await foundedBox(box, 1);
  const question = (text: string) => ({ text, lang: "en", audience: "members" });
  const kept = await founder.speak(kinds.question, question("Is it kept?"));
  const erased = await founder.speak(kinds.question, question("Is it erased?"));
  await box.box.backup(join(dir, "older"));
  await founder.speak(kinds.erase, { targets: [erased] });
  await box.box.backup(join(dir, "newer"));
  expect(box.box.backup(join(dir, "newer"))).rejects.toThrow("exists already");
  const { hostname, ca } = box;
  const facts = await founder.get<{ lastBackup: number | null }>("/api/box");
  expect(facts.lastBackup).not.toBeNull();
  await box.close();

  // The older one, with the newer one beside it.
  const data = join(dir, "restored");
  await restoreBox(join(dir, "older"), data);
  const again = await startBox({ dir: data });
  // Phones find the same box: name, authority, community.
  expect([again.hostname, again.ca]).toEqual([hostname, ca]);
  founder.box = again;
  founder.token = null;
  const me = await founder.get<{ id: string; roles: string[] }>("/api/me");
  expect(me).toMatchObject({ id: founder.member, roles: ["member", "steward"] });
  expect(again.box.store.body(kept)?.[0]).toBe("Is it kept?");
  expect(again.box.store.body(erased)).toBeNull();
  expect((await again.box.verify()).damaged).toEqual([]);
  await again.close();
});

test("a box is never restored over another", async () => {
  const box = await startBox();
  await box.box.backup(join(dir, "of another"));
  expect(restoreBox(join(dir, "of another"), box.dir)).rejects.toThrow("holds a box already");
  await box.close();
});
