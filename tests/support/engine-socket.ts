/**
 * What systemd does with `image/units/folkmoot-engine.socket`, done by systemd's own program for
 * trying such sockets: each connection starts the real engine process. A test that is root has it
 * started as another user, as the unit does; one that is not, as itself.
 */
import { chmodSync, copyFileSync, linkSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";

const activate = "/usr/bin/systemd-socket-activate";
const setpriv = "/usr/bin/setpriv";
const root = join(import.meta.dir, "..", "..");
/** Nobody has it: neither people, nor services, nor users of a moment. */
const strangerUid = 60_900;

export const isRoot = process.getuid?.() === 0;
/** As which user engines run. */
export const engineUid = isRoot ? strangerUid : (process.getuid?.() ?? 0);

export interface EngineSocket {
  readonly path: string;
  /** Readable by whom the engine runs as; for models and whatever a test keeps from it. */
  readonly folder: string;
  /** Runs a command as the engine's user; true when it ends well. */
  can(...command: string[]): boolean;
  listen(): Promise<void>;
  close(): Promise<void>;
}

/** Does not listen yet. `program`: what is started for a connection, the engine unless given. */
export function engineSocket(program = "appliance/engine/child/process.ts"): EngineSocket {
  // Not below the run's own temporary folder, which is closed to everybody else.
  const folder = mkdtempSync("/tmp/folkmoot-socket-");
  chmodSync(folder, 0o711);
  const path = join(folder, "engine.sock");
  const place = isRoot ? install(folder) : { bun: process.execPath, lib: root };
  const asUser = isRoot
    ? [setpriv, `--reuid=${strangerUid}`, `--regid=${strangerUid}`, "--clear-groups"]
    : [];
  const command = [...asUser, place.bun, join(place.lib, program)];
  let running: ReturnType<typeof activated> | null = null;
  return {
    path,
    folder,
    can: (...words) => Bun.spawnSync([...asUser, ...words]).exitCode === 0,
    async listen() {
      running = activated(path, command);
      await running.isListening;
    },
    async close() {
      running?.process.kill();
      await running?.process.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function activated(path: string, command: readonly string[]) {
  const process = Bun.spawn([activate, "--accept", "--inetd", "-l", path, ...command], {
    stdio: ["ignore", "ignore", "pipe"],
    cwd: "/",
    env: { PATH: "/usr/bin:/bin", HOME: "/nonexistent", BUN_RUNTIME_TRANSPILER_CACHE_PATH: "0" },
  });
  const isListening = Promise.withResolvers<void>();
  void (async () => {
    const decoder = new TextDecoder();
    let said = "";
    for await (const chunk of process.stderr) {
      said += decoder.decode(chunk, { stream: true });
      if (said.includes("Listening on")) isListening.resolve();
    }
    isListening.reject(new Error(said));
  })();
  return { process, isListening: isListening.promise };
}

/** Program and packages where another user gets to them, whatever folder they really are in. */
function install(folder: string): { bun: string; lib: string } {
  const lib = join(folder, "lib");
  mkdirSync(join(lib, "appliance"), { recursive: true, mode: 0o755 });
  const bun = join(folder, "bun");
  try {
    linkSync(process.execPath, bun);
  } catch {
    copyFileSync(process.execPath, bun);
  }
  chmodSync(bun, 0o755);
  const parts = ["package.json", "node_modules", "mesh", "appliance/engine", "tests/support"];
  mkdirSync(join(lib, "tests"), { mode: 0o755 });
  for (const part of parts) {
    const copy = (how: string) =>
      Bun.spawnSync(["cp", how, join(root, part), join(lib, part)]).exitCode === 0;
    // Links where it is the same disk, which costs nothing.
    if (copy("-al") || copy("-a")) continue;
    throw new Error(`${part} could not be copied to ${lib}.`);
  }
  return { bun, lib };
}
