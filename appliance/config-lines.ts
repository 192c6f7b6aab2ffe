/** Where a field stands in folkmoot.yml. Bun.YAML tells values, not places. */

export interface FieldLines {
  /** The line, from 1, of `box` or `box.port`; null when written in a way we do not follow. */
  of(path: string): number | null;
  /** Fields written twice: YAML takes the last and says nothing. */
  readonly repeated: readonly { readonly path: string; readonly line: number }[];
}

/** Reads the block style that folkmoot.yml uses: `section:`, then indented `field: value`. */
export function fieldLines(text: string): FieldLines {
  const lines = new Map<string, number>();
  const repeated: { path: string; line: number }[] = [];
  let section = "";
  let depth = 0;
  text.split("\n").forEach((row, index) => {
    const found = /^( *)(?:"([^"]+)"|'([^']+)'|([^\s#"'[{-][^:#]*?)) *:(?:\s|$)/.exec(row);
    if (found === null) return;
    const indent = found[1]?.length ?? 0;
    const key = found[2] ?? found[3] ?? found[4] ?? "";
    if (indent === 0) {
      section = key;
      depth = 0;
    } else if (depth === 0) {
      depth = indent;
    } else if (indent !== depth) {
      return;
    }
    const path = indent === 0 ? key : `${section}.${key}`;
    if (lines.has(path)) repeated.push({ path, line: index + 1 });
    else lines.set(path, index + 1);
  });
  return { of: (path) => lines.get(path) ?? null, repeated };
}

/** The line from which on the text no longer parses: the one after the last good beginning. */
export function unreadableLine(text: string): number {
  const rows = text.split("\n");
  for (let good = rows.length - 1; good > 0; good--) {
    if (parses(rows.slice(0, good).join("\n"))) return good + 1;
  }
  return 1;
}

function parses(text: string): boolean {
  try {
    Bun.YAML.parse(text);
    return true;
  } catch {
    return false;
  }
}
