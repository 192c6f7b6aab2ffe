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

/** `write` takes a whole line, newline included. */
export function createLog(clock: Clock, write: (line: string) => void): Log {
  const line =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      const time = new Date(clock.nowMs()).toISOString();
      write(`${JSON.stringify({ time, level, event, ...fields })}\n`);
    };
  return { info: line("info"), warn: line("warn"), error: line("error") };
}

/** For tests and short commands. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };
