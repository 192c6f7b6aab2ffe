import type { JSX } from "preact";
import type { Range } from "./plain-text.ts";

interface HighlightedProps {
  text: string;
  /** What to mark, in UTF-16 units; may overlap and stand in any order. */
  ranges: readonly Range[];
}

/** Text with the words that were looked for marked. */
export function Highlighted({ text, ranges }: HighlightedProps) {
  const pieces: (string | JSX.Element)[] = [];
  let at = 0;
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const from = Math.max(start, at);
    if (end <= from || from >= text.length) continue;
    pieces.push(text.slice(at, from));
    pieces.push(<mark key={from}>{text.slice(from, end)}</mark>);
    at = end;
  }
  pieces.push(text.slice(at));
  return <>{pieces}</>;
}
