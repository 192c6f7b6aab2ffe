/** Takes operations into the log, inside the transaction: twice is once, a fork is proven. */
import type { Database } from "bun:sqlite";
import { kindByNumber } from "../../mesh/kinds/index.ts";
import type { DeviceId, OpId } from "../../mesh/op/index.ts";
import type { Candidate } from "./admission.ts";
import type { Bodies } from "./bodies.ts";
import type {
  Authority,
  Effect,
  LoggedOperation,
  Origin,
  Standing,
  Submission,
} from "./contract.ts";
import { bytesOf, opIdOf } from "./hex.ts";
import {
  effectOf,
  insertRow,
  lastPosition,
  type OperationRow,
  rowBySeq,
  setBodyState,
  setEffect,
} from "./operation-log.ts";
import { type Applicable, equivocation, type Projector } from "./projector.ts";

export interface LedgerParts {
  readonly db: Database;
  readonly bodies: Bodies;
  readonly projector: Projector;
  readonly authority: Authority;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** What one transaction added. */
export interface Additions {
  readonly operations: readonly { author: DeviceId; seq: number; position: number }[];
  /** Whose doing it is that tables no longer follow from the log until they are replayed. */
  readonly offenders: readonly string[];
}

export class Ledger {
  readonly #parts: LedgerParts;
  #last: number;
  #operations: { author: DeviceId; seq: number; position: number }[] = [];
  readonly #offenders = new Set<string>();
  /** Devices that are in the table, as far as this was looked up. */
  readonly #devices = new Set<DeviceId>();

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.#last = lastPosition(parts.db);
  }

  /** Needs an open transaction. Throws `Undo` only when not `careful`. */
  admit(
    candidate: Candidate,
    { carrier, careful }: { carrier: Origin["carrier"]; careful: boolean },
  ): Submission {
    const { db, projector } = this.#parts;
    const { id, op, body } = candidate;
    const { kind, seq, time } = op.header;
    const existing = rowBySeq(db, op.author, seq);
    if (existing !== null) return this.#again(candidate, existing);

    const received = this.#parts.now();
    const entry = { id, position: this.#last + 1, author: op.author, kind, seq, time, received };
    if (!this.#mayAuthor(candidate, entry)) return { id: null, state: "badsig" };
    this.#last = entry.position;
    const state = this.#insert(candidate, entry, carrier);
    const applied = state === "erased" ? ({ state: "absent", value: null } as const) : body;
    const effect = projector.apply(entry, applied, careful);
    if (!effect.done) setEffect(db, entry.position, effect);
    this.#operations.push(entry);
    return { id, state: "ok", position: entry.position, effect };
  }

  /** Hands over what was added since the last time. After COMMIT. */
  takeAdditions(): Additions {
    const additions = { operations: this.#operations, offenders: [...this.#offenders] };
    this.#operations = [];
    this.#offenders.clear();
    return additions;
  }

  /** After a savepoint or transaction was rolled back: what is there is asked of the tables. */
  rolledBack(): void {
    this.#last = lastPosition(this.#parts.db);
    this.#operations = this.#operations.filter(({ position }) => position <= this.#last);
    this.#devices.clear();
  }

  /** An unknown author speaks first by introducing its own key, unless it is listed. */
  #mayAuthor({ op, publicKey, body }: Candidate, entry: Applicable): boolean {
    const { db, authority } = this.#parts;
    if (this.#isDevice(op.author)) return true;
    const isListed = (authority.listedKey?.(op.author, db) ?? null) !== null;
    const introduces = kindByNumber(entry.kind)?.authors === "introduces";
    if (!isListed && !introduces) return false;
    const said = { ...entry, body: body.value };
    if (!isListed && !authority.introduce(said, publicKey, db)) return false;
    db.query("INSERT INTO device (id, key, introduced) VALUES (?, ?, ?)").run(
      bytesOf(op.author),
      publicKey,
      entry.position,
    );
    return true;
  }

  #isDevice(author: DeviceId): boolean {
    if (this.#devices.has(author)) return true;
    const found = this.#parts.db.query("SELECT 1 FROM device WHERE id = ?").get(bytesOf(author));
    if (found !== null) this.#devices.add(author);
    return found !== null;
  }

  #insert(
    { op, headerBytes }: Candidate,
    entry: Applicable,
    carrier: string,
  ): LoggedOperation["body"] {
    const { db, bodies } = this.#parts;
    const body = this.#bodyState(op.detached !== null, op.header.body, entry.id);
    insertRow(db, {
      ...entry,
      id: bytesOf(entry.id),
      author: bytesOf(entry.author),
      carrier,
      header: headerBytes,
      signature: op.signature,
      body,
    });
    if (body === "stored" && op.detached !== null) bodies.store(db, entry, op.detached);
    return body;
  }

  #bodyState(given: boolean, inHeader: unknown, id: OpId): LoggedOperation["body"] {
    if (Array.isArray(inHeader)) return "inside";
    if (this.#isErased(id)) return "erased";
    return given ? "stored" : "absent";
  }

  #isErased(id: OpId): boolean {
    const found = this.#parts.db.query("SELECT 1 FROM erasure WHERE id = ?").get(bytesOf(id));
    return found !== null;
  }

  #again(candidate: Candidate, existing: OperationRow): Submission {
    const { id, op } = candidate;
    if (opIdOf(existing.id) !== id) return this.#fork(candidate, existing);
    const { position, body } = existing;
    const effect: Effect = effectOf(existing.refusal);
    if (body !== "absent" || op.detached === null) return { id, state: "dup", position, effect };
    this.#parts.bodies.store(this.#parts.db, { id, position }, op.detached);
    setBodyState(this.#parts.db, position, "stored");
    this.#staleTables(this.#standing(existing, op.author), op.author);
    return { id, state: "dup", position, effect, late: true };
  }

  /**
   * The first other operation is kept as proof; a third proves nothing more. Whoever could not say
   * it now, such as the finder of a lost phone, cannot make it unsaid either.
   */
  #fork({ id, op, headerBytes }: Candidate, existing: OperationRow): Submission {
    const { db } = this.#parts;
    const fork: Submission = { id, state: "fork", effect: equivocation };
    const isBinding = kindByNumber(existing.kind)?.binding === true;
    const standing = this.#standing(existing, op.author);
    if ("refusal" in standing && !isBinding) return fork;
    const kept = db
      .query(
        `INSERT OR IGNORE INTO fork (author, seq, id, header, signature, received)
         VALUES (?, ?, ?, ?, ?, ?)`,
      )
      .run(
        existing.author,
        existing.seq,
        bytesOf(id),
        headerBytes,
        op.signature,
        this.#parts.now(),
      );
    if (kept.changes > 0 && !isBinding) {
      setEffect(db, existing.position, equivocation);
      if (existing.refusal === null) this.#staleTables(standing, op.author);
    }
    return fork;
  }

  /** What the author may say now of that kind. */
  #standing({ kind }: OperationRow, author: DeviceId): Standing {
    const { db, authority } = this.#parts;
    return authority.standing({ author, kind, position: this.#last + 1 }, db, null);
  }

  /** A member answers for all of their devices together. */
  #staleTables(standing: Standing, author: DeviceId): void {
    this.#parts.projector.markStale();
    this.#offenders.add("member" in standing ? standing.member : author);
  }
}
