/** Computes tables from the log: live, one operation at a time, or all of it again. */
import type { Database } from "bun:sqlite";
import { kindByNumber } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import type { Log } from "../log.ts";
import { type DecodedBody, decodedBody } from "./admission.ts";
import type { Bodies } from "./bodies.ts";
import type {
  AppliedOperation,
  Authority,
  Effect,
  Introduction,
  LoggedOperation,
  Projection,
  Standing,
  Tx,
} from "./contract.ts";
import { doomKey } from "./doomed-keys.ts";
import { bytesOf } from "./hex.ts";
import type { KeyStore } from "./key-store.ts";
import {
  bodyValue,
  effectOf,
  loggedById,
  loggedOf,
  type OperationRow,
  rowsAfter,
  setBodyState,
  setEffect,
} from "./operation-log.ts";
import { Undo } from "./write-queue.ts";

export interface ProjectorParts {
  readonly db: Database;
  readonly keys: KeyStore;
  readonly bodies: Bodies;
  readonly projections: readonly Projection[];
  readonly authority: Authority;
  readonly log: Log;
}

type Accepted = Extract<Standing, { readonly member: unknown }>;
type Apply = (op: AppliedOperation<never>, tx: Tx) => Effect;
/** What is known of an operation when it is applied. */
export type Applicable = Pick<
  LoggedOperation,
  "id" | "position" | "author" | "kind" | "seq" | "time" | "received"
>;

export const equivocation: Effect = { done: false, reason: "equivocation" };
const rowsPerRead = 100;

export class Projector {
  readonly #parts: ProjectorParts;
  readonly #applies = new Map<number, Apply[]>();
  readonly tx: Tx;

  constructor(parts: ProjectorParts) {
    this.#parts = parts;
    for (const projection of parts.projections) {
      for (const [kind, apply] of Object.entries(projection.apply)) {
        this.#applies.set(Number(kind), [...(this.#applies.get(Number(kind)) ?? []), apply]);
      }
    }
    const { db, keys, bodies } = parts;
    this.tx = {
      db,
      operation: (id) => loggedById(db, id),
      body: (id) => bodyValue(db, bodies, id),
      erase: (ids) => this.#erase(ids),
      scrub: () => keys.scrubAfter(),
      makeKey: () => keys.takeBodyKey(),
      destroyKey: (serial) => doomKey(db, keys, serial),
    };
  }

  /**
   * Runs what the rooms do with it; leaves the tables alone unless all of them agree. Not `careful`:
   * throws `Undo` where that would take a savepoint.
   */
  apply(op: Applicable, body: DecodedBody, careful: boolean): Effect {
    if (body.state === "absent") return { done: false, reason: "body-missing" };
    if (body.state !== "decoded") return { done: false, reason: body.state };
    return this.#apply(op, body.value, careful);
  }

  /** Whether the tables were made by other versions of the projections than these. */
  isStale(): boolean {
    const rows = this.#parts.db
      .query<{ name: string; version: number }, []>("SELECT name, version FROM projection")
      .all();
    const made = new Map(rows.map((row) => [row.name, row.version]));
    const { projections } = this.#parts;
    return (
      made.size !== projections.length ||
      projections.some(({ name, version }) => made.get(name) !== version)
    );
  }

  /** Should the box stop before it rebuilt, it does so when it starts. */
  markStale(): void {
    this.#parts.db.query("UPDATE projection SET version = -1").run();
  }

  /** When tables go, and after a replay that did not happen: rooms remember more than rows. */
  forget(): void {
    for (const { forget } of this.#parts.projections) forget?.(this.#parts.db);
  }

  /** Yields between slices of work, so that the caller can let others run. Needs a transaction. */
  *replay(): Generator<void> {
    this.#makeTables();
    this.forget();
    const { db } = this.#parts;
    const voided = new Set(
      db
        .query<{ position: number; kind: number }, []>(
          "SELECT position, kind FROM operation JOIN fork USING (author, seq)",
        )
        .all()
        .filter(({ kind }) => kindByNumber(kind)?.binding !== true)
        .map((row) => row.position),
    );
    let rows = rowsAfter(db, 0, rowsPerRead);
    while (rows.length > 0) {
      for (const row of rows) {
        const effect = voided.has(row.position) ? equivocation : this.#again(row);
        if (!sameEffect(effect, effectOf(row.refusal))) setEffect(db, row.position, effect);
        yield;
      }
      rows = rowsAfter(db, rows.at(-1)?.position ?? 0, rowsPerRead);
    }
  }

  #again(row: OperationRow): Effect {
    const { db, bodies } = this.#parts;
    const op = loggedOf(row);
    if (op.body !== "erased") {
      return this.apply(op, decodedBody(op.kind, bodyValue(db, bodies, op.id)), true);
    }
    // What it did when its body was there still holds; without it, nobody can compute that again.
    if (op.effect.done) this.#apply(op, null, true);
    return op.effect;
  }

  #apply(op: Applicable, body: unknown, careful: boolean): Effect {
    const applies = this.#applies.get(op.kind);
    if (applies === undefined) return { done: false, reason: "unknown-kind" };
    const { db, authority } = this.#parts;
    const standing = authority.standing(op, db, introduction(op, body));
    if ("refusal" in standing) return { done: false, reason: standing.refusal };
    const applied = appliedAs(op, standing, body);
    return careful ? this.#askInSavepoint(applies, applied) : this.#askAndHope(applies, applied);
  }

  #askInSavepoint(applies: readonly Apply[], op: AppliedOperation<never>): Effect {
    const { db, keys } = this.#parts;
    const mark = keys.mark();
    db.query("SAVEPOINT apply").run();
    const effect = this.#askAll(applies, op);
    if (!effect.done) {
      db.query("ROLLBACK TO apply").run();
      keys.rollBackTo(mark);
    }
    db.query("RELEASE apply").run();
    return effect;
  }

  /** Rooms mostly refuse before they write. */
  #askAndHope(applies: readonly Apply[], op: AppliedOperation<never>): Effect {
    const { keys } = this.#parts;
    const before = this.#changes();
    const mark = keys.mark();
    const effect = this.#askAll(applies, op);
    if (!effect.done && (this.#changes() !== before || keys.mark() !== mark)) throw new Undo();
    return effect;
  }

  /** Rows changed by this connection since it was opened, those of full-text indexes included. */
  #changes(): number {
    const row = this.#parts.db.query<{ n: number }, []>("SELECT total_changes() AS n").get();
    return row?.n ?? 0;
  }

  #askAll(applies: readonly Apply[], op: AppliedOperation<never>): Effect {
    const { db, log } = this.#parts;
    try {
      for (const apply of applies) {
        const effect = apply(op, this.tx);
        if (!effect.done) return effect;
      }
      return { done: true };
    } catch (error) {
      // Out of space or a broken disk: not the operation's fault, the whole transaction goes.
      if (!db.inTransaction || isSqliteTrouble(error)) throw error;
      const message = error instanceof Error ? error.name : "unknown";
      log.error("projection-failed", { kind: op.kind, position: op.position, error: message });
      return { done: false, reason: "internal" };
    }
  }

  #erase(ids: readonly OpId[]): void {
    const { db, bodies, projections } = this.#parts;
    for (const id of ids) {
      const op = loggedById(db, id);
      if (op?.body === "inside") continue;
      db.query("INSERT OR IGNORE INTO erasure (id) VALUES (?)").run(bytesOf(id));
      if (op === null) continue;
      if (op.body !== "erased") setBodyState(db, op.position, "erased");
      bodies.erase(db, op);
      const erased: LoggedOperation = { ...op, body: "erased" };
      for (const projection of projections) projection.erase?.(erased, this.tx);
    }
  }

  #makeTables(): void {
    const { db, projections } = this.#parts;
    const old = db.query<{ tables: string }, []>("SELECT tables FROM projection").all();
    for (const row of old) {
      for (const table of JSON.parse(row.tables) as string[]) {
        db.run(`DROP TABLE IF EXISTS ${table}`);
      }
    }
    db.run("DELETE FROM projection");
    const record = db.query("INSERT INTO projection (name, version, tables) VALUES (?, ?, ?)");
    for (const { name, version, tables, schema } of projections) {
      for (const statement of schema) db.run(statement);
      record.run(name, version, JSON.stringify(tables));
    }
  }
}

function introduction(op: Applicable, body: unknown): Introduction | null {
  if (kindByNumber(op.kind)?.authors !== "introduces") return null;
  const { id, author, kind, seq, time, received } = op;
  return { id, author, kind, seq, time, received, body };
}

/** Spelt out: this is made for every operation. */
function appliedAs(op: Applicable, standing: Accepted, body: unknown): AppliedOperation<never> {
  const { id, position, author, kind, seq, time, received } = op;
  const { member, roles } = standing;
  return { id, position, author, kind, seq, time, received, member, roles, body: body as never };
}

function sameEffect(a: Effect, b: Effect): boolean {
  return a.done ? b.done : !b.done && a.reason === b.reason;
}

/** I/O errors and a full disk; a constraint that a projection violates is its own bug. */
function isSqliteTrouble(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return /^SQLITE_(FULL|IOERR|CORRUPT|NOMEM|NOTADB)/.test(String(error.code));
}
