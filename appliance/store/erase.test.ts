import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodeOperation, verifyOperation } from "../../mesh/op/index.ts";
import { systemClock } from "../clock.ts";
import { createLog } from "../log.ts";
import { communityId, openMoot, openWithPhone, temporaryDir, vectorOf } from "./fixtures/moot.ts";

/**
 * Letters that nothing else here uses, each once: any two of them side by side in a file are what
 * is left of the marker, also where an index stores words without the start that they share with
 * their neighbour. In capitals, so that the folded form differs.
 */
const markerLetters = "ꙀꙂꙄꙆꙈꙊꙌꙎꙐꙒꙔꙖ";

interface Trace {
  readonly form: string;
  readonly pattern: Buffer;
}

function pairs(text: string): string[] {
  return [...text].slice(1).map((letter, i) => `${[...text][i]}${letter}`);
}

/** Everything that could be left, by the form it would have. */
function tracesOf(marker: string): Trace[] {
  const utf8 = (text: string) => Buffer.from(text, "utf8");
  const lower = marker.toLowerCase();
  const base64 = utf8(marker).toString("base64").slice(0, 12);
  return [
    { form: "raw", pattern: utf8(marker) },
    { form: "folded", pattern: utf8(lower) },
    ...pairs(marker).map((pair) => ({ form: "raw pair", pattern: utf8(pair) })),
    ...pairs(lower).map((pair) => ({ form: "trigram", pattern: utf8(pair) })),
    ...pairs(marker).map((pair) => ({ form: "vector", pattern: Buffer.from(vectorOf(pair)) })),
    { form: "utf-16", pattern: Buffer.from(marker, "utf16le") },
    { form: "base64", pattern: utf8(base64) },
    { form: "hex", pattern: utf8(utf8(marker).toString("hex").slice(0, 12)) },
  ];
}

/** `file: form` for each trace that is found, in every file below the folder. */
function search(dir: string, traces: readonly Trace[]): Set<string> {
  const found = new Set<string>();
  for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
    const path = join(dir, name);
    if (!statSync(path).isFile()) continue;
    const content = readFileSync(path);
    for (const { form, pattern } of traces) {
      if (content.includes(pattern)) found.add(`${name}: ${form}`);
    }
  }
  return found;
}

async function plant() {
  const lines: string[] = [];
  const dir = temporaryDir();
  const write = (line: string) => lines.push(line);
  const log = createLog({ clock: systemClock, write, level: "debug" });
  const { store, phone } = await openWithPhone(dir, { log });
  const wires: Uint8Array[] = [];
  const marker = markerLetters;
  const filler = (i: number) => `ordinary words number ${i} ${"and more of them ".repeat(i % 40)}`;
  for (let i = 0; i < 300; i++) wires.push((await phone.ask(filler(i))).bytes);
  const planted = await phone.ask(`before ${marker} after ${marker.toLowerCase()}`);
  wires.splice(150, 0, planted.bytes);
  for (let at = 0; at < wires.length; at += 100) {
    await store.submit(wires.slice(at, at + 100), { carrier: "local" });
  }
  return { store, phone, dir, lines, planted, traces: tracesOf(marker) };
}

/** The key and the ciphertext of one body, as they lie in the files. */
function secretsOf(dir: string, id: string): Trace[] {
  const keys = new Database(join(dir, "keys.db"));
  const main = new Database(join(dir, "folkmoot.db"));
  const body = main
    .query<{ key: number; sealed: Uint8Array }, [Uint8Array]>(
      "SELECT key, sealed FROM body JOIN operation USING (position) WHERE id = ?",
    )
    .get(Uint8Array.fromHex(id));
  const key = keys
    .query<{ key: Uint8Array }, [number]>("SELECT key FROM body_key WHERE serial = ?")
    .get(body?.key ?? 0);
  const secrets = [
    { form: "key", pattern: Buffer.from(key?.key ?? []) },
    { form: "ciphertext", pattern: Buffer.from(body?.sealed.slice(12) ?? []) },
  ];
  keys.close();
  main.close();
  return secrets;
}

describe("erasing", () => {
  test("leaves nothing in any file, in no form in which it was there", async () => {
    const { store, phone, dir, lines, planted, traces } = await plant();
    const all = [...traces, ...secretsOf(dir, planted.id)];
    const backups = temporaryDir();
    await store.backup(join(backups, "before"));

    // First: the search does find it, wherever it lives.
    const before = search(dir, all);
    for (const form of ["raw", "folded", "raw pair", "trigram", "vector", "ciphertext"]) {
      expect(before).toContain(`folkmoot.db-wal: ${form}`);
    }
    expect(before).toContain("keys.db-wal: key");
    await store.close();
    const again = await openMoot(dir);
    const settled = search(dir, all);
    for (const form of ["raw", "folded", "raw pair", "trigram", "vector", "ciphertext"]) {
      expect(settled).toContain(`folkmoot.db: ${form}`);
    }
    expect(settled).toContain("keys.db: key");

    const [erased] = await again.submit([(await phone.erase(planted.id)).bytes], {
      carrier: "https",
    });
    expect(erased?.effect).toEqual({ done: true });
    await again.backup(join(backups, "after"));
    expect([...search(dir, all)]).toEqual([]);
    expect([...search(join(backups, "after"), all)]).toEqual([]);
    expect(lines.join("")).not.toContain(markerLetters.slice(0, 2));

    expect(again.body(planted.id)).toBeNull();
    expect(again.operation(planted.id)).toMatchObject({ body: "erased", effect: { done: true } });
    await again.rebuild();
    expect([...search(dir, all)]).toEqual([]);
    expect(await again.rehash()).toEqual({ checked: 303, damaged: [] });
    const header = decodeOperation(again.wire(planted.id, "whole") ?? new Uint8Array());
    expect(header.detached).toBeNull();
    expect(await verifyOperation(header, communityId, phone.signer.publicKey)).toBe(true);
    await again.close();
    expect([...search(dir, all)]).toEqual([]);
  });

  test("a backup holds no body in the clear, whatever it was made of", async () => {
    const { store, traces } = await plant();
    const backups = temporaryDir();
    await store.backup(join(backups, "one"));
    expect([...search(backups, traces)]).toEqual([]);
    await store.close();
  });

  test("comes before the body as well: it is not stored when it arrives later, or again", async () => {
    const { store, phone } = await openWithPhone();
    const asked = await phone.ask("Too late");
    await store.submit([(await phone.erase(asked.id)).bytes, asked.bytes], { carrier: "gossip" });
    expect(store.operation(asked.id)).toMatchObject({ body: "erased" });
    await store.submit([asked.bytes], { carrier: "https" });
    expect(store.body(asked.id)).toBeNull();
    expect(store.db.query("SELECT count(*) AS n FROM body").get()).toEqual({ n: 0 });
    await store.close();
  });

  test("waits for a backup that still reads, and then leaves nothing either", async () => {
    const { store, phone, dir, planted, traces } = await plant();
    const all = [...traces, ...secretsOf(dir, planted.id)];
    // A snapshot, such as a backup holds while it is written.
    const reader = new Database(join(dir, "folkmoot.db"));
    reader.run("BEGIN");
    reader.query("SELECT count(*) FROM operation").get();
    await store.submit([(await phone.erase(planted.id)).bytes], { carrier: "https" });
    expect(store.status().scrubPending).toBe(true);
    expect(store.body(planted.id)).toBeNull();
    reader.run("COMMIT");
    reader.close();
    while (store.status().scrubPending) await Bun.sleep(20);
    expect([...search(dir, all)]).toEqual([]);
    await store.close();
  });

  test("is finished at the next start when the box stopped in between", async () => {
    const { store, phone, dir, planted } = await plant();
    const keyFile = join(dir, "keys.db");
    const row = store.db
      .query<{ key: number }, []>(
        `SELECT key FROM body JOIN operation USING (position) WHERE id = x'${planted.id}'`,
      )
      .get();
    const [secret] = secretsOf(dir, planted.id);
    await store.submit([(await phone.erase(planted.id)).bytes], { carrier: "https" });
    await store.close();
    // As it was just before the key was destroyed.
    const keys = new Database(keyFile);
    const pattern = secret?.pattern ?? Buffer.alloc(0);
    keys.query("INSERT INTO body_key (serial, key) VALUES (?, ?)").run(row?.key ?? 0, pattern);
    keys.close();
    expect(readFileSync(keyFile).includes(pattern)).toBe(true);
    const again = await openMoot(dir);
    expect([...search(dir, [{ form: "key", pattern }])]).toEqual([]);
    await again.close();
  });
});
