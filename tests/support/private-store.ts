/** A real store for tests of private rows: nobody speaks, members only keep things. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../appliance/clock.ts";
import { systemRandom } from "../../appliance/random.ts";
import { type Migration, openStore, type Store } from "../../appliance/store/index.ts";

export interface PrivateStore {
  readonly store: Store;
  readonly dir: string;
  /** Paths of files in the data folder that hold these bytes, as they are or in any case. */
  filesWith(needle: Uint8Array | string): string[];
  /** Closes it and opens it again. */
  reopen(): Promise<PrivateStore>;
  remove(): Promise<void>;
}

export async function openPrivateStore(
  migrations: readonly Migration[],
  clock: Clock,
  dir = mkdtempSync(join(tmpdir(), "folkmoot-private-")),
): Promise<PrivateStore> {
  const store = await openStore({
    dir,
    communityId: () => null,
    clock,
    random: systemRandom,
    projections: [],
    authority: {
      introducedKey: () => null,
      introduce: () => false,
      standing: () => ({ refusal: "unknown" }),
    },
    migrations,
  });
  return {
    store,
    dir,
    filesWith: (needle) => filesIn(dir).filter((path) => holds(path, needle)),
    async reopen() {
      await store.close();
      return openPrivateStore(migrations, clock, dir);
    },
    async remove() {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true })
    .map((name) => join(dir, String(name)))
    .filter((path) => statSync(path).isFile());
}

function holds(path: string, needle: Uint8Array | string): boolean {
  const bytes = readFileSync(path);
  if (typeof needle !== "string") return bytes.includes(needle);
  return bytes.toString("latin1").toLowerCase().includes(Buffer.from(needle).toString("latin1"));
}
