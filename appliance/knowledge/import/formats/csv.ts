import { parse } from "csv-parse/sync";
import { type DocumentBuilder, ImportFailure } from "../document.ts";
import { csvColumnsMax, csvRecordBytesMax } from "../limits.ts";

/**
 * A table: each row becomes a paragraph of `column: value` lines, so that a row found by search
 * says what its numbers are. The first row names the columns if all of its cells are words.
 */
export function readCsv(text: string, builder: DocumentBuilder): void {
  const [first, ...rest] = readRows(text, builder);
  if (first === undefined) return;
  if (first.length > csvColumnsMax) throw new ImportFailure("import-too-complex");
  const named = rest.length > 0 && first.every((cell) => /\p{L}/u.test(cell) && cell.length < 100);
  const rows = named ? rest : [first, ...rest];
  for (const row of rows) {
    if (row.length !== first.length) builder.warn("rows-of-other-length");
    const cells = row.slice(0, csvColumnsMax).map((cell, column) => {
      const value = cell.trim();
      if (value === "") return "";
      const name = named ? first[column]?.trim() : undefined;
      return name === undefined || name === "" ? value : `${name}: ${value}`;
    });
    builder.paragraph(cells.filter((cell) => cell !== "").join(named ? "\n" : " · "));
  }
}

function readRows(text: string, builder: DocumentBuilder): string[][] {
  try {
    return parseRows(text, '"');
  } catch (cause) {
    if (codeOf(cause) !== "CSV_QUOTE_NOT_CLOSED") throw refusal(cause);
  }
  // A stray quotation mark swallowed the rest: without quoting, most rows come out whole.
  builder.warn("damaged-parts");
  try {
    return parseRows(text, null);
  } catch (cause) {
    throw refusal(cause);
  }
}

function parseRows(text: string, quote: string | null): string[][] {
  return parse(text, {
    bom: true,
    quote,
    delimiter: separatorOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: csvRecordBytesMax,
  });
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && "code" in cause ? cause.code : null;
}

function refusal(cause: unknown): ImportFailure {
  const tooLong = codeOf(cause) === "CSV_MAX_RECORD_SIZE";
  return new ImportFailure(tooLong ? "import-too-complex" : "import-damaged", cause);
}

/** The separator that occurs most evenly in the first lines. */
function separatorOf(text: string): string {
  const lines = text.slice(0, 65_536).split(/\r?\n/).slice(0, 20).filter(Boolean);
  let best = ",";
  let bestScore = 0;
  for (const separator of [",", ";", "\t", "|"]) {
    const counts = lines.map((line) => line.split(separator).length - 1);
    const score = Math.min(...counts) * 1000 + counts.reduce((sum, count) => sum + count, 0);
    if (score > bestScore) [best, bestScore] = [separator, score];
  }
  return best;
}
