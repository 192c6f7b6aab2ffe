import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openMoot, temporaryDir } from "./fixtures/moot.ts";
import { migrate } from "./migrate.ts";

const first = {
  room: "notes",
  number: 1,
  sql: "CREATE TABLE note (text TEXT); CREATE TABLE tag (n)",
};
const second = { room: "notes", number: 2, sql: "ALTER TABLE note ADD COLUMN mood TEXT" };

describe("migrations", () => {
  test("run once, in order, and only the missing ones", () => {
    const db = new Database(":memory:");
    migrate(db, [first]);
    db.run("INSERT INTO note VALUES ('kept')");
    migrate(db, [first, second]);
    migrate(db, [first, second]);
    expect(db.query("SELECT text, mood FROM note").all()).toEqual([{ text: "kept", mood: null }]);
    expect(db.query("SELECT count(*) AS n FROM tag").get()).toEqual({ n: 0 });
  });

  test("refuse a newer database, an edited step, a gap and a virtual table", () => {
    const db = new Database(":memory:");
    migrate(db, [first, second]);
    expect(() => migrate(db, [first])).toThrow("newer version");
    expect(() => migrate(db, [first, { ...second, sql: "SELECT 1" }])).toThrow("not the one");
    expect(() => migrate(db, [{ ...first, number: 2 }])).toThrow("Expected step");
    const virtual = { room: "x", number: 1, sql: "CREATE VIRTUAL TABLE v USING fts5 (text)" };
    expect(() => migrate(db, [first, second, virtual])).toThrow("virtual");
  });

  test("leave nothing of a step that fails", () => {
    const db = new Database(":memory:");
    const broken = { ...second, sql: "CREATE TABLE half (n); CREATE TABLE nonsense (" };
    expect(() => migrate(db, [first, broken])).toThrow();
    expect(db.query("SELECT name FROM sqlite_schema").all()).toEqual([]);
  });
});

describe("data of every released schema", () => {
  const released = [...new Bun.Glob("schema-*.sql").scanSync(join(import.meta.dir, "fixtures"))];

  test("exists for the first one at least", () => {
    expect(released).toContain("schema-1.sql");
  });

  test.each(released)("%s opens, and nothing in it is lost", async (name) => {
    const dir = temporaryDir();
    const [main = "", keys = ""] = readFileSync(
      join(import.meta.dir, "fixtures", name),
      "utf8",
    ).split("-- keys.db\n");
    for (const [file, sql] of [
      ["folkmoot.db", main],
      ["keys.db", keys],
    ] as const) {
      const db = new Database(join(dir, file), { create: true });
      db.run(sql);
      db.close();
    }
    const store = await openMoot(dir);
    const rows = store.db.query("SELECT text, closed FROM asked ORDER BY position").all();
    expect(rows).toEqual([
      { text: "Where is the well?", closed: 1 },
      { text: null, closed: 0 },
    ]);
    expect(await store.rehash()).toMatchObject({ checked: 6, damaged: [] });
    expect(store.forks()).toHaveLength(1);
    await store.close();
  });
});
