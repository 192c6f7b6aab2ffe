/**
 * What the engine process is kept from, as far as this machine lets us. Where systemd starts it, a
 * user of its own, a private network and hard limits come from its unit (`image/units`); where the
 * box does, the kernel is asked for what an ordinary user may ask for.
 */
import { existsSync, readFileSync } from "node:fs";

/** How a run of the engine is confined. */
export interface Confinement {
  /** `own`: another user than the box's, so that the box's files are closed to it. */
  readonly user: "own" | "box" | "unknown";
  /** `none`: no interface exists for it but a loopback of its own that leads nowhere. */
  readonly network: "none" | "unrestricted" | "unknown";
}

interface Sandbox {
  readonly network: "none" | "unrestricted";
  /** What to put before the command. */
  readonly prefix: readonly string[];
}

const unshare = "/usr/bin/unshare";

let known: Sandbox | null = null;

/**
 * Tried once: some kernels let no ordinary user make namespaces. The process has no code that
 * opens a connection either way.
 */
export function engineSandbox(): Sandbox {
  known ??= canUnshare()
    ? { network: "none", prefix: [unshare, "--user", "--map-current-user", "--net", "--"] }
    : { network: "unrestricted", prefix: [] };
  return known;
}

function canUnshare(): boolean {
  if (!existsSync(unshare)) return false;
  const tried = Bun.spawnSync([unshare, "--user", "--map-current-user", "--net", "--", "true"]);
  return tried.exitCode === 0;
}

/** What to expect of a run before there was one. Of a unit only the run itself can say it. */
export function expectedConfinement(socket: string | null): Confinement {
  if (socket !== null) return { user: "unknown", network: "unknown" };
  return { user: "box", network: engineSandbox().network };
}

/**
 * Weights in pages of 2 MiB instead of 4 KiB, where the kernel gives them to who asks (glibc,
 * "Memory Related Tunables"; since 2.35, others ignore it): every token reads all weights, and
 * looking up where they are cost a twentieth of its time.
 */
const largePages = "glibc.malloc.hugetlb=1";

/** Only what a program needs to run: no token, no proxy, no path of the box's own. */
export function engineEnvironment(): Record<string, string> {
  const { HOME = "/nonexistent", PATH = "/usr/bin:/bin" } = process.env;
  return { HOME, PATH, GLIBC_TUNABLES: largePages, NODE_LLAMA_CPP_SKIP_DOWNLOAD: "true" };
}

/**
 * Memory of a process that is its own: what a mapped model file takes beside it the kernel can
 * take back at any time. Null once it is gone.
 */
export function ownMemoryBytes(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kibibytes = /^RssAnon:\s+(\d+) kB/m.exec(status)?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}

/** All of the machine's memory, in bytes. */
export function machineMemoryBytes(): number {
  const kibibytes = /^MemTotal:\s+(\d+) kB/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
  return Number(kibibytes ?? 0) * 1024;
}
