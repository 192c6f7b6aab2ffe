import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { systemClock } from "../clock.ts";
import { systemRandom } from "../random.ts";
import { temporaryDir } from "./fixtures/moot.ts";
import { KeyStore } from "./key-store.ts";
import { migrate } from "./migrate.ts";
import { Reserve } from "./reserve.ts";
import { keyMigrations } from "./schema.ts";
import { Undo, WriteQueue } from "./write-queue.ts";

function openQueue() {
  const dir = temporaryDir();
  const db = new Database(join(dir, "folkmoot.db"), { create: true });
  const keys = new Database(join(dir, "keys.db"), { create: true });
  migrate(keys, keyMigrations);
  db.run("PRAGMA foreign_keys = ON");
  db.run("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
  db.run("CREATE TABLE t (n, parent REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
  const events: string[] = [];
  const queue = new WriteQueue({
    db,
    keys: new KeyStore(keys, systemRandom),
    reserve: new Reserve(dir, systemClock, systemRandom),
    monotonicMs: () => systemClock.monotonicMs(),
    committed: () => events.push("committed"),
    rolledBack: () => events.push("rolled back"),
  });
  const insert = (n: number, parent: number | null = null) =>
    db.query("INSERT INTO t VALUES (?, ?)").run(n, parent);
  const stored = () =>
    db
      .query<{ n: number }, []>("SELECT n FROM t ORDER BY n")
      .all()
      .map(({ n }) => n);
  return { db, queue, events, insert, stored };
}

const turn = (lane: string, repeatable: boolean) => ({ lane, repeatable, urgent: false });

test("an error from COMMIT means unknown: everybody in it is told so, and nothing stays", async () => {
  const { queue, insert, stored } = openQueue();
  const outcomes = await Promise.allSettled([
    queue.add(() => insert(1), turn("a", false)),
    // Found out by COMMIT only.
    queue.add(() => insert(2, 99), turn("b", false)),
  ]);
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({
      status: "rejected",
      reason: { code: "unknown-outcome", status: 503 },
    });
  }
  expect(stored()).toEqual([]);
  await queue.add(() => insert(3), turn("a", false));
  expect(stored()).toEqual([3]);
  await queue.close();
});

test("jobs that may run twice go without savepoints, until one of them asks for undoing", async () => {
  const { queue, events, insert, stored } = openQueue();
  const runs: string[] = [];
  const job = (n: number, undoes = false) =>
    queue.add(
      (careful) => {
        runs.push(`${n} ${careful ? "careful" : "plain"}`);
        insert(n);
        if (undoes && !careful) throw new Undo();
        return n;
      },
      turn(`lane ${n}`, true),
    );
  expect(await Promise.all([job(1), job(2, true), job(3)])).toEqual([1, 2, 3]);
  expect(runs).toEqual(["1 plain", "2 plain", "1 careful", "2 careful"].concat(["3 plain"]));
  expect(stored()).toEqual([1, 2, 3]);
  expect(events.filter((event) => event === "committed").length).toBeGreaterThan(0);
  await queue.close();
});

test("a job that may not run twice runs once, whatever the others do", async () => {
  const { queue, insert, stored } = openQueue();
  let runs = 0;
  const outcomes = await Promise.allSettled([
    queue.add(() => insert(1), turn("a", true)),
    queue.add(
      () => {
        runs += 1;
        insert(2);
      },
      turn("b", false),
    ),
    queue.add(
      (careful) => {
        insert(3);
        // After a job that may not be repeated, every job has its own savepoint.
        throw careful ? new Error("undone alone") : new Undo();
      },
      turn("c", true),
    ),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  expect(runs).toBe(1);
  expect(stored()).toEqual([1, 2]);
  await queue.close();
});

test("long work has the queue for itself; what was queued comes after it", async () => {
  const { db, queue, insert, stored } = openQueue();
  const long = queue.exclusive(async () => {
    insert(1);
    await Bun.sleep(5);
    expect(db.inTransaction).toBe(true);
    insert(2);
  });
  const queued = queue.add(() => stored(), turn("a", false));
  const failing = queue.exclusive(async () => {
    insert(7);
    throw new Error("stop");
  });
  await expect(failing).rejects.toThrow("stop");
  await long;
  expect(await queued).toEqual([1, 2]);
  expect(stored()).toEqual([1, 2]);
  await queue.close();
  await expect(queue.add(() => 0, turn("a", false))).rejects.toMatchObject({ code: "closed" });
});
