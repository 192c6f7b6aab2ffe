import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { FolkmootError } from "../../mesh/op/index.ts";
import { database, strict } from "./database.ts";
import { preferences } from "./preferences.ts";
import { sendJson } from "./request.ts";
import { membership, requestJson } from "./session.ts";

/** What GET on a path of the box says, or said when it was last in reach. */
export interface Resource<Data> {
  data: Data | undefined;
  /**
   * `loading`: nothing yet. `fresh`: the box's word in this visit. `stale`: what it said at `atMs`.
   * `absent`: not on this phone, and the box is out of reach. `failed`: the box refused; `error`.
   */
  state: "loading" | "fresh" | "stale" | "absent" | "failed";
  /** When the box said it, milliseconds since 1970. */
  atMs: number | null;
  error: FolkmootError | null;
  /** Asks again. */
  refresh(): Promise<void>;
}

type Snapshot = Omit<Resource<unknown>, "refresh">;

interface Source {
  path: string;
  snapshot: Signal<Snapshot>;
  readers: number;
  refresh(): Promise<void>;
}

/** The box's code for a device that was revoked, or whose member is gone. */
const shutOut = "device-revoked";
const nothing: Snapshot = { data: undefined, state: "loading", atMs: null, error: null };
// Copies kept on the phone; the oldest go first.
const copiesMax = 3_000;
const sources = new Map<string, Source>();
/** How often the copy of a path was amended: an answer asked for before that is older than it. */
const amendments = new Map<string, number>();

/**
 * A resource of the box: the copy on this phone at once, then the box's word. It follows the box:
 * whenever its log grows, what is on screen is asked again. `null` asks nothing.
 */
export function useResource<Data>(path: string | null): Resource<Data> {
  const source = useMemo(() => (path === null ? null : sourceOf(path)), [path]);
  useEffect(() => {
    if (source === null) return;
    source.readers += 1;
    // Whoever read it before may have let go of it between our rendering and now.
    sources.set(source.path, source);
    if (source.readers === 1) source.refresh();
    return () => {
      source.readers -= 1;
      if (source.readers === 0 && sources.get(source.path) === source) sources.delete(source.path);
    };
  }, [source]);
  const snapshot = source === null ? nothing : source.snapshot.value;
  return {
    ...(snapshot as Omit<Resource<Data>, "refresh">),
    refresh: source?.refresh ?? (() => Promise.resolve()),
  };
}

/** Asks again for everything on screen. */
export async function refreshResources(): Promise<void> {
  await Promise.all([...sources.values()].map((source) => source.refresh()));
}

/** Asks again for what is on screen and could not be had when it was asked for. */
export async function retryResources(): Promise<void> {
  const missed = [...sources.values()].filter(({ snapshot }) => isMissed(snapshot.value));
  await Promise.all(missed.map((source) => source.refresh()));
}

/** Pure: out of reach, or too busy. What the box refused it would refuse again. */
export function isMissed({ error }: Pick<Snapshot, "error">): boolean {
  return error !== null && (error.code === "unreachable" || error.status >= 500);
}

/**
 * Changes the copy of a path by what the box has just said elsewhere, such as in a stream; the next
 * reading of the path replaces it. `change` gets what is kept, or undefined, and gives undefined
 * to leave it. Nothing is kept for a member who wants no copies.
 */
export async function amendCopy<Data>(
  path: string,
  change: (kept: Data | undefined) => Data | undefined,
): Promise<void> {
  if (!preferences.value.keepCopies) return;
  amendments.set(path, (amendments.get(path) ?? 0) + 1);
  const key: [string, string] = [membership.value?.member ?? "", path];
  const tx = (await database()).transaction("cache", "readwrite", strict);
  const copy = await tx.store.get(key);
  const data = change(copy?.data as Data | undefined);
  if (data !== undefined) tx.store.put({ data, atMs: Date.now() }, key);
  await tx.done;
}

/** What this phone keeps of the paths that begin so. */
export async function copiesUnder(beginning: string): Promise<unknown[]> {
  const member = membership.value?.member ?? "";
  // No path holds the last character of all.
  const range = IDBKeyRange.bound([member, beginning], [member, `${beginning}\uffff`]);
  const copies = await (await database()).getAll("cache", range);
  return copies.map(({ data }) => data);
}

/** Deletes every copy on this phone; what is on screen stays until it is left. */
export async function dropCopies(): Promise<void> {
  await (await database()).clear("cache");
}

/** Takes away what is on screen: another member, or nobody, is on this device now. */
export function forgetResources(): void {
  for (const source of sources.values()) source.snapshot.value = nothing;
}

function sourceOf(path: string): Source {
  const known = sources.get(path);
  if (known !== undefined) return known;
  const snapshot = signal<Snapshot>(nothing);
  let running: Promise<void> | undefined;
  let again = false;
  const refresh = async (): Promise<void> => {
    if (running !== undefined) {
      again = true;
      return running;
    }
    running = load(path, snapshot).finally(() => {
      running = undefined;
      if (again) {
        again = false;
        refresh();
      }
    });
    return running;
  };
  const source: Source = { path, snapshot, readers: 0, refresh };
  sources.set(path, source);
  return source;
}

async function load(path: string, snapshot: Signal<Snapshot>): Promise<void> {
  const member = membership.value?.member ?? "";
  const db = await database();
  if (snapshot.value.data === undefined) {
    const copy = await db.get("cache", [member, path]);
    if (copy) snapshot.value = { data: copy.data, state: "stale", atMs: copy.atMs, error: null };
  }
  const amended = amendments.get(path);
  try {
    const data = member === "" ? await sendJson(path) : await requestJson(path);
    const atMs = Date.now();
    // Unchanged answers keep their identity, so that nothing renders for nothing.
    const same = JSON.stringify(data) === JSON.stringify(snapshot.value.data);
    snapshot.value = {
      data: same ? snapshot.value.data : data,
      state: "fresh",
      atMs,
      error: null,
    };
    if (preferences.value.keepCopies && amendments.get(path) === amended) {
      await db.put("cache", { data, atMs }, [member, path]);
      await dropOldCopies();
    }
  } catch (cause) {
    snapshot.value = afterFailure(snapshot.value, cause);
    if (isGone(cause)) await db.delete("cache", [member, path]);
  }
}

/**
 * 403, 404 and 410 take the copy away as well: what one may no longer see does not linger. A
 * device that was shut out keeps what it has: it learns nothing new, that is all.
 */
function isGone(cause: unknown): cause is FolkmootError {
  if (!(cause instanceof FolkmootError) || cause.code === shutOut) return false;
  return [403, 404, 410].includes(cause.status);
}

function afterFailure(before: Snapshot, cause: unknown): Snapshot {
  const error =
    cause instanceof FolkmootError
      ? cause
      : new FolkmootError("failed", "This could not be loaded.", { cause });
  if (isGone(cause)) return { ...nothing, state: "failed", error };
  if (before.data !== undefined) return { ...before, state: "stale", error };
  const isAway = error.code === "unreachable" || error.code === shutOut;
  return { ...nothing, state: isAway ? "absent" : "failed", error };
}

async function dropOldCopies(): Promise<void> {
  const db = await database();
  const over = (await db.count("cache")) - copiesMax;
  if (over <= 0) return;
  const tx = db.transaction("cache", "readwrite");
  let cursor = await tx.store.index("atMs").openCursor();
  for (let dropped = 0; cursor && dropped < over; dropped++) {
    await cursor.delete();
    cursor = await cursor.continue();
  }
  await tx.done;
}
