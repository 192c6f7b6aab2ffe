/**
 * A proof of inclusion for any one of 1,000,000 operations, as GET /api/audit/inclusion makes it,
 * from a log on disk; and how long a start takes to read the whole log again before it signs.
 */
import { Database } from "bun:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Audit, auditMigration } from "../../appliance/audit/index.ts";
import { systemClock } from "../../appliance/clock.ts";
import { silentLog } from "../../appliance/log.ts";
import { systemRandom } from "../../appliance/random.ts";
import { logMigrations } from "../../appliance/store/schema.ts";
import { decodeInclusion, verifyInclusionOf } from "../../mesh/log/index.ts";
import { type OpId, toDeviceId, toHex } from "../../mesh/op/index.ts";
import { settle } from "../../mesh/rules/index.ts";
import { communityId, namedSigner, seededRandom } from "../support/operations.ts";
import { figuresOf } from "../support/timing.ts";
import type { BenchLine } from "./run.ts";

const operations = 1_000_000;
const proofs = 2_000;
const millisecondsMax = 10;
const bytesMax = 1_024;

export default async function bench(): Promise<BenchLine[]> {
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-bench-audit-"));
  try {
    const db = fill(join(dir, "folkmoot.db"));
    const audit = await open(db, dir);
    const lines = await measure(db, audit);
    await audit.close();
    // Tiles and head are on disk now: this start checks against them.
    const startedMs = performance.now();
    const again = await open(db, dir);
    const startMs = Math.round(performance.now() - startedMs);
    await again.close();
    db.close();
    return [
      ...lines,
      {
        bench: "inclusion",
        figure: "a start reads the log again",
        unit: "ms",
        ms: startMs,
        operations,
      },
    ];
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function measure(db: Database, audit: Audit): Promise<BenchLine[]> {
  const { below } = seededRandom(20_261_121);
  const idAt = (position: number) =>
    toHex(
      db
        .query<{ id: Uint8Array }, [number]>("SELECT id FROM operation WHERE position = ?")
        .get(position)?.id ?? new Uint8Array(),
    ) as OpId;
  const times: number[] = [];
  let bytes = 0;
  const boxKey = (await namedSigner("box")).publicKey;
  for (let proof = 0; proof < proofs; proof++) {
    const id = idAt(1 + below(operations));
    const startedMs = performance.now();
    const made = audit.inclusion(id);
    times.push(performance.now() - startedMs);
    bytes = Math.max(bytes, made.length);
    if (proof % 100 !== 0) continue;
    const about = { id, boxKey, origin: null };
    const verdict = await settle((crypto) =>
      verifyInclusionOf(decodeInclusion(made), about, crypto),
    );
    if (verdict !== "proven") throw new Error(`the proof does not hold: ${verdict}`);
  }
  const { p50, p99 } = figuresOf(times);
  const slowest = Number(Math.max(...times).toFixed(2));
  return [
    {
      bench: "inclusion",
      figure: "a proof for one of a million operations, anywhere",
      unit: "ms",
      p50_ms: p50,
      p99_ms: p99,
      slowest_ms: slowest,
      bytes_max: bytes,
      against: `${millisecondsMax} ms, ${bytesMax} bytes`,
      ratio: Number((p99 / millisecondsMax).toFixed(3)),
      bytes_ratio: Number((bytes / bytesMax).toFixed(3)),
      operations,
      proofs,
    },
  ];
}

/** The audit as it is after a start: everything read, checked and signed. */
async function open(db: Database, dataDir: string): Promise<Audit> {
  const author = toDeviceId("d".repeat(16));
  const audit = new Audit({
    store: {
      db,
      write: async (job) => job({ db }),
      operation: (id) => positionOf(db, id, author),
      ids: ({ after, limit }) =>
        db
          .query<{ id: Uint8Array }, [number, number]>(
            "SELECT id FROM operation WHERE position > ? ORDER BY position LIMIT ?",
          )
          .all(after, limit)
          .map(({ id }) => toHex(id) as OpId),
      wire: () => null,
      publicKey: () => null,
      on: () => () => {},
    },
    communityId: () => communityId,
    signer: await namedSigner("box"),
    dataDir,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
  });
  await audit.start();
  return audit;
}

function positionOf(db: Database, id: OpId, author: ReturnType<typeof toDeviceId>) {
  const row = db
    .query<{ position: number }, [Buffer]>("SELECT position FROM operation WHERE id = ?")
    .get(Buffer.from(id, "hex"));
  return row === null ? null : { position: row.position, author };
}

/** The log's own table, with a million rows as short as a ballot. */
function fill(path: string): Database {
  const db = new Database(path, { create: true });
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = OFF");
  for (const { sql } of [...logMigrations, auditMigration]) db.run(sql);
  const header = new Uint8Array(24);
  const signature = new Uint8Array(64);
  const insert = db.query(`INSERT INTO operation VALUES
    (?, ?, x'dddddddddddddddd', ?, 60, 0, 0, 'https', ?, ?, 'inside', NULL, x'00')`);
  for (let from = 1; from <= operations; from += 10_000) {
    db.transaction(() => {
      for (let position = from; position < from + 10_000; position++) {
        insert.run(position, systemRandom.bytes(16), position, header, signature);
      }
    })();
  }
  return db;
}
