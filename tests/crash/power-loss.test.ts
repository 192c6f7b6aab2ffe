import { Database } from "bun:sqlite";
import { beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DiskEvent, readTrace, straceArguments } from "./disk-trace.ts";
import { Disk, type Survival } from "./power-loss.ts";
import { countById, openSmallBox } from "./small-box.ts";

const cutPoints = 300;
/** Every so many cuts the real store is opened, which also reads everything back. */
const reopenEvery = 25;

interface Recorded {
  readonly dir: string;
  readonly events: readonly DiskEvent[];
}

interface Findings {
  worlds: number;
  acknowledged: number;
  worldsWithLoss: number;
  lostMost: number;
  broken: string[];
}

beforeAll(() => {
  if (Bun.which("strace") === null) {
    throw new Error("strace is missing. Install it: apt-get install strace");
  }
});

/** Runs the real store under load, and under strace. */
function record(synchronous: "FULL" | "NORMAL"): Recorded {
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-power-"));
  const log = join(dir, "..", `${dir.split("/").at(-1)}.strace`);
  const script = join(import.meta.dir, "power.process.ts");
  const run = Bun.spawnSync(
    ["strace", "-o", log, ...straceArguments, process.execPath, script, dir, synchronous],
    { stdout: "ignore", stderr: "pipe" },
  );
  if (run.exitCode !== 0) throw new Error(`strace: ${run.stderr}`);
  return { dir, events: readTrace(readFileSync(log, "latin1"), dir) };
}

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Cuts the power at `count` places between the first acknowledgement and the last. */
async function replay({ dir, events }: Recorded, count: number): Promise<Findings> {
  const random = seeded(11);
  const first = events.findIndex(isAcknowledgement);
  const last = events.findLastIndex(isAcknowledgement);
  const cuts = new Set<number>();
  while (cuts.size < count) cuts.add(first + 1 + Math.floor(random() * (last - first)));
  const disk = new Disk();
  const acknowledged: string[] = [];
  const found: Findings = {
    worlds: 0,
    acknowledged: 0,
    worldsWithLoss: 0,
    lostMost: 0,
    broken: [],
  };
  const root = mkdtempSync(join(tmpdir(), "folkmoot-world-"));
  for (const [at, event] of events.entries()) {
    if (cuts.has(at)) {
      for (const survival of ["none", "some"] satisfies Survival[]) {
        disk.loseThePower(survival, random, dir, root);
        const reopen = found.worlds % reopenEvery === 0;
        await look(root, acknowledged, reopen, found);
      }
    }
    disk.tell(event);
    if (event.type === "say") acknowledged.push(...acknowledgedIn(event.text));
  }
  return found;
}

function isAcknowledgement(event: DiskEvent): boolean {
  return event.type === "say" && event.text.startsWith("ACK ");
}

function acknowledgedIn(text: string): string[] {
  return text.startsWith("ACK ") ? text.slice(4).trim().split(" ") : [];
}

/** What the box finds when the power is back. */
async function look(
  root: string,
  acknowledged: readonly string[],
  reopen: boolean,
  found: Findings,
): Promise<void> {
  found.worlds += 1;
  found.acknowledged = Math.max(found.acknowledged, acknowledged.length);
  try {
    const main = new Database(join(root, "folkmoot.db"));
    const keys = new Database(join(root, "keys.db"));
    try {
      const stored = countById(
        main.query<{ id: Uint8Array }, []>("SELECT id FROM operation").all(),
      );
      const lost = acknowledged.filter((id) => stored.get(id) !== 1);
      if (lost.length > 0) found.worldsWithLoss += 1;
      found.lostMost = Math.max(found.lostMost, lost.length);
      for (const db of [main, keys]) checkIntegrity(db);
      checkBodies(main, keys);
      if (reopen) await reopened(root, stored.size);
    } finally {
      main.close();
      keys.close();
    }
  } catch (error) {
    found.broken.push(String(error));
  }
}

function checkIntegrity(db: Database): void {
  const check = db.query<{ integrity_check: string }, []>("PRAGMA integrity_check").get();
  if (check?.integrity_check !== "ok") throw new Error(check?.integrity_check);
}

/** Every stored body is there, and so is its key. */
function checkBodies(main: Database, keys: Database): void {
  const made = keys.query<{ serial: number }, []>("SELECT serial FROM body_key").all();
  const serials = new Set(made.map(({ serial }) => serial));
  const bodies = main
    .query<{ key: number | null }, []>(
      "SELECT key FROM operation LEFT JOIN body USING (position) WHERE body = 'stored'",
    )
    .all();
  for (const { key } of bodies) {
    if (key === null || !serials.has(key)) throw new Error("a body is missing, or its key");
  }
}

async function reopened(root: string, operations: number): Promise<void> {
  const store = await openSmallBox(root);
  const { checked, damaged } = await store.rehash();
  const applied = store.db.query<{ n: number }, []>("SELECT count(*) AS n FROM seen").get();
  await store.close();
  if (checked !== operations || damaged.length > 0) throw new Error("the log is damaged");
  // All but the enrolments leave a mark.
  if (applied === null || applied.n + 4 < operations) throw new Error("an effect is missing");
}

describe("power loss", () => {
  test(`at ${cutPoints} points: nothing acknowledged is lost, nothing breaks`, async () => {
    const found = await replay(record("FULL"), cutPoints);
    console.log(JSON.stringify({ synchronous: "FULL", ...found }));
    expect(found).toMatchObject({
      worlds: 2 * cutPoints,
      worldsWithLoss: 0,
      lostMost: 0,
      broken: [],
    });
    expect(found.acknowledged).toBeGreaterThan(300);
  }, 240_000);

  test("is noticed by this very test where the sync is weaker", async () => {
    const found = await replay(record("NORMAL"), cutPoints / 5);
    const { broken, ...figures } = found;
    console.log(JSON.stringify({ synchronous: "NORMAL", ...figures, broken: broken.length }));
    expect(found.worldsWithLoss).toBeGreaterThan(0);
  }, 240_000);
});
