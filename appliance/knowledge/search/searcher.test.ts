import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import type { FolkmootError } from "../../../mesh/op/index.ts";
import { systemClock } from "../../clock.ts";
import { addItem, createTables, itemId, numberOf, plainRequest } from "../fixtures/index-of.ts";
import { removeFromIndex } from "./index-table.ts";
import { Searcher } from "./searcher.ts";

let dir = "";
let writer: Database;
let reader: Database;
let beside: Searcher;
let thread: Searcher;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "folkmoot-searcher-"));
  const path = join(dir, "folkmoot.db");
  writer = new Database(path, { create: true });
  writer.run("PRAGMA journal_mode = WAL");
  createTables(writer);
  writer.transaction(() => {
    for (let number = 1; number <= 300; number++) {
      const audience = number % 3 === 0 ? "group:elders" : "members";
      addItem(writer, {
        number,
        title: `Jar ${number}`,
        body: `Plum jam of year ${number}.`,
        audience,
      });
    }
  })();
  reader = new Database(path, { readonly: true });
  const options = { db: reader, path, clock: systemClock };
  beside = new Searcher(options);
  thread = new Searcher({ ...options, besidePassagesMax: 0 });
});
afterAll(async () => {
  await Promise.all([beside.close(), thread.close()]);
  reader.close();
  writer.close();
  rmSync(dir, { recursive: true });
});

const ask = (searcher: Searcher, query: string) =>
  searcher.ask("search", { ...plainRequest, query, limit: 20 });

describe("a thread of its own", () => {
  test("answers as search beside the server does", async () => {
    for (const query of ["plum 17", "jam yaer 40", "jars", ""]) {
      expect(await ask(thread, query)).toEqual(await ask(beside, query));
    }
    const words = [{ word: "jam", prefix: false, term: 0, worth: 1 }];
    expect(await thread.ask("frequencies", ["members"], words)).toEqual(
      await beside.ask("frequencies", ["members"], words),
    );
    expect(await thread.ask("spelling", ["members"], ["plumm"])).toEqual(
      await beside.ask("spelling", ["members"], ["plumm"]),
    );
    const candidates = await thread.ask("candidates", ["group:elders"], words, 10);
    expect(candidates.map(({ audience }) => audience)).toEqual(Array(10).fill("group:elders"));
  });

  test("keeps the vocabulary; beside the server it is the same one until words change", () => {
    expect(thread.lexicon(["members"])).toBeNull();
    const known = beside.lexicon(["members"]);
    expect(known).not.toBeNull();
    expect(beside.lexicon(["members"])).toBe(known);
    expect(beside.lexicon(["members", "group:elders"])).not.toBe(known);
    addItem(writer, { number: 901, title: "Sloe", body: "Sloes are picked late." });
    removeFromIndex(writer, itemId(901), true);
    beside.notice();
    expect(beside.lexicon(["members"])).not.toBe(known);
  });

  test("answers many at once, each their own question", async () => {
    const numbers = Array.from({ length: 100 }, (_, at) => at + 1).filter((at) => at % 3 !== 0);
    const answers = await Promise.all(numbers.map((number) => ask(thread, `jar ${number}`)));
    const first = answers.map(([hit]) => (hit === undefined ? 0 : numberOf(hit.item)));
    expect(first).toEqual(numbers);
  });

  test("sees what is written later, and forgets what is erased", async () => {
    addItem(writer, { number: 900, title: "Medlar", body: "Medlars are picked after the frost." });
    expect((await ask(thread, "medlar")).map(({ item }) => numberOf(item))).toEqual([900]);
    thread.notice();
    while ((await ask(thread, "medlra")).length === 0) await Bun.sleep(5);
    removeFromIndex(writer, itemId(900), true);
    expect(await ask(thread, "medlar")).toEqual([]);
    thread.notice();
    const spelling = () => thread.ask("spelling", ["members"], ["medlra"]);
    while ((await spelling())[0]?.length !== 0) await Bun.sleep(5);
  });

  test("that cannot read the index says so", async () => {
    const broken = new Searcher({
      db: reader,
      path: join(dir, "missing.db"),
      clock: systemClock,
      besidePassagesMax: 0,
    });
    const failed = () => ask(broken, "plum").catch((error: { code: string }) => error.code);
    expect(await failed()).toBe("search-failed");
    await broken.close();
    expect(await failed()).toBe("search-failed");
  });

  test("that is killed in the middle of questions costs nobody their answer", async () => {
    const threads: Worker[] = [];
    const options = { db: reader, path: join(dir, "folkmoot.db"), clock: systemClock };
    const searcher = new Searcher({
      ...options,
      besidePassagesMax: 0,
      onThread: (started) => threads.push(started),
    });
    await ask(searcher, "plum 17");
    const all = Promise.all([17, 40, 44].map((number) => ask(searcher, `jar ${number}`)));
    await threads[0]?.terminate();
    expect((await all).map(([hit]) => (hit === undefined ? 0 : numberOf(hit.item)))).toEqual([
      17, 40, 44,
    ]);
    expect(threads).toHaveLength(2);
    await searcher.close();
  });

  test("that dies of the same question twice ends it with a reason, and others go on", async () => {
    const threads: Worker[] = [];
    let kills = 2;
    const searcher = new Searcher({
      db: reader,
      path: join(dir, "folkmoot.db"),
      clock: systemClock,
      besidePassagesMax: 0,
      onThread(started) {
        threads.push(started);
        // Once it is open; it answers later than this is heard.
        started.on("message", (said: object) => {
          if (!("opened" in said) || kills === 0) return;
          kills -= 1;
          void started.terminate();
        });
      },
    });
    const failed = await ask(searcher, "plum").catch((error: FolkmootError) => error);
    expect(failed).toMatchObject({ code: "search-stopped", status: 503 });
    expect((await ask(searcher, "jar 17")).map(({ item }) => numberOf(item))[0]).toBe(17);
    expect(threads).toHaveLength(3);
    await searcher.close();
  });
});
