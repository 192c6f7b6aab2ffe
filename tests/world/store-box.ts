/**
 * The real store with the real membership tables, as one box of a simulated world. Cutting the
 * power copies its files as they are at that moment and starts from the copy, as after `kill -9`;
 * what an unsynced disk forgets is tests/crash.
 */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeIdentity } from "../../appliance/members/identity.ts";
import {
  authority,
  identityMigration,
  membershipOf,
  projection,
} from "../../appliance/members/index.ts";
import {
  type AppliedOperation,
  type LoggedOperation,
  openStore,
  type Projection,
  type Store,
  type Tx,
} from "../../appliance/store/index.ts";
import { kinds, radioBodies } from "../../mesh/kinds/index.ts";
import {
  bodyOf,
  type CommunityId,
  decodeOperation,
  decodeRadio,
  encodeOperation,
  encodeReceipt,
  type Heads,
  type Operation,
  type OpId,
  operationIdWith,
  type Signer,
  signedBytes,
  toDeviceId,
} from "../../mesh/op/index.ts";
import {
  emptyMembership,
  enrolmentOf,
  introducedKey,
  type Refusal,
} from "../../mesh/rules/index.ts";
import { snapshot } from "../support/membership.ts";
import { seededRandom } from "../support/operations.ts";
import { type Entry, type Ledger, ledgerOf } from "./ledger.ts";
import { rememberingCrypto } from "./memory.ts";
import type { Logged, Passed, Reply, SimBox } from "./sim-box.ts";

/** Counts what had its effect, without a unique key: twice would show. */
const count = ({ id }: AppliedOperation<never>, { db }: Tx) => {
  db.query("INSERT INTO world_word VALUES (?1)").run(id);
  return { done: true } as const;
};
const words: Projection = {
  name: "world",
  version: 1,
  schema: ["CREATE TABLE world_word (id TEXT NOT NULL)"],
  tables: ["world_word"],
  apply: {
    [kinds.question.number]: count,
    [kinds.ballot.number]: count,
    [kinds.feedback.number]: count,
  },
};

const carrier = { carrier: "https" } as const;

export class StoreBox implements SimBox {
  readonly name = "the box";
  readonly communityId: CommunityId;
  up = true;
  private readonly signer: Signer;
  private readonly dirs: string[] = [];
  private store: Store | null = null;
  private now = 0;
  private doomed = false;

  private constructor(communityId: CommunityId, signer: Signer) {
    this.communityId = communityId;
    this.signer = signer;
  }

  static async open(communityId: CommunityId, signer: Signer): Promise<StoreBox> {
    const box = new StoreBox(communityId, signer);
    box.dirs.push(mkdtempSync(join(tmpdir(), "folkmoot-world-")));
    await box.start();
    await box.opened().write((tx) => writeIdentity(tx.db, communityId, 0));
    return box;
  }

  async submit(wires: Uint8Array[], now: number): Promise<Reply | null> {
    if (!this.up) return null;
    this.now = now;
    const store = this.opened();
    const writing = store.submit(wires, carrier);
    if (this.doomed) {
      await this.loseWhile(writing);
      return null;
    }
    const submissions = await writing;
    const receipt = await store.receipt(submissions);
    const results = submissions.map(({ id, state }, i) =>
      state === "badsig" ? this.whyNot(wires[i]) : { id, state },
    );
    return { results, receipt: receipt && encodeReceipt(receipt) };
  }

  async hear(packet: Uint8Array, now: number): Promise<void> {
    if (!this.up) return;
    const { devices } = this.membership();
    const heard = await decodeRadio(packet, radioBodies, {
      devices: (prefix) =>
        [...devices.values()]
          .filter(({ id }) => id.startsWith(prefix))
          .map(({ key }) => ({ communityId: this.communityId, publicKey: key })),
      references: (_, __, prefix) => [...this.log().keys()].filter((id) => id.startsWith(prefix)),
    });
    if (heard !== null) await this.submit([encodeOperation(heard.op)], now);
  }

  /** There is one box: what pretends to come from another one is a phone's at best. */
  async receive(passed: Passed[]): Promise<void> {
    if (passed.length > 0)
      await this.submit(
        passed.map(({ wire }) => wire),
        this.now,
      );
  }

  heads(): Heads {
    return this.opened().heads();
  }

  lackingFor(): Passed[] {
    return [];
  }

  flush(): void {
    // The store has synced before it replied.
  }

  async cutPower(): Promise<void> {
    await this.loseWhile(Promise.resolve());
  }

  doom(): void {
    this.doomed = true;
  }

  async start(): Promise<void> {
    const dir = this.dirs.at(-1);
    if (dir === undefined) throw new Error("This box has no disk.");
    this.store = await openStore({
      dir,
      communityId: () => this.communityId,
      clock: { nowMs: () => this.now * 1_000, monotonicMs: () => this.now * 1_000 },
      random: seededRandom(this.dirs.length) as { bytes(n: number): Uint8Array<ArrayBuffer> },
      projections: [projection, words],
      authority,
      migrations: [identityMigration],
      boxSigner: this.signer,
    });
    this.up = true;
  }

  log(): Map<OpId, Logged> {
    const store = this.opened();
    const logged = new Map<OpId, Logged>();
    for (const { id } of this.rows()) {
      const wire = store.wire(id, "whole");
      if (wire !== null) logged.set(id, { id, op: decodeOperation(wire), wire });
    }
    for (const { other: id, otherWire: wire } of store.forks()) {
      logged.set(id, { id, op: decodeOperation(wire), wire });
    }
    return logged;
  }

  ledger(): Ledger {
    const effects = this.rows().map(({ id, effect }) => ({
      id,
      refusal: effect.done ? null : (effect.reason as Refusal),
    }));
    const forked = this.opened()
      .forks()
      .map(({ other }) => other);
    const void_ = forked.map((id) => ({ id, refusal: "equivocation" as const }));
    return { state: this.membership(), effects: [...effects, ...void_] };
  }

  /** The tables say what the pure rules say, before and after a replay; nothing is damaged. */
  async ownProblems(): Promise<string[]> {
    const problems: string[] = [];
    const expected = this.byTheRules();
    for (const when of ["at first", "after a replay"]) {
      await this.opened().rebuild();
      const { state, effects } = this.ledger();
      const same = new Map(expected.effects.map(({ id, refusal }) => [id, refusal]));
      if (snapshot(state) !== snapshot(expected.state)) problems.push(`${when}: another state`);
      const counted = this.counted();
      for (const { id, refusal } of effects) {
        const times = counted.get(id) ?? 0;
        if (times > (refusal === null ? 1 : 0)) problems.push(`${when}: ${id} ${times} times`);
        if (same.get(id) !== refusal) problems.push(`${when}: ${id} ${refusal}, ${same.get(id)}`);
      }
    }
    const { damaged } = await this.opened().rehash();
    return [...problems, ...damaged.map(({ id, what }) => `${what} of ${id} is damaged`)];
  }

  async close(): Promise<void> {
    await this.store?.close();
    for (const dir of this.dirs) rmSync(dir, { recursive: true, force: true });
  }

  private byTheRules(): Ledger {
    const box = toDeviceId("0".repeat(16));
    const rows = new Map(this.rows().map((row) => [row.id, row]));
    const entries: Entry[] = [...this.log().values()].map(({ id, op, wire }) => {
      const row = rows.get(id);
      // The second half of a fork has no place of its own; it is void wherever it stands.
      const stamp = { time: row?.received ?? 0, box, index: 0 };
      return { id, op, wire, stamp, receipt: wire };
    });
    // In the order of the log.
    return ledgerOf(this.communityId, entries, "arrival");
  }

  /** What the files hold at this moment is what the next start finds. */
  private async loseWhile(writing: Promise<unknown>): Promise<void> {
    const dying = this.opened();
    const from = this.dirs.at(-1) ?? "";
    const to = mkdtempSync(join(tmpdir(), "folkmoot-world-"));
    cpSync(from, to, { recursive: true });
    this.dirs.push(to);
    this.doomed = false;
    this.up = false;
    this.store = null;
    await writing.catch(() => {});
    await dying.close();
  }

  /** To a stranger the store says the same whatever was wrong; a phone that was let in knows. */
  private whyNot(wire: Uint8Array | undefined): Reply["results"][number] {
    const op = wire === undefined ? null : read(wire);
    const introduced = op && introducedKey(op.header.kind, bodyOf(op) ?? []);
    if (!introduced || op.header.kind !== kinds.enrol.number) return { id: null, state: "badsig" };
    const body = kinds.enrol.schema.decode(bodyOf(op) ?? []);
    const signed = signedBytes(this.communityId, body.device, op.header);
    const id = operationIdWith(rememberingCrypto.sha256, signed);
    const given = { author: op.author, received: this.now };
    const crypto = rememberingCrypto;
    const why = enrolmentOf(this.membership(), { op: given, body, crypto });
    const isLate = body.invite !== null && this.opened().operation(body.invite) === null;
    return { id, state: why === "unknown-invite" && isLate ? "retry" : "turned-away" };
  }

  private counted(): Map<string, number> {
    const rows = this.opened()
      .db.query<{ id: string; times: number }, []>(
        "SELECT id, count(*) AS times FROM world_word GROUP BY id",
      )
      .all();
    return new Map(rows.map(({ id, times }) => [id, times]));
  }

  private membership() {
    return membershipOf(this.opened().db) ?? emptyMembership(this.communityId);
  }

  private rows(): LoggedOperation[] {
    return this.opened().operations({ after: 0, limit: 1_000 });
  }

  private opened(): Store {
    if (this.store === null) throw new Error("This box has no power.");
    return this.store;
  }
}

function read(wire: Uint8Array): Operation | null {
  try {
    return decodeOperation(wire);
  } catch {
    return null;
  }
}
