/** Markdown as plain words, for excerpts and quotes, with ranges that still fit. Pure. */

/** Start and end in UTF-16 units. */
export type Range = [start: number, end: number];

// What only says how words look: heading and quote marks, emphasis, code, links' addresses.
const marks =
  /^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?)|^[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?=\S)|\*\*|__|(?<![\w*])[*_](?=\S)|(?<=\S)[*_](?![\w*])|`+|!?\[(?=[^\]]*\]\([^)]*\))|\]\([^)\n]*\)/gm;

/**
 * `text` without Markdown's marks, and `ranges` (into `text`) moved along. List items keep a
 * bullet or their number, so that they still read as a list.
 */
export function plainText(text: string, ranges: readonly Range[] = []) {
  let plain = "";
  let at = 0;
  /** Position in `plain` for every cut: [position in text, shift from there on]. */
  const shifts: [number, number][] = [];
  for (const match of text.matchAll(marks)) {
    const kept = keptOf(match[0]);
    plain += text.slice(at, match.index) + kept;
    at = match.index + match[0].length;
    shifts.push([at, plain.length - at]);
  }
  plain += text.slice(at);
  const move = (position: number) => {
    let shift = 0;
    for (const [from, moved] of shifts) {
      if (from > position) break;
      shift = moved;
    }
    return Math.max(0, Math.min(plain.length, position + shift));
  };
  return {
    text: plain,
    ranges: ranges.map(([start, end]): Range => [move(start), move(end)]),
  };
}

function keptOf(mark: string): string {
  if (/^[ \t]*[-*+][ \t]+$/.test(mark)) return "• ";
  return /^[ \t]*\d+[.)][ \t]+$/.test(mark) ? mark.trimStart() : "";
}
