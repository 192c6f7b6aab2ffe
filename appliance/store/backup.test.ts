import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { toMemberId, utf8 } from "../../mesh/op/index.ts";
import { heldClock, openMoot, openWithPhone, temporaryDir } from "./fixtures/moot.ts";
import { pruneBackupKeys, restoreBackup } from "./index.ts";

const https = { carrier: "https" } as const;
const day = 86_400_000;

async function community(more = {}) {
  const opened = await openWithPhone(temporaryDir(), more);
  const { store, phone } = opened;
  const kept = await phone.ask("Where is the well?");
  const regretted = await phone.ask("Something said in anger");
  await store.submit([kept.bytes, regretted.bytes, (await phone.close(kept.id)).bytes], https);
  const backup = join(temporaryDir(), "monday");
  return { ...opened, kept, regretted, backup };
}

describe("a backup", () => {
  test("brings back log, bodies and tables", async () => {
    const { store, kept, backup, phone } = await community();
    await store.backup(backup);
    const dir = temporaryDir();
    await restoreBackup({ from: backup, dir });
    const restored = await openMoot(dir);
    expect(restored.position()).toBe(4);
    expect(restored.body(kept.id)).toEqual(store.body(kept.id));
    const rows = "SELECT position, hex(id) AS id, text, closed FROM asked";
    expect(restored.db.query(rows).all()).toEqual(store.db.query(rows).all());
    expect(await restored.rehash()).toEqual({ checked: 4, damaged: [] });
    const [next] = await restored.submit([(await phone.ask("Go on?")).bytes], https);
    expect(next).toMatchObject({ state: "ok", position: 5 });
    await Promise.all([store.close(), restored.close()]);
  });

  test("is of one moment, while writing goes on", async () => {
    const { store, phone, backup } = await community();
    const wires = [];
    for (let i = 0; i < 300; i++) wires.push((await phone.ask(`More ${i}`)).bytes);
    await store.submit(wires.slice(0, 100), https);
    const writing = wires.slice(100).map((wire) => store.submit([wire], https));
    await Promise.all([store.backup(backup), ...writing]);
    const dir = temporaryDir();
    await restoreBackup({ from: backup, dir });
    const restored = await openMoot(dir);
    expect(restored.position()).toBeGreaterThanOrEqual(104);
    const rehashed = await restored.rehash();
    expect(rehashed).toEqual({ checked: restored.position(), damaged: [] });
    await Promise.all([store.close(), restored.close()]);
  });

  test("keeps private rows, for whoever has the box's wrapping key", async () => {
    const migrations = [{ room: "notes", number: 1, sql: "CREATE TABLE note (sealed BLOB)" }];
    const { store, dir, backup } = await community({ migrations });
    const member = toMemberId("33".repeat(16));
    await store.keyring.create(member);
    const sealed = store.keyring.seal(member, utf8("my note"));
    await store.write((tx) => tx.db.query("INSERT INTO note VALUES (?)").run(sealed));
    await store.backup(backup);
    const note = async (keyFrom: string | null) => {
      const into = temporaryDir();
      await restoreBackup({ from: backup, dir: into });
      if (keyFrom !== null) cpSync(join(keyFrom, "box"), join(into, "box"), { recursive: true });
      const restored = await openMoot(into, { migrations });
      const row = restored.db.query<{ sealed: Uint8Array }, []>("SELECT sealed FROM note").get();
      const opened = row && restored.keyring.open(member, row.sealed);
      await restored.close();
      return opened;
    };
    expect(await note(null)).toBeNull();
    expect(await note(dir)).toEqual(utf8("my note"));
    await store.close();
  });

  test("refuses what was cut off or changed, and a folder in use", async () => {
    const { store, backup, dir: data } = await community();
    await store.backup(backup);
    await expect(store.backup(backup)).rejects.toThrow();
    expect(readdirSync(backup)).toContain("manifest.json");
    await expect(restoreBackup({ from: backup, dir: data })).rejects.toMatchObject({
      code: "data-exists",
    });
    appendFileSync(join(backup, "erasures.txt"), "\n");
    const into = { from: backup, dir: temporaryDir() };
    await expect(restoreBackup(into)).rejects.toMatchObject({ code: "backup-broken" });
    rmSync(join(backup, "manifest.json"));
    await expect(restoreBackup(into)).rejects.toMatchObject({ code: "backup-broken" });
    expect(existsSync(join(into.dir, "folkmoot.db"))).toBe(false);
    await store.close();
  });
});

describe("an old backup", () => {
  test("cannot bring the dead back", async () => {
    const { store, phone, kept, regretted, backup } = await community();
    await store.backup(backup);
    const before = store.db.query("SELECT key FROM body WHERE position = 3").get() as {
      key: number;
    };
    await store.submit([(await phone.erase(regretted.id)).bytes], https);
    const newer = `${backup}-tuesday`;
    await store.backup(newer);

    const dir = temporaryDir();
    await restoreBackup({ from: backup, dir, erasureFiles: [join(newer, "erasures.txt")] });
    const restored = await openMoot(dir);
    expect(restored.body(regretted.id)).toBeNull();
    expect(restored.operation(regretted.id)?.body).toBe("erased");
    expect(restored.body(kept.id)).not.toBeNull();
    const again = await restored.submit([regretted.bytes], https);
    expect(again[0]?.state).toBe("dup");
    expect(restored.body(regretted.id)).toBeNull();
    const { key } = before;
    const keys = new Database(join(dir, "keys.db"));
    expect(keys.query("SELECT 1 FROM body_key WHERE serial = ?").get(key)).toBeNull();
    keys.close();
    await Promise.all([store.close(), restored.close()]);
  });

  test("stops at a list of erasures that it cannot read", async () => {
    const { store, backup } = await community();
    await store.backup(backup);
    const list = join(temporaryDir(), "erasures.txt");
    writeFileSync(list, "not an id\n");
    const restoring = restoreBackup({ from: backup, dir: temporaryDir(), erasureFiles: [list] });
    await expect(restoring).rejects.toMatchObject({ code: "erasures-broken" });
    await store.close();
  });

  test("loses its keys after seven days; phones bring their bodies again", async () => {
    const clock = heldClock();
    const { store, kept, backup } = await community({ clock });
    await store.backup(backup);
    const root = join(backup, "..");
    const now = () => Math.floor(clock.nowMs() / 1000);
    clock.advance(7 * day - 1_000);
    expect(pruneBackupKeys(root, now())).toEqual([]);
    clock.advance(1_000);
    expect(pruneBackupKeys(root, now())).toEqual([backup]);
    expect(pruneBackupKeys(root, now())).toEqual([]);
    expect(existsSync(join(backup, "keys.db"))).toBe(false);

    const dir = temporaryDir();
    await restoreBackup({ from: backup, dir });
    const restored = await openMoot(dir);
    expect(restored.operation(kept.id)).toMatchObject({ body: "absent" });
    expect(await restored.rehash()).toMatchObject({ damaged: [] });
    await restored.submit([kept.bytes], https);
    await restored.rebuild();
    expect(restored.operation(kept.id)).toMatchObject({ body: "stored", effect: { done: true } });
    await Promise.all([store.close(), restored.close()]);
  });
});

test("its files are for the box alone", async () => {
  const { store, backup } = await community();
  await store.backup(backup);
  expect(statSync(backup).mode & 0o077).toBe(0);
  await store.close();
});
