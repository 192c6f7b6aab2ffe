import { describe, expect, test } from "bun:test";
import { type BodyOf, kinds } from "../../mesh/kinds/index.ts";
import { decodeOperation, encodeOperation } from "../../mesh/op/index.ts";
import { openWithPhone, Phone, questions } from "./fixtures/moot.ts";
import type { AppliedOperation, Projection, Store } from "./index.ts";
import { Rebuilds } from "./rebuilds.ts";

const https = { carrier: "https" } as const;
const minute = 60_000;
const hour = 60 * minute;

/** Time passes when a test says so, and what was set for then happens. */
class Simulated {
  ms = 0;
  #set: { atMs: number; run: () => unknown }[] = [];

  readonly clock = { nowMs: () => 1_790_000_000_000 + this.ms, monotonicMs: () => this.ms };

  readonly later = (waitMs: number, run: () => unknown) => {
    const entry = { atMs: this.ms + waitMs, run };
    this.#set.push(entry);
    return () => {
      this.#set = this.#set.filter((other) => other !== entry);
    };
  };

  get pending(): number {
    return this.#set.length;
  }

  /** Runs what is due until then, in order. */
  async pass(forMs: number): Promise<void> {
    const until = this.ms + forMs;
    for (;;) {
      const [next] = this.#set.toSorted((a, b) => a.atMs - b.atMs);
      if (next === undefined || next.atMs > until) break;
      this.#set = this.#set.filter((other) => other !== next);
      this.ms = Math.max(this.ms, next.atMs);
      await next.run();
    }
    this.ms = until;
  }
}

function counting(workMs = 0) {
  const time = new Simulated();
  const at: number[] = [];
  const rebuild = async () => {
    at.push(time.ms);
    time.ms += workMs;
    rebuilds.done();
  };
  const { later } = time;
  const rebuilds: Rebuilds = new Rebuilds({ rebuild, monotonicMs: () => time.ms, later });
  return { time, rebuilds, at };
}

describe("replays that somebody makes necessary", () => {
  test("come at once, and all that are wanted together are one", async () => {
    const { time, rebuilds, at } = counting();
    for (let i = 0; i < 20; i++) rebuilds.want("ana");
    rebuilds.want("ben");
    await time.pass(hour);
    expect(at).toEqual([0]);
  });

  test("come ever later to whoever goes on, up to a bound, and at once again after quiet", async () => {
    const { time, rebuilds, at } = counting();
    for (let i = 0; i < 2 * 24 * 60; i++) {
      rebuilds.want("mallory");
      await time.pass(minute);
    }
    const gaps = at.slice(1).map((ms, i) => Math.round((ms - (at[i] ?? 0)) / minute));
    expect(gaps.slice(0, 8)).toEqual([1, 1, 10, 20, 40, 80, 160, 320]);
    expect(new Set(gaps.slice(8))).toEqual(new Set([360]));
    await time.pass(25 * hour);
    const before = at.length;
    rebuilds.want("mallory");
    await time.pass(0);
    expect(at).toHaveLength(before + 1);
  });

  test("come as soon as ever to everybody else, who then takes the others' along", async () => {
    const { time, rebuilds, at } = counting();
    for (let i = 0; i < 4; i++) {
      rebuilds.want("mallory");
      await time.pass(minute);
    }
    expect(at).toHaveLength(3);
    rebuilds.want("ana");
    await time.pass(0);
    expect(at.at(-1)).toBe(time.ms);
    expect(time.pending).toBe(0);
  });

  test("of a crowd that takes turns are few, and a tenth of the time at most", async () => {
    const { time, rebuilds, at } = counting(5_000);
    for (let i = 0; i < 300; i++) {
      rebuilds.want(`sybil ${i}`);
      await time.pass(50_000);
    }
    const gaps = at.slice(1).map((ms, i) => ms - (at[i] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50_000);
    expect(at.length).toBeLessThan(12 + 6 + Math.ceil(time.ms / (30 * minute)));
  });

  test("are tried again when one fails, also ever later, until the box closes", async () => {
    const time = new Simulated();
    let tries = 0;
    const rebuild = () => {
      tries += 1;
      return Promise.reject(new Error("the disk is full"));
    };
    const { later } = time;
    const rebuilds = new Rebuilds({ rebuild, monotonicMs: () => time.ms, later });
    rebuilds.want("ana");
    await time.pass(24 * hour);
    expect(tries).toBeGreaterThan(4);
    expect(tries).toBeLessThan(15);
    rebuilds.close();
    rebuilds.want("ana");
    expect(time.pending).toBe(0);
  });
});

describe("a device that forks a hundred of its operations, one after the other", () => {
  test("causes few replays; all are void at once, and the tables in the end", async () => {
    const time = new Simulated();
    const { clock, later } = time;
    const { store, phone } = await openWithPhone(undefined, { clock, later });
    const good = await Phone.make();
    await store.submit([(await good.enrol()).bytes, (await good.ask("Still here?")).bytes], https);
    let replays = 0;
    store.on(({ rebuilt }) => {
      if (rebuilt) replays += 1;
    });
    for (let i = 0; i < 100; i++) {
      const first = await phone.ask(`Yes ${i}`);
      await store.submit([first.bytes], https);
      const other = await phone.ask(`No ${i}`, phone.seq);
      expect(await store.submit([other.bytes], https)).toMatchObject([{ state: "fork" }]);
      const effect = { done: false, reason: "equivocation" } as const;
      expect(store.operation(first.id)?.effect).toEqual(effect);
      await time.pass(12_000);
    }
    expect(replays).toBeGreaterThan(0);
    expect(replays).toBeLessThan(6);
    expect(store.forks()).toHaveLength(100);

    expect(textsIn(store).length).toBeGreaterThan(1);
    await time.pass(6 * hour);
    expect(textsIn(store)).toEqual(["Still here?"]);
    const before = dump(store);
    await store.rebuild();
    expect(dump(store)).toEqual(before);
    await store.close();
  });

  test("gains nothing by bodies that come after their headers", async () => {
    const time = new Simulated();
    const { clock, later } = time;
    const { store, phone } = await openWithPhone(undefined, { clock, later });
    let replays = 0;
    store.on(({ rebuilt }) => {
      if (rebuilt) replays += 1;
    });
    const late = await Promise.all(Array.from({ length: 60 }, (_, i) => phone.ask(`Late ${i}`)));
    await store.submit(
      late.map(({ bytes }) => headerOnly(bytes)),
      https,
    );
    for (const { bytes } of late) {
      expect(await store.submit([bytes], https)).toMatchObject([{ state: "dup" }]);
      await time.pass(12_000);
    }
    expect(replays).toBeLessThan(6);
    await time.pass(6 * hour);
    expect(textsIn(store)).toHaveLength(60);
    await store.close();
  });
});

test("whoever acts on the tables for good need not wait for a replay that was put off", async () => {
  const time = new Simulated();
  const { clock, later } = time;
  const { store, phone } = await openWithPhone(undefined, { clock, later });
  let replays = 0;
  store.on(({ rebuilt }) => {
    if (rebuilt) replays += 1;
  });
  await store.caughtUp();
  expect(replays).toBe(0);
  for (let i = 0; i < 5; i++) {
    const first = await phone.ask(`Yes ${i}`);
    await store.submit([first.bytes, (await phone.ask(`No ${i}`, phone.seq)).bytes], https);
    await time.pass(minute);
  }
  const before = replays;
  expect(textsIn(store)).not.toEqual([]);
  await store.caughtUp();
  expect(textsIn(store)).toEqual([]);
  await store.caughtUp();
  await time.pass(6 * hour);
  expect(replays).toBe(before + 1);
  await store.close();
});

test("a replay that cannot be committed is as if it had not been, also for who remembers", async () => {
  let isTrapSet = false;
  let forgotten = 0;
  /** Rows that COMMIT refuses. */
  const trap: Projection = {
    name: "trap",
    version: 1,
    schema: [
      `CREATE TABLE trap (of INTEGER NOT NULL
         REFERENCES operation (position) DEFERRABLE INITIALLY DEFERRED)`,
    ],
    tables: ["trap"],
    apply: {
      [kinds.question.number]: (
        { position }: AppliedOperation<BodyOf<typeof kinds.question>>,
        { db },
      ) => {
        db.query("INSERT INTO trap VALUES (?)").run(isTrapSet ? position + 1_000 : position);
        return { done: true };
      },
    },
    forget: () => {
      forgotten += 1;
    },
  };
  const { store, phone } = await openWithPhone(undefined, { projections: [questions, trap] });
  await store.submit([(await phone.ask("Kept?")).bytes], https);
  const before = dump(store);
  forgotten = 0;
  isTrapSet = true;
  await expect(store.rebuild()).rejects.toMatchObject({ code: "SQLITE_CONSTRAINT_FOREIGNKEY" });
  // When its tables went, and when they came back.
  expect(forgotten).toBe(2);
  expect(dump(store)).toEqual(before);
  isTrapSet = false;
  await store.rebuild();
  expect(forgotten).toBe(3);
  expect(dump(store)).toEqual(before);
  await store.close();
});

function headerOnly(wire: Uint8Array): Uint8Array {
  return encodeOperation({ ...decodeOperation(wire), detached: null });
}

function textsIn({ db }: Store): string[] {
  const rows = db.query<{ text: string }, []>("SELECT text FROM asked ORDER BY position").all();
  return rows.map(({ text }) => text);
}

function dump({ db }: Store) {
  return ["asker", "asked", "asked_words", "asked_trigrams", "operation"].map((table) =>
    db.query(`SELECT * FROM ${table}`).all(),
  );
}
