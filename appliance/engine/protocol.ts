/**
 * What the box and the engine process say to each other: one JSON object a line, over the
 * process's standard input and output. These are pipes where the box starts the process, and one
 * connection where the system does. Ids are numbers chosen by the box, from 1; 0 is the run itself.
 */
import type { GenerateRequest } from "./text-model.ts";

export interface AdapterFile {
  readonly path: string;
  readonly sha256: string;
  /** 1 is as its author made it, 0 is without. */
  readonly scale: number;
}

export interface LoadRequest {
  readonly role: "answer" | "embed";
  readonly path: string;
  /** Lower-case hex. A file that is another one is refused. */
  readonly sha256: string;
  readonly adapters: readonly AdapterFile[];
  readonly slots: number;
  /** For each slot; less when the model was made for less. */
  readonly contextTokens: number;
  readonly threads: number;
}

export interface LoadedInfo {
  readonly name: string;
  readonly contextTokens: number;
  readonly slots: number;
  /** Of an embedding model; 0 for others. */
  readonly dimensions: number;
}

export type ToEngine =
  /** Of what is its own, beyond which the process ends itself. Said where nobody else watches. */
  | { readonly type: "limit"; readonly id: 0; readonly memoryBytesMax: number }
  | ({ readonly type: "load"; readonly id: number } & LoadRequest)
  | ({ readonly type: "generate"; readonly id: number } & GenerateRequest)
  | { readonly type: "embed"; readonly id: number; readonly texts: readonly string[] }
  | { readonly type: "abort"; readonly id: number };

export type FromEngine =
  /** The first line of every run, before a file is opened: how this process is confined. */
  | {
      readonly type: "hello";
      readonly id: 0;
      readonly pid: number;
      readonly uid: number;
      readonly network: "none" | "unrestricted";
    }
  /** The last line of a run whose end somebody can explain: the process itself, or its unit. */
  | { readonly type: "ended"; readonly id: 0; readonly reason: string }
  | { readonly type: "loaded"; readonly id: number; readonly info: LoadedInfo }
  | { readonly type: "text"; readonly id: number; readonly text: string; readonly tokens: number }
  | {
      readonly type: "end";
      readonly id: number;
      readonly reason: "stop" | "length" | "aborted";
      readonly promptTokens: number;
      readonly reusedTokens: number;
      readonly tokens: number;
    }
  /** Little-endian 32-bit floats of all texts, one after the other, in base64. */
  | { readonly type: "vectors"; readonly id: number; readonly data: string }
  | {
      readonly type: "failed";
      readonly id: number;
      readonly code: string;
      readonly message: string;
      readonly hint: string | null;
    };

/** A prompt of 32,000 tokens is some 200 KB; vectors of 64 texts are less than 1 MB. */
export const lineBytesMax = 4 * 1_048_576;
export const textsPerEmbedMax = 64;

/** What the process says when it took too much, and what systemd does when the kernel found so. */
export const memoryReasons: readonly string[] = ["memory", "oom-kill"];

export function encodeLine(message: ToEngine | FromEngine): string {
  return `${JSON.stringify(message)}\n`;
}

/** Cuts a stream of bytes into lines. Throws when a line is longer than `lineBytesMax`. */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let open = "";
  for await (const chunk of stream) {
    open += decoder.decode(chunk, { stream: true });
    if (!open.includes("\n")) {
      if (open.length > lineBytesMax) throw new Error("a line without an end");
      continue;
    }
    const lines = open.split("\n");
    open = lines.pop() ?? "";
    yield* lines;
  }
}
