/** Reads all that is kept again every night: a flipped bit is found while there are copies. */
import { type Clock, nowSeconds } from "../clock.ts";
import type { Log } from "../log.ts";
import type { PartReport } from "./health.ts";
import { wellReport } from "./health.ts";

interface Report {
  readonly checked: number;
  /** Of a file: its hash, and the proposals that name it. */
  readonly damaged: readonly {
    readonly file?: string;
    readonly proposals?: readonly string[];
  }[];
}

interface DamagedFile {
  readonly file: string;
  readonly proposals: readonly string[];
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
  let last: { at: number; damaged: number; files: readonly DamagedFile[] } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  async function run(): Promise<R> {
    const report = await rehash();
    const { checked, damaged } = report;
    const files = damaged.flatMap(({ file, proposals = [] }) =>
      file ? [{ file, proposals }] : [],
    );
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
        hint: "Restore the newest backup: moot restore. Members' phones send again what came after.",
      };
    },
  };
}

const filesNamed = 3;

/** Files by name: a proposal can be asked to bring its own again. */
function issueOf(damaged: number, files: readonly DamagedFile[]): string {
  const operations = damaged - files.length;
  const named = files
    .slice(0, filesNamed)
    .map(({ file, proposals }) => `${file} of proposal ${proposals.join(", ") || "unknown"}`);
  return [
    ...(operations > 0 ? [`Damaged operations: ${operations}.`] : []),
    ...(files.length > 0 ? [`Damaged files: ${files.length}, ${named.join("; ")}.`] : []),
  ].join(" ");
}
