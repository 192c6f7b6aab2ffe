import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { existsSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../clock.ts";
import { systemRandom } from "../random.ts";
import { fill } from "./fixtures/full-disk.ts";
import { openMoot, openWithPhone, temporaryDir } from "./fixtures/moot.ts";
import { KeyStore } from "./key-store.ts";
import { migrate } from "./migrate.ts";
import { Reserve } from "./reserve.ts";
import { keyMigrations } from "./schema.ts";
import { WriteQueue } from "./write-queue.ts";

const https = { carrier: "https" } as const;
const diskFull = { code: "disk-full", status: 507 };

describe("when the database may not grow", () => {
  test("reads go on, writes get 507, and nothing acknowledged is lost", async () => {
    const { store, phone, dir } = await openWithPhone(temporaryDir(), { trial: { pagesMax: 200 } });
    const acknowledged = await fill(store, phone);
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(store.operations({ after: 0, limit: 1_000 })).toHaveLength(acknowledged.length + 1);
    const job = store.write(({ db }) =>
      db.run(`INSERT INTO asked_words VALUES ('${"y".repeat(900_000)}')`),
    );
    await expect(job).rejects.toMatchObject(diskFull);
    await store.close();

    const again = await openMoot(dir);
    const results = await again.submit(acknowledged.slice(0, 50), https);
    expect(results.every(({ state }) => state === "dup")).toBe(true);
    expect(again.position()).toBe(acknowledged.length + 1);
    expect((await again.rehash()).damaged).toEqual([]);
    const [more] = await again.submit([(await phone.ask("Space again?")).bytes], https);
    expect(more?.state).toBe("ok");
    await again.close();
  });
});

test("what is urgent gets the room of the reserve, once, and what is not waits for it", async () => {
  const dir = temporaryDir();
  const db = new Database(join(dir, "folkmoot.db"), { create: true });
  const keyDb = new Database(join(dir, "keys.db"), { create: true });
  migrate(keyDb, keyMigrations);
  db.run("CREATE TABLE t (x)");
  const reserve = new Reserve(dir, systemClock, systemRandom);
  const pages = db.query<{ page_count: number }, []>("PRAGMA page_count").get()?.page_count ?? 0;
  db.run(`PRAGMA max_page_count = ${pages + 10}`);
  // The disk of this test: what the reserve gives up, the database may take.
  const spend = reserve.spend.bind(reserve);
  reserve.spend = () => {
    const spent = spend();
    if (spent) db.run(`PRAGMA max_page_count = ${pages + 30}`);
    return spent;
  };
  reserve.present = () => existsSync(join(dir, "reserve"));
  const queue = new WriteQueue({
    db,
    keys: new KeyStore(keyDb, systemRandom),
    reserve,
    monotonicMs: () => performance.now(),
    committed() {},
    rolledBack() {},
  });
  const insert = (urgent: boolean, pagesWanted: number) =>
    queue.add(
      () => db.query("INSERT INTO t VALUES (zeroblob(?))").run(pagesWanted * 4_096).changes,
      {
        lane: "a",
        urgent,
        repeatable: false,
      },
    );
  await insert(false, 5);
  const [ordinary, urgent] = await Promise.allSettled([insert(false, 6), insert(true, 6)]);
  expect(ordinary).toMatchObject({ status: "rejected", reason: diskFull });
  expect(urgent.status).toBe("fulfilled");
  expect(existsSync(join(dir, "reserve"))).toBe(false);
  await expect(insert(false, 1)).rejects.toMatchObject(diskFull);
  await insert(true, 1);
  await expect(insert(true, 30)).rejects.toMatchObject(diskFull);
  await queue.close();
});

test("a real disk that is full: the reserve lets an alert in, and is made again", () => {
  const script = join(import.meta.dir, "fixtures", "full-disk.ts");
  const mounted = `mount -t tmpfs -o size=12m none "$1" && exec "$2" "$3" "$1"`;
  const inNamespace = ["sh", "-c", mounted, "sh", temporaryDir(), process.execPath, script];
  const run = 'bun=$1; "$bun" "$2" "$3"; code=$?; rm -r "$3"; exit $code';
  const shared = () => ["sh", "-c", run, "sh", process.execPath, script, temporaryDir("/dev/shm")];
  // A namespace of its own takes the mount with it when it ends, however it ends.
  const ways = [
    { name: "tmpfs as root", command: ["unshare", "-m", ...inNamespace] },
    { name: "tmpfs in a user namespace", command: ["unshare", "-Urm", ...inNamespace] },
    // What containers have where they may not mount.
    ...(smallSharedMemory() ? [{ name: "/dev/shm", command: shared() }] : []),
  ];
  const refused: string[] = [];
  for (const { name, command } of ways) {
    const { stdout, stderr, exitCode } = Bun.spawnSync(command);
    const said = `${stdout}${stderr}`;
    if (said.includes("full-disk: started")) {
      expect({ exitCode, said }).toMatchObject({ exitCode: 0 });
      return;
    }
    refused.push(`${name}: ${said}`);
  }
  throw new Error(
    `No small disk to fill here: allow unshare and mount, or a /dev/shm of at most 128 MiB.
${refused.join("\n")}`,
  );
}, 60_000);

function smallSharedMemory(): boolean {
  const { blocks, bsize } = statfsSync("/dev/shm");
  return blocks > 0 && blocks * bsize <= 134_217_728;
}
