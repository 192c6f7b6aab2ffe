/** One run of the engine process, from its start to its end, whoever starts it. */
import { FolkmootError } from "../../mesh/op/index.ts";
import { type FromEngine, linesOf, memoryReasons, type ToEngine } from "./protocol.ts";
import type { Confinement } from "./sandbox.ts";

/** Hears what the process says to one request. Returns true when that was the last. */
export type Hear = (message: FromEngine) => boolean;

/** Why a run ended: asked to, by itself, for what it took, or because it never began. */
export type ChildEnd = "closed" | "crashed" | "memory" | "unreachable";

export interface EngineChild {
  /** Null until it is known. */
  readonly pid: number | null;
  /** As the process itself finds it; null until it has said so. */
  readonly confinement: Confinement | null;
  /** What it says to `id` goes to `hear`, until that returns true or the process ends. */
  send(message: ToEngine, hear: Hear | null): void;
  /** Forgets what is said to a request that nobody waits for. */
  forget(id: number): void;
  readonly ended: Promise<ChildEnd>;
  close(): void;
}

/** The box's half of what is said in one run. */
export class EngineTalk {
  readonly #waiting = new Map<number, Hear>();
  #hello: Extract<FromEngine, { type: "hello" }> | null = null;
  #reason: string | null = null;

  get pid(): number | null {
    return this.#hello?.pid ?? null;
  }

  get confinement(): Confinement | null {
    if (this.#hello === null) return null;
    const { uid, network } = this.#hello;
    return { user: uid === process.getuid?.() ? "box" : "own", network };
  }

  /** Whether somebody who knows said that it took too much memory. */
  get tookTooMuch(): boolean {
    return this.#reason !== null && memoryReasons.includes(this.#reason);
  }

  await(id: number, hear: Hear | null): void {
    if (hear !== null) this.#waiting.set(id, hear);
  }

  forget(id: number): void {
    this.#waiting.delete(id);
  }

  /**
   * Listens to the end of the stream. `onNonsense` is called when a line cannot be read: a process
   * in this state is of no use, and one that was killed may leave half a line before the last.
   */
  async listen(stream: AsyncIterable<Uint8Array>, onNonsense: () => void): Promise<void> {
    try {
      for await (const line of linesOf(stream)) {
        // Native code may print a line of its own.
        if (!line.startsWith("{")) continue;
        const message = messageOf(line);
        if (message === null) onNonsense();
        else this.#hear(message);
      }
    } catch {
      onNonsense();
    }
  }

  /** Tells everybody who still waits that the run is over. */
  end(end: ChildEnd): void {
    const stopped = [...this.#waiting];
    this.#waiting.clear();
    for (const [id, hear] of stopped) hear(stoppedMessage(id, end));
  }

  #hear(message: FromEngine): void {
    if (message.type === "hello") this.#hello = message;
    // The process knows best; to its unit it was only killed.
    else if (message.type === "ended") this.#reason ??= message.reason;
    else if (this.#waiting.get(message.id)?.(message) === true) this.#waiting.delete(message.id);
  }
}

function messageOf(line: string): FromEngine | null {
  try {
    return JSON.parse(line) as FromEngine;
  } catch {
    return null;
  }
}

const stoppedHints: Record<ChildEnd, string> = {
  closed: "It is started again by itself. Ask again in a moment.",
  crashed: "It is started again by itself. Ask again in a moment.",
  memory: "It needed more memory than it may have. Use a smaller model, or fewer slots.",
  unreachable: "It could not be started. It is tried again by itself.",
};

function stoppedMessage(id: number, end: ChildEnd): FromEngine {
  return {
    type: "failed",
    id,
    code: "engine-stopped",
    message: "The engine stopped in the middle of this.",
    hint: stoppedHints[end],
  };
}

/** The error that a `failed` message stands for. */
export function errorOf(message: Extract<FromEngine, { type: "failed" }>): FolkmootError {
  const { code, hint } = message;
  const status = code === "prompt-too-long" ? 413 : code === "bad-schema" ? 400 : 503;
  return new FolkmootError(code, message.message, { status, ...(hint === null ? {} : { hint }) });
}
