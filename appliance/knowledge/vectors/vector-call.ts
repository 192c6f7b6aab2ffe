/** What the thread that keeps the vectors can be asked, as values that pass between threads. */
import type { FromThread } from "../called-thread.ts";
import type { TitledText } from "./self-test.ts";
import type { NearPassage, Progress, Unembedded, VectorIndex } from "./vector-index.ts";
import type { VectorRow } from "./vector-table.ts";

export interface VectorCalls {
  begin: { ask: [modelSha: string, dims: number]; answer: null };
  next: { ask: [limit: number]; answer: Unembedded[] };
  add: { ask: [rows: readonly VectorRow[]]; answer: null };
  nearest: {
    ask: [question: Float32Array, audiences: readonly string[], limit: number];
    answer: NearPassage[];
  };
  progress: { ask: []; answer: Progress };
  titles: { ask: []; answer: TitledText[] };
  /** Keeps what a self-test found. */
  trust: { ask: [trust: number]; answer: null };
  /** The last: a thread that is ended while it holds the file would lock it for the next one. */
  close: { ask: []; answer: null };
}
export type VectorCallName = keyof VectorCalls;
export type VectorCall = {
  [Name in VectorCallName]: { id: number; name: Name; ask: VectorCalls[Name]["ask"] };
}[VectorCallName];
/** `look`: something was written, perhaps erased. */
export type ToVectorThread =
  | { readonly open: { path: string; boxPath: string; pagesMax?: number } }
  | { readonly look: true }
  | VectorCall;

export function answerVectorCall(index: VectorIndex, call: VectorCall): FromThread {
  try {
    return { id: call.id, answer: answerOf(index, call) ?? null };
  } catch (error) {
    return { id: call.id, failed: failureOf(error) };
  }
}

export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

function answerOf(index: VectorIndex, call: VectorCall): unknown {
  switch (call.name) {
    case "begin":
      return index.begin(...call.ask);
    case "next":
      return index.next(...call.ask);
    case "add":
      return index.add(...call.ask);
    case "nearest":
      return index.nearest(...call.ask);
    case "progress":
      return index.progress();
    case "titles":
      return index.titles();
    case "trust":
      return index.keepTrust(...call.ask);
    case "close":
      return index.close();
  }
}
