/** What a restored box says does not contradict what it had said and forgot. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { effects, kinds } from "../../mesh/kinds/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { decide } from "../../tests/support/decide.ts";
import type { Detail } from "../../tests/support/deciding-box.ts";
import { foundedBox } from "../../tests/support/member.ts";
import { restoreBox } from "../cli/backup.ts";

let dir: string;
let box: TestBox;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "folkmoot-restored-"));
});
afterEach(async () => {
  await box.close();
  rmSync(dir, { recursive: true });
});

test("what was lost comes back from where it was heard, and nothing is void", async () => {
  box = await startBox();
  const { founder } = await foundedBox(box);
  await decide(founder, effects.groupCreate, { name: "elders" });
  await box.box.backup(join(dir, "backup"));
  const { store } = box.box;
  const after = store.position();
  const lost = await decide(founder, effects.groupCreate, { name: "cooks" });
  const wires = store
    .operations({ after, limit: 100 })
    .map(({ id }) => store.wire(id, "whole") as Uint8Array);
  await box.close();
  await restoreBox(join(dir, "backup"), join(dir, "data"));
  box = await startBox({ dir: join(dir, "data") });
  founder.box = box;
  founder.token = null;
  const fresh = await decide(founder, effects.groupCreate, { name: "singers" });
  for (const wire of wires) {
    const [result] = await box.box.store.submit([wire], { carrier: "gossip" });
    expect(result).toMatchObject({ state: "ok", effect: { done: true } });
  }
  expect(box.box.store.forks()).toEqual([]);
  for (const thread of [lost, fresh]) {
    const detail = await founder.get<Detail>(`/api/decisions/${thread}`);
    expect(detail.status).toBe("implemented");
    // It may have closed again what it had forgotten: both say the same.
    expect(detail.closes.every(({ lawful }) => lawful)).toBe(true);
  }
  const device = await box.box.governance.author.device();
  const said = box.box.store.operations({ after: 0, limit: 1_000 });
  const numbers = said.filter(({ author }) => author === device).map(({ seq }) => seq);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(said.some(({ kind }) => kind === kinds.close.number)).toBe(true);
});
