import { readFileSync } from "node:fs";

/**
 * How many threads compute by default: one physical core is left to the box, its store and its
 * streams. ggml's threads spin while they wait, so a thread more than there are free cores makes
 * everything slower by a factor of ten or more (measured on two busy cores: 107 tokens a second
 * with one thread, 3 with two).
 */
export function engineThreads(cores: number = physicalCores()): number {
  return Math.max(1, cores - 1);
}

/** Cores of this machine that this process may use; two threads of one core count once. */
export function physicalCores(
  cpuinfo: string = readText("/proc/cpuinfo"),
  allowed: number = navigator.hardwareConcurrency,
): number {
  const cores = new Set<string>();
  for (const cpu of cpuinfo.split("\n\n")) {
    const field = (name: string) => new RegExp(`^${name}\\s*:\\s*(\\d+)`, "m").exec(cpu)?.[1];
    const core = field("core id");
    if (core !== undefined) cores.add(`${field("physical id") ?? "0"}/${core}`);
  }
  // ARM boards do not name cores here; theirs have one thread each.
  return Math.max(1, cores.size === 0 ? allowed : Math.min(cores.size, allowed));
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
