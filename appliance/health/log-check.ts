/** Reads all that is kept again every night: a flipped bit is found while there are copies. */
import { type Clock, nowSeconds } from "../clock.ts";
import type { Log } from "../log.ts";
import type { PartReport } from "./health.ts";
import { wellReport } from "./health.ts";

interface Report {
  readonly checked: number;
  /** `file`: of a file its hash. */
  readonly damaged: readonly { readonly file?: string }[];
}

export interface LogCheckOptions<R extends Report> {
  readonly clock: Clock;
  readonly log: Log;
  readonly rehash: () => Promise<R>;
}

const everyMs = 24 * 3_600_000;
// Not while everybody reconnects after a start.
const firstAfterMs = 3_600_000;

export function createLogCheck<R extends Report>({ clock, log, rehash }: LogCheckOptions<R>) {
  let last: { at: number; damaged: number; files: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  async function run(): Promise<R> {
    const report = await rehash();
    const { checked, damaged } = report;
    const files = damaged.filter(({ file }) => file !== undefined).length;
    last = { at: nowSeconds(clock), damaged: damaged.length, files };
    const fields = { checked, damaged: damaged.length };
    if (damaged.length > 0) log.error("log-damaged", fields);
    else log.info("log-verified", fields);
    return report;
  }

  function schedule(delayMs: number): void {
    timer = setTimeout(async () => {
      await run().catch(() => log.warn("log-check-failed"));
      schedule(everyMs);
    }, delayMs);
    timer.unref();
  }

  return {
    run,
    /** The last check; null when there was none since the start. */
    last: () => last,
    start: () => schedule(firstAfterMs),
    close() {
      if (timer !== null) clearTimeout(timer);
    },
    part(): PartReport {
      if (last === null || last.damaged === 0) return wellReport;
      return {
        state: "failed",
        code: "log.damaged",
        values: { count: last.damaged },
        issue: issueOf(last.damaged, last.files),
        hint:
          "See what: moot log verify. Restore the newest backup: moot restore. Members' phones send " +
          "again what came after.",
      };
    },
  };
}

/** Counts alone: everybody may ask how the box is. `moot log verify` names what it is. */
function issueOf(damaged: number, files: number): string {
  const operations = damaged - files;
  return [
    ...(operations > 0 ? [`Damaged operations: ${operations}.`] : []),
    ...(files > 0 ? [`Damaged files: ${files}.`] : []),
  ].join(" ");
}
