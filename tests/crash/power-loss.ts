/** What a disk may hold after the power went: what was synced, and some of what was not. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DiskEvent } from "./disk-trace.ts";

/** `none`: nothing that was not synced. `some`: any part of it, cut at sectors. */
export type Survival = "none" | "some";

type Change = Extract<DiskEvent, { type: "write" | "truncate" }>;

const sectorBytes = 512;

/**
 * A disk that is told one event after the other. A file is there for good once its folder was
 * synced, its content once the file was.
 */
export class Disk {
  readonly #durable = new Map<string, Uint8Array>();
  readonly #pending = new Map<string, Change[]>();
  /** Files whose folder was not synced since they were made. */
  readonly #unnamed = new Set<string>();

  tell(event: DiskEvent): void {
    if (event.type === "say") return;
    const { path } = event;
    if (event.type === "create") {
      this.#unnamed.add(path);
      this.#durable.set(path, new Uint8Array());
    } else if (event.type === "unlink") {
      this.#durable.delete(path);
      this.#pending.delete(path);
    } else if (event.type === "sync") {
      this.#sync(path);
    } else {
      this.#pending.set(path, [...(this.#pending.get(path) ?? []), event]);
    }
  }

  /** Writes what is left below `root`, by the name that files have below `dir`. */
  loseThePower(survival: Survival, random: () => number, dir: string, root: string): void {
    rmSync(root, { recursive: true, force: true });
    mkdirSync(root, { recursive: true });
    for (const [path, durable] of this.#durable) {
      if (survival === "none" && this.#unnamed.has(path)) continue;
      const pending = survival === "some" ? (this.#pending.get(path) ?? []) : [];
      const content = replayed(
        durable,
        pending.flatMap((change) => survivor(change, random)),
      );
      const target = join(root, path.slice(dir.length));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
  }

  #sync(path: string): void {
    for (const name of this.#unnamed) if (dirname(name) === path) this.#unnamed.delete(name);
    const changes = this.#pending.get(path);
    if (changes === undefined) return;
    const content = replayed(this.#durable.get(path) ?? new Uint8Array(), changes);
    // A copy of the right size: the buffer behind it may be much larger.
    this.#durable.set(path, content.slice());
    this.#pending.delete(path);
  }
}

/** The content after these changes, in order; `content` itself stays as it is. */
function replayed(content: Uint8Array, changes: readonly Change[]): Uint8Array {
  const ends = changes.map((change) => (change.type === "write" ? change.bytes.length : 0));
  const most = changes.reduce(
    (max, change) => Math.max(max, change.type === "write" ? change.at : change.size),
    content.length,
  );
  const buffer = new Uint8Array(most + ends.reduce((sum, end) => sum + end, 0));
  buffer.set(content);
  let size = content.length;
  for (const change of changes) {
    if (change.type === "truncate") {
      buffer.fill(0, Math.min(change.size, size), size);
      size = change.size;
      continue;
    }
    // Plain writes come one after the other, from the start.
    const at = change.at < 0 ? size : change.at;
    buffer.set(change.bytes, at);
    size = Math.max(size, at + change.bytes.length);
  }
  return buffer.subarray(0, size);
}

/** The whole change, some of its first sectors, or nothing. */
function survivor(change: Change, random: () => number): Change[] {
  const fate = random();
  if (fate < 0.4) return [change];
  if (fate > 0.6 || change.type === "truncate") return [];
  const sectors = Math.ceil(change.bytes.length / sectorBytes);
  const kept = Math.floor(random() * sectors) * sectorBytes;
  return [{ ...change, bytes: change.bytes.subarray(0, kept) }];
}
