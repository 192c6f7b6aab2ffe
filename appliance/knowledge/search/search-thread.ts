/**
 * Search in a thread of its own, for indexes so large that a question would hold up the server. It
 * has a connection of its own that cannot write.
 */
import { Database } from "bun:sqlite";
import { parentPort } from "node:worker_threads";
import { IndexReader } from "./index-reader.ts";
import { answerCall, type Call, type Reply } from "./search-call.ts";

let reader: IndexReader | null = null;
let refreshing = false;

parentPort?.on("message", (data: { open: string } | { look: true } | Call) => {
  if ("open" in data) {
    const db = new Database(data.open, { readonly: true });
    db.run("PRAGMA busy_timeout = 2000");
    reader = new IndexReader(db, () => performance.now());
    for (const _ of reader.refresh()) {
      // Nobody is waiting yet.
    }
    parentPort?.postMessage({ opened: true });
    return;
  }
  if (reader === null) return;
  if ("name" in data) {
    const reply: Reply = answerCall(reader, data);
    parentPort?.postMessage(reply);
  }
  // What was erased is forgotten at once; the vocabulary is read again in its time.
  else reader.forgetPassages();
  if (!refreshing) refreshInSlices(reader);
});

/** After the answer, and in slices between which the next question is answered. */
async function refreshInSlices(from: IndexReader): Promise<void> {
  refreshing = true;
  try {
    if (!from.isStale()) return;
    for (const _ of from.refresh()) await Bun.sleep(0);
  } catch {
    // The tables were being made anew; the next question tries again.
  } finally {
    refreshing = false;
  }
}
