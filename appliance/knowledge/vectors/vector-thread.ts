/**
 * Vectors in a thread of their own: comparing and writing them takes longer than a server may look
 * away. It is the only one that has their file open.
 */
import { parentPort } from "node:worker_threads";
import { answerVectorCall, failureOf, type ToVectorThread } from "./vector-call.ts";
import { VectorIndex } from "./vector-index.ts";
import { removeVectors } from "./vector-table.ts";

/** Tidying looks at every vector: after edits it rests this many times as long as it took. */
const restFactor = 20;

let index: VectorIndex | null = null;
let erasures = -1;
let restUntilMs = 0;
let isTidying = false;
/** Something was said while it was tidying: look once more. */
let again = false;

parentPort?.on("message", (message: ToVectorThread) => {
  if ("open" in message) {
    parentPort?.postMessage(open(message.open));
    again = true;
    if (index !== null) void tidy(index);
  } else if (index !== null) {
    if ("name" in message) parentPort?.postMessage(answerVectorCall(index, message));
    if ("name" in message && message.name === "close") {
      index = null;
      return;
    }
    again = true;
    if (!isTidying) void tidy(index);
  }
});

function open({ path, boxPath, pagesMax }: { path: string; boxPath: string; pagesMax?: number }) {
  try {
    index = new VectorIndex(path, boxPath, pagesMax);
  } catch (error) {
    if (!["SQLITE_CORRUPT", "SQLITE_NOTADB"].includes(failureOf(error))) {
      return { opened: false, failed: failureOf(error) };
    }
    // Nothing in it that cannot be computed again.
    removeVectors(path);
    index = new VectorIndex(path, boxPath, pagesMax);
  }
  return { opened: true };
}

/** In slices, so that questions are answered between them. Erasing does not wait for a rest. */
async function tidy(of: VectorIndex): Promise<void> {
  isTidying = true;
  try {
    while (again && index === of) {
      again = false;
      const now = of.erasures();
      if (now !== erasures || performance.now() >= restUntilMs) await tidyOnce(of);
      erasures = now;
    }
  } catch {
    // The tables were being made anew, or the disk is full: tried again at the next occasion.
  } finally {
    isTidying = false;
  }
}

async function tidyOnce(of: VectorIndex): Promise<void> {
  let spentMs = 0;
  const tidying = of.tidy();
  for (;;) {
    const beganMs = performance.now();
    const step = tidying.next();
    spentMs += performance.now() - beganMs;
    if (step.done === true) break;
    await Bun.sleep(0);
    if (index !== of) return;
  }
  restUntilMs = performance.now() + spentMs * restFactor;
}
