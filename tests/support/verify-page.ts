/** What the browser runs in tests/bench/tally.ts. */
import { fromBase64Url } from "../../mesh/op/index.ts";
import { verifyDecision } from "../../mesh/rules/index.ts";

declare global {
  /** How long an exported decision takes to be verified here, and what comes out. */
  var verifyHere: (file: string) => Promise<{ ms: number; ok: boolean; counted: number }>;
}

globalThis.verifyHere = async (file) => {
  const bytes = fromBase64Url(file) ?? new Uint8Array();
  const startedMs = performance.now();
  const { ok, tally } = await verifyDecision(bytes);
  return { ms: performance.now() - startedMs, ok, counted: tally?.counted ?? 0 };
};
