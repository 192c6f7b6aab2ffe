/** How the moot command asks a running box: over the socket in its data folder. */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";

// The kernel's limit for the path of a Unix socket (unix(7)), less its closing zero.
const socketPathBytesMax = 107;

/** Null where no path to the data folder is short enough for a socket. */
export function controlPath(dataDir: string): string | null {
  const absolute = join(dataDir, "box", "control.sock");
  const shortest = [absolute, relative(process.cwd(), absolute)].sort(
    (a, b) => Buffer.byteLength(a) - Buffer.byteLength(b),
  )[0];
  return shortest !== undefined && Buffer.byteLength(shortest) <= socketPathBytesMax
    ? shortest
    : null;
}

/** GET, unless it says otherwise. */
export interface Ask {
  readonly method?: "POST";
  readonly json?: object;
}

/** Null when no box runs on this folder. Throws what the box answers with, as FolkmootError. */
export async function askBox(dataDir: string, path: string, init: Ask = {}): Promise<unknown> {
  const unix = controlPath(dataDir);
  if (unix === null || !existsSync(unix)) return null;
  const response = await fetch(`http://localhost${path}`, {
    unix,
    method: init.method ?? "GET",
    // Some of it takes as long as copying tens of gigabytes from a stick.
    timeout: false,
    ...(init.json === undefined
      ? {}
      : { body: JSON.stringify(init.json), headers: { "content-type": "application/json" } }),
  }).catch(() => null);
  if (response === null) return null;
  const answer: unknown = response.status === 204 ? {} : await response.json();
  if (response.ok || path === "/health") return answer;
  const { error } = answer as { error: { code: string; message: string; hint: string | null } };
  throw new FolkmootError(error.code, error.message, {
    status: response.status,
    ...(error.hint === null ? {} : { hint: error.hint }),
  });
}

export function notRunning(dataDir: string): FolkmootError {
  return new FolkmootError("not-running", `No box runs on ${dataDir}.`, {
    hint: "Start it with: moot start --data DIR, or name its folder with --data.",
  });
}
