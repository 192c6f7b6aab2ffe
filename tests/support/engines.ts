/** The real engine process on a generated model, for the tests of what is built on it. */
import { systemClock } from "../../appliance/clock.ts";
import { createEngineHost, type EngineHost } from "../../appliance/engine/index.ts";
import { silentLog } from "../../appliance/log.ts";
import type { ModelFile } from "./gguf/models.ts";

export interface EngineWish {
  readonly role?: "answer" | "embed";
  readonly slots?: number;
  /** Generated vocabularies have no long words: their prompts are many tokens. */
  readonly contextTokens?: number;
  /** Where the system starts it. */
  readonly socket?: string;
}

/** Resolves once the model is loaded; close it. */
export async function startEngine(file: ModelFile, wish: EngineWish = {}): Promise<EngineHost> {
  const { role = "answer", slots = 2, contextTokens = 16_384, socket = null } = wish;
  const { path, sha256 } = file;
  const host = createEngineHost({
    load: { role, path, sha256, adapters: [], slots, contextTokens, threads: 1 },
    socket,
    memoryBytesMax: 8_000_000_000,
    clock: systemClock,
    log: silentLog,
  });
  await host.loaded;
  return host;
}

/** Resolves as soon as the engine is in this state. */
export function becomes(host: EngineHost, is: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (host.state().is === is) resolve();
    };
    host.onState(look);
    look();
  });
}
