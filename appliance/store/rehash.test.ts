import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { openMoot, openWithPhone } from "./fixtures/moot.ts";

/** Every BLOB and text column of what was signed, and where its first row starts. */
const columns: [file: string, table: string, column: string][] = [
  ["folkmoot.db", "operation", "id"],
  ["folkmoot.db", "operation", "author"],
  ["folkmoot.db", "operation", "header"],
  ["folkmoot.db", "operation", "signature"],
  ["folkmoot.db", "operation", "seal"],
  ["folkmoot.db", "body", "sealed"],
  ["folkmoot.db", "device", "key"],
  ["keys.db", "body_key", "key"],
];
const numbers = ["seq", "kind", "time", "received"];

test("finds every flipped bit of operations, bodies and keys", async () => {
  const { store, phone, dir } = await openWithPhone();
  const asked = await phone.ask("Is this what I said?");
  await store.submit([asked.bytes, (await phone.close(asked.id)).bytes], { carrier: "local" });
  expect(await store.rehash()).toEqual({ checked: 3, damaged: [] });
  await store.close();

  const damage = async (file: string, sql: string, values: (Uint8Array | number)[]) => {
    const db = new Database(join(dir, file));
    db.run("PRAGMA foreign_keys = OFF");
    db.query(sql).run(...values);
    db.close();
  };
  const expectDamage = async (what: string) => {
    const opened = await openMoot(dir);
    const report = await opened.rehash();
    expect([what, report.damaged.length > 0]).toEqual([what, true]);
    await opened.close();
  };

  for (const [file, table, column] of columns) {
    const db = new Database(join(dir, file));
    const row = db
      .query<{ value: Uint8Array }, []>(`SELECT ${column} AS value FROM ${table} LIMIT 1`)
      .get();
    db.close();
    const good = row?.value ?? new Uint8Array();
    // One bit in each byte, at a different place in each.
    for (let at = 0; at < good.length; at += 5) {
      const bad = good.map((byte, i) => (i === at ? byte ^ (1 << (at % 8)) : byte));
      await damage(file, `UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`, [bad, good]);
      await expectDamage(`${table}.${column} byte ${at}`);
      await damage(file, `UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`, [good, bad]);
    }
  }
  for (const column of numbers) {
    const flip = `UPDATE operation SET ${column} = (${column} | 8) - (${column} & 8) WHERE position = ?`;
    await damage("folkmoot.db", flip, [3]);
    await expectDamage(column);
    await damage("folkmoot.db", flip, [3]);
  }
  const whole = await openMoot(dir);
  expect(await whole.rehash()).toEqual({ checked: 3, damaged: [] });
  await whole.close();
}, 60_000);
