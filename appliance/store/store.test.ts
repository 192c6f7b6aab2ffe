import { describe, expect, test } from "bun:test";
import { kinds } from "../../mesh/kinds/index.ts";
import { type OpId, signerFromSeed, toOpId, verifyReceipt } from "../../mesh/op/index.ts";
import {
  communityId,
  openMoot,
  openWithPhone,
  Phone,
  questions,
  temporaryDir,
} from "./fixtures/moot.ts";
import type { Effect, StoreEvent, Submission } from "./index.ts";

const https = { carrier: "https" } as const;
const done: Effect = { done: true };
const badsig: Submission = { id: null, state: "badsig" };

describe("an operation", () => {
  test("of an enrolled device is stored and applied, and says so", async () => {
    const { store, phone } = await openWithPhone();
    const asked = await phone.ask("Where is the well?");
    const [result] = await store.submit([asked.bytes], https);
    expect(result).toEqual({ id: asked.id, state: "ok", position: 2, effect: done });
    expect(store.body(asked.id)).toEqual(["Where is the well?", "en", "members"]);
    expect(store.wire(asked.id, "whole")).toEqual(asked.bytes);
    expect(store.operation(asked.id)).toMatchObject({ seq: 2, body: "stored", carrier: "https" });
    expect(store.position()).toBe(2);
    await store.close();
  });

  test.each(["Ed25519", "P-256"] as const)(
    "enrols a %s key and speaks in one request",
    async (algorithm) => {
      const store = await openMoot(temporaryDir());
      const phone = await Phone.make(algorithm);
      const wires = [(await phone.enrol()).bytes, (await phone.ask("Who are you?")).bytes];
      const results = await store.submit(wires, https);
      expect(results.map(({ state, effect }) => [state, effect])).toEqual([
        ["ok", done],
        ["ok", done],
      ]);
      await store.close();
    },
  );

  test("sent again is one, also within a request and after a restart", async () => {
    const { store, phone, dir } = await openWithPhone();
    const asked = await phone.ask("Once?");
    const [first, second] = await store.submit([asked.bytes, asked.bytes], https);
    expect([first?.state, second?.state]).toEqual(["ok", "dup"]);
    await store.close();
    const again = await openMoot(dir);
    const [third] = await again.submit([asked.bytes], https);
    expect(third).toEqual({ id: asked.id, state: "dup", position: 2, effect: done });
    expect(again.position()).toBe(2);
    await again.close();
  });

  test("of a stranger, or wrongly signed, or of another community, is refused flatly", async () => {
    const { store, phone } = await openWithPhone();
    const stranger = await Phone.make();
    const asked = (await phone.ask("Hm?")).bytes;
    const forged = asked.slice();
    const signatureAt = forged.length - 100;
    forged[signatureAt] = (forged[signatureAt] ?? 0) ^ 1;
    const elsewhere = asked.slice();
    elsewhere[2] = (elsewhere[2] ?? 0) ^ 1;
    const wires = [(await stranger.ask("Me?")).bytes, forged, elsewhere, new Uint8Array(3)];
    expect(await store.submit(wires, https)).toEqual([badsig, badsig, badsig, badsig]);
    expect(store.position()).toBe(1);
    await store.close();
  });

  test("of a device that may not be introduced is refused", async () => {
    const store = await openMoot(temporaryDir());
    const phone = await Phone.make();
    const { signer } = phone;
    const body = kinds.enrol.schema.encode({
      device: signer.publicKey,
      authority: "recovery-key",
      invite: null,
      proof: new Uint8Array(64),
    });
    const enrol = await phone.sign(kinds.enrol, body);
    const wires = [enrol.bytes, (await phone.ask("In?")).bytes];
    expect(await store.submit(wires, https)).toEqual([badsig, badsig]);
    await store.close();
  });

  test("without effect is logged with the reason, and changes no table", async () => {
    const { store, phone } = await openWithPhone();
    const nowhere = toOpId("ab".repeat(16));
    const wires = [
      (await phone.ask("rude words")).bytes,
      (await phone.ask("broken room")).bytes,
      (await phone.close(nowhere)).bytes,
      (await phone.sign(kinds.question, ["one field only"])).bytes,
      (await phone.sign({ number: 250, lasting: true }, [])).bytes,
      (await phone.sign(kinds.leave, [])).bytes,
    ];
    const results = await store.submit(wires, https);
    expect(results.map(({ effect }) => effect)).toEqual(
      ["rude", "internal", "unknown-question", "malformed", "unknown-kind", "unknown-kind"].map(
        (reason) => ({ done: false, reason }),
      ),
    );
    expect(results.every(({ state }) => state === "ok")).toBe(true);
    expect(store.db.query("SELECT count(*) AS n FROM asked").get()).toEqual({ n: 0 });
    expect(store.operations({ after: 0, limit: 10 })).toHaveLength(7);
    await store.close();
  });

  test("whose body comes later gets its effect then", async () => {
    const { store, phone } = await openWithPhone();
    const asked = await phone.ask("Where?");
    const whole = store.wire.bind(store);
    const other = await openWithPhone();
    await other.store.submit([(await phone.enrol()).bytes, asked.bytes], https);
    const header = other.store.wire(asked.id, "header") ?? new Uint8Array();
    const [first] = await store.submit([header], https);
    expect(first?.effect).toEqual({ done: false, reason: "body-missing" });
    expect(store.operation(asked.id)?.body).toBe("absent");
    const [second] = await store.submit([asked.bytes], https);
    expect(second?.state).toBe("dup");
    await store.rebuild();
    expect(store.operation(asked.id)?.effect).toEqual(done);
    expect(whole(asked.id, "whole")).toEqual(asked.bytes);
    await Promise.all([store.close(), other.store.close()]);
  });
});

test("what a room wrote before it refused is undone, and nothing else", async () => {
  const { store, phone } = await openWithPhone();
  const texts = ["one", "late thought", "two", "too late", "lately", "three"];
  const asked = await Promise.all(texts.map((text, i) => phone.ask(text, i + 2)));
  const events: StoreEvent[] = [];
  store.on((event) => events.push(event));
  // Alone, in one request, and beside private rows in the same commit.
  const [, , results] = await Promise.all([
    store.submit([(await phone.ask("late as well", 20)).bytes], { ...https, lane: "a" }),
    store.write(() => {}, "b"),
    store.submit(
      asked.map(({ bytes }) => bytes),
      { ...https, lane: "c" },
    ),
  ]);
  const reasons = results.map(({ effect }) => (effect?.done === false ? effect.reason : "done"));
  expect(reasons).toEqual(["done", "late", "done", "done", "late", "done"]);
  const kept = ["one", "two", "too late", "three"].map((text) => ({ text }));
  for (const table of ["asked", "asked_words", "asked_trigrams"]) {
    expect(store.db.query(`SELECT text FROM ${table} ORDER BY rowid`).all()).toEqual(kept);
  }
  expect(store.position()).toBe(8);
  expect(store.operations({ after: 0, limit: 20 })).toHaveLength(8);
  await store.close();
});

describe("two operations with one number", () => {
  test("are both void, and the proof is kept", async () => {
    const { store, phone } = await openWithPhone();
    const first = await phone.ask("Yes", 7);
    const second = await phone.ask("No", 7);
    const third = await phone.ask("Maybe", 7);
    await store.submit([first.bytes], https);
    const [forked, again, known] = await store.submit(
      [second.bytes, third.bytes, first.bytes],
      https,
    );
    const effect = { done: false, reason: "equivocation" } as const;
    expect(forked).toEqual({ id: second.id, state: "fork", effect });
    expect(again).toEqual({ id: third.id, state: "fork", effect });
    expect(known).toMatchObject({ state: "dup", effect });
    await store.rebuild();
    expect(store.operation(first.id)?.effect).toEqual(effect);
    expect(store.db.query("SELECT count(*) AS n FROM asked").get()).toEqual({ n: 0 });
    const [fork] = store.forks();
    expect(fork).toMatchObject({ seq: 7, logged: first.id, other: second.id });
    await store.close();
  });

  test("are void after a restart that came before the tables were replayed", async () => {
    const { store, phone, dir } = await openWithPhone();
    const first = await phone.ask("Yes", 7);
    await store.submit([first.bytes, (await phone.ask("No", 7)).bytes], https);
    await store.close();
    const again = await openMoot(dir);
    expect(again.db.query("SELECT count(*) AS n FROM asked").get()).toEqual({ n: 0 });
    await again.close();
  });
});

describe("the log", () => {
  test("is paged by position and knows its gaps, also after a restart", async () => {
    const { store, phone, dir } = await openWithPhone();
    const author = store.operations({ after: 0, limit: 1 })[0]?.author;
    const head = () => author && store.heads().get(author);
    expect(head()).toEqual({ highest: 1, missing: [] });
    const wires = [2, 5, 9, 3].map(async (seq) => (await phone.ask(`Number ${seq}`, seq)).bytes);
    await store.submit(await Promise.all(wires), https);
    const expected = {
      highest: 9,
      missing: [
        [4, 4],
        [6, 8],
      ],
    };
    expect(head()).toMatchObject(expected);
    const page = store.operations({ after: 2, limit: 2 });
    expect(page.map(({ position, seq }) => [position, seq])).toEqual([
      [3, 5],
      [4, 9],
    ]);
    await store.close();
    const again = await openMoot(dir);
    expect(author && again.heads().get(author)).toMatchObject(expected);
    await again.close();
  });

  test("is receipted by the box, stored operations only", async () => {
    const boxSigner = await signerFromSeed(new Uint8Array(32).fill(3));
    const { store, phone } = await openWithPhone(temporaryDir(), { boxSigner });
    const asked = await phone.ask("Got it?");
    const results = await store.submit([asked.bytes, new Uint8Array(2), asked.bytes], https);
    const receipt = await store.receipt(results);
    expect(receipt?.ids).toEqual([asked.id, asked.id]);
    expect(receipt && (await verifyReceipt(receipt, communityId, boxSigner.publicKey))).toBe(true);
    expect(await store.receipt([{ id: null, state: "badsig" }])).toBeNull();
    await store.close();
  });

  test("shares a receipt with what arrived at the same time, and none too long", async () => {
    const boxSigner = await signerFromSeed(new Uint8Array(32).fill(3));
    const { store, phone } = await openWithPhone(temporaryDir(), { boxSigner });
    const asked = [];
    for (let i = 0; i < 70; i++) asked.push(await phone.ask(`Question ${i}?`));
    const receipts = await Promise.all(
      asked.map(async ({ bytes }) => store.receipt(await store.submit([bytes], https))),
    );
    for (const [i, receipt] of receipts.entries()) {
      expect(receipt?.ids).toContain(asked[i]?.id as OpId);
      expect(receipt?.ids.length).toBeLessThanOrEqual(50);
    }
    const signed = new Set(receipts);
    expect(signed.size).toBeLessThan(70);
    for (const receipt of signed) {
      const holds = receipt && verifyReceipt(receipt, communityId, boxSigner.publicKey);
      expect(await holds).toBe(true);
    }
    await store.close();
  });

  test("tells listeners what each commit added", async () => {
    const { store, phone } = await openWithPhone();
    const events: StoreEvent[] = [];
    const off = store.on((event) => events.push(event));
    store.on(() => {
      throw new Error("a listener of another room");
    });
    await store.submit([(await phone.ask("A")).bytes, (await phone.ask("B")).bytes], https);
    await store.rebuild();
    off();
    await store.submit([(await phone.ask("C")).bytes], https);
    expect(events).toEqual([
      { positions: [2, 3], rebuilt: false },
      { positions: [1, 3], rebuilt: true },
    ]);
    await store.close();
  });
});

describe("private rows", () => {
  const migrations = [{ room: "notes", number: 1, sql: "CREATE TABLE note (text TEXT NOT NULL)" }];

  test("are written in the queue; a job that throws is undone alone", async () => {
    const { store } = await openWithPhone(temporaryDir(), { migrations });
    const add = (text: string | null) =>
      store.write((tx) => tx.db.query("INSERT INTO note VALUES (?)").run(text).changes);
    const outcomes = await Promise.allSettled([add("one"), add(null), add("two")]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const rows = store.db.query("SELECT text FROM note ORDER BY text").all();
    expect(rows).toEqual([{ text: "one" }, { text: "two" }]);
    await store.close();
  });

  test("cannot be written past the queue", async () => {
    const { store } = await openWithPhone(temporaryDir(), { migrations });
    expect(() => store.db.run("INSERT INTO note VALUES ('sneaky')")).toThrow(/readonly/);
    await store.close();
  });
});

test("requests that come together share commits, and none is told before its own", async () => {
  const { store, phone } = await openWithPhone();
  const asked = await Promise.all(Array.from({ length: 60 }, (_, i) => phone.ask(`Number ${i}`)));
  let commits = 0;
  store.on(() => {
    commits += 1;
  });
  const seen = await Promise.all(
    asked.map(async ({ id, bytes }) => {
      await store.submit([bytes], https);
      return store.operation(id) !== null;
    }),
  );
  expect(seen.every(Boolean)).toBe(true);
  expect(commits).toBeLessThan(30);
  await store.close();
});

test("a lane that floods is told to come again, and starves nobody", async () => {
  const { store } = await openWithPhone();
  const order: string[] = [];
  const flood = Array.from({ length: 600 }, () => store.write(() => order.push("flood"), "flood"));
  const single = store.write(() => order.push("single"), "single");
  const outcomes = await Promise.allSettled(flood);
  await single;
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused).toHaveLength(600 - 512);
  expect(refused[0]?.reason).toMatchObject({ code: "busy", status: 503 });
  expect(order.indexOf("single")).toBeLessThanOrEqual(1);
  await store.close();
});

test("rebuilding gives the same tables, erasures and refusals included", async () => {
  const { store, phone } = await openWithPhone();
  const ids: OpId[] = [];
  for (let i = 0; i < 40; i++) {
    const asked = await phone.ask(i % 7 === 0 ? "rude" : `Question ${i} of many`);
    ids.push(asked.id);
    await store.submit([asked.bytes], https);
    if (i % 5 === 0) await store.submit([(await phone.close(asked.id)).bytes], https);
    const victim = ids[i - 3];
    if (i % 6 === 0 && victim) await store.submit([(await phone.erase(victim)).bytes], https);
  }
  const dump = () =>
    [...questions.tables, "operation"].map((table) =>
      store.db
        .query(
          `SELECT rowid, * FROM ${table === "asker" ? "(SELECT 0 AS rowid, * FROM asker)" : table}`,
        )
        .all(),
    );
  const before = dump();
  expect(before[1]?.length).toBeGreaterThan(20);
  await store.rebuild();
  expect(dump()).toEqual(before);
  await store.close();
});

test("a projection of another version is replayed at start", async () => {
  const { store, phone, dir } = await openWithPhone();
  await store.submit([(await phone.ask("Kept?")).bytes], https);
  await store.close();
  const schema = questions.schema.map((sql) => sql.replace("closed INTEGER", "shut INTEGER"));
  const apply = { ...questions.apply, [kinds.questionClose.number]: () => done };
  const next = { ...questions, version: 2, schema, apply };
  const again = await openMoot(dir, { projections: [next] });
  expect(again.db.query("SELECT text, shut FROM asked").all()).toEqual([
    { text: "Kept?", shut: 0 },
  ]);
  await again.close();
});
