/** What a verb of the moot command is, and how verbs speak. */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { Config } from "../config.ts";
import type { Box, OpenBox } from "../main.ts";
import type { TakenFlags } from "./config-flags.ts";

export interface Verb {
  /** `log verify`: one word or two. */
  readonly name: string;
  /** What stands behind it: `DIR`, `[--out FILE]`. */
  readonly usage: string;
  /** One line for `moot --help`. */
  readonly summary: string;
  /** More lines for `moot <verb> --help`. */
  readonly details?: string;
  /** Arguments without a dash that it takes. */
  readonly operands: number;
  /** Its own flags: true for those that take a value. */
  readonly flags?: Readonly<Record<string, boolean>>;
  run(call: Call): Promise<unknown>;
}

/** One call of a verb. */
export interface Call {
  readonly operands: readonly string[];
  readonly flags: ReadonlyMap<string, string | true>;
  readonly isJson: boolean;
  readonly taken: TakenFlags;
  config(): Promise<Config>;
  readonly openBox: OpenBox;
  readonly out: Output;
}

export interface Output {
  /** A result: with --json as one line, otherwise the lines given. */
  result(value: object, lines: readonly string[]): void;
  /** Text as it is, on stdout. */
  text(text: string): void;
}

export type { Box, OpenBox };

/** Exit codes of the moot command. */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

export function usageError(message: string, hint = "See moot --help."): FolkmootError {
  return new FolkmootError("usage", message, { hint });
}

/** Columns of a list, the last one left ragged. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const width = rows.reduce(
    (widths, row) => row.map((cell, at) => Math.max(widths[at] ?? 0, cell.length)),
    [] as number[],
  );
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(width[at] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
