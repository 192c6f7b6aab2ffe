/** One run of the engine process, from its start to its end. */
import { join } from "node:path";
import type { Subprocess } from "bun";
import { FolkmootError } from "../../mesh/op/index.ts";
import { encodeLine, type FromEngine, linesOf, type ToEngine } from "./protocol.ts";
import { engineEnvironment, engineSandbox, ownMemoryBytes } from "./sandbox.ts";

const program = join(import.meta.dir, "child", "process.ts");
const memoryCheckMs = 500;

/** Hears what the process says to one request. Returns true when that was the last. */
export type Hear = (message: FromEngine) => boolean;

/** Why a run ended: asked to, by itself, or for what it took. */
export type ChildEnd = "closed" | "crashed" | "memory";

export interface EngineChild {
  readonly pid: number;
  /** What it says to `id` goes to `hear`, until that returns true or the process ends. */
  send(message: ToEngine, hear: Hear | null): void;
  /** Forgets what is said to a request that nobody waits for. */
  forget(id: number): void;
  readonly ended: Promise<ChildEnd>;
  close(): void;
}

/** Starts the process. `memoryBytesMax`: beyond it the process is ended. */
export function startEngineChild(memoryBytesMax: number): EngineChild {
  const child = Bun.spawn([...engineSandbox().prefix, process.execPath, program], {
    stdio: ["pipe", "pipe", "ignore"],
    env: engineEnvironment(),
    // Not the box's folder: nothing in there is for this process.
    cwd: "/",
  });
  const waiting = new Map<number, Hear>();
  let end: ChildEnd = "crashed";
  const watch = setInterval(() => {
    const taken = ownMemoryBytes(child.pid);
    if (taken === null || taken <= memoryBytesMax) return;
    end = "memory";
    child.kill("SIGKILL");
  }, memoryCheckMs);
  void hearAll(child, waiting);
  const ended = child.exited.then(() => {
    clearInterval(watch);
    const stopped = [...waiting];
    waiting.clear();
    for (const [id, hear] of stopped) hear(stoppedMessage(id, end));
    return end;
  });
  return {
    pid: child.pid,
    send(message, hear) {
      if (hear !== null) waiting.set(message.id, hear);
      try {
        child.stdin.write(encodeLine(message));
        child.stdin.flush();
      } catch {
        // It is ending: `ended` tells everybody who waits.
      }
    },
    forget: (id) => void waiting.delete(id),
    ended,
    close() {
      end = "closed";
      child.kill("SIGKILL");
    },
  };
}

async function hearAll(
  child: Subprocess<"pipe", "pipe", "ignore">,
  waiting: Map<number, Hear>,
): Promise<void> {
  try {
    for await (const line of linesOf(child.stdout)) {
      // Native code may print a line of its own.
      if (!line.startsWith("{")) continue;
      const message = JSON.parse(line) as FromEngine;
      if (waiting.get(message.id)?.(message) === true) waiting.delete(message.id);
    }
  } catch {
    // What it says cannot be read any more: a process in this state is of no use.
    child.kill("SIGKILL");
  }
}

function stoppedMessage(id: number, end: ChildEnd): FromEngine {
  const hint =
    end === "memory"
      ? "It needed more memory than it may have. Use a smaller model, or fewer slots."
      : "It is started again by itself. Ask again in a moment.";
  return {
    type: "failed",
    id,
    code: "engine-stopped",
    message: "The engine stopped in the middle of this.",
    hint,
  };
}

/** The error that a `failed` message stands for. */
export function errorOf(message: Extract<FromEngine, { type: "failed" }>): FolkmootError {
  const { code, hint } = message;
  const status = code === "prompt-too-long" ? 413 : code === "bad-schema" ? 400 : 503;
  return new FolkmootError(code, message.message, { status, ...(hint === null ? {} : { hint }) });
}
