/**
 * The box's log: one JSON object a line on stderr.
 *
 * Events and figures only. Names, texts, codes, tokens, addresses and ids of members never go in:
 * whoever reads the log of a box should learn how the box is, not how its people are.
 */
import type { Clock } from "./clock.ts";

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type LogLevel = "error" | "warn" | "info" | "debug";
const levels: readonly LogLevel[] = ["error", "warn", "info", "debug"];

export interface LogOptions {
  readonly clock: Clock;
  /** Takes a whole line, newline included. */
  readonly write: (line: string) => void;
  /** The least urgent level that is written. */
  readonly level: LogLevel;
}

export function createLog({ clock, write, level: least }: LogOptions): Log {
  const lines = (level: LogLevel) => {
    if (levels.indexOf(level) > levels.indexOf(least)) return () => {};
    return (event: string, fields: LogFields = {}) => {
      const time = new Date(clock.nowMs()).toISOString();
      write(`${JSON.stringify({ time, level, event, ...fields })}\n`);
    };
  };
  return { info: lines("info"), warn: lines("warn"), error: lines("error") };
}

/** For tests and short commands. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };

/** Name, code and place of a fault, without its message: that may quote what a member wrote. */
export function describeFault(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { fault: typeof error };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const place = frames
    .slice(0, 4)
    .map((line) =>
      line
        .trim()
        .replace(/^at /, "")
        .replace(/\(?\/.*\/(?=[^/]+:\d+)/, "("),
    )
    .join(" < ");
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return { fault: error.name, code, place };
}
