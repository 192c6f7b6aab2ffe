/** Lines of a page as PDF gives them, to headings and paragraphs. Pure. */
import type { DocumentBuilder } from "../document.ts";

export interface Line {
  readonly text: string;
  /** Font height in points; 0 when unknown. */
  readonly height: number;
  /** Distance of the base line from the bottom of the page, in points. */
  readonly top: number;
}

/**
 * Short lines in clearly larger type are headings; a wider gap than usual, or a new list mark,
 * begins a paragraph; words divided at the end of a line are put together; page numbers and lines
 * repeated on most pages (running heads) are left out.
 */
export function readPages(pages: readonly (readonly Line[])[], builder: DocumentBuilder): void {
  const kept = withoutRunningHeads(pages);
  const body = usualHeight(kept.flat());
  let paragraph = "";
  let previous: Line | null = null;
  const flush = () => {
    builder.paragraph(paragraph);
    paragraph = "";
  };
  for (const lines of kept) {
    for (const line of lines) {
      if (body > 0 && line.height > body * 1.2 && line.text.length <= 120) {
        flush();
        builder.heading(line.text);
        previous = null;
        continue;
      }
      if (previous !== null && beginsParagraph(previous, line, body)) flush();
      paragraph = joinLines(paragraph, line.text);
      previous = line;
    }
    // A sentence may go on over the page.
    if (/[.!?:。！？]["'”»)]?$/.test(paragraph)) flush();
    else if (previous !== null) previous = { ...previous, top: Number.POSITIVE_INFINITY };
  }
  flush();
}

function beginsParagraph(previous: Line, line: Line, body: number): boolean {
  if (/^(?:[-–•*▪]|\d{1,3}[.)])\s/.test(line.text)) return true;
  if (previous.top === Number.POSITIVE_INFINITY) return false;
  const gap = previous.top - line.top;
  // A base line higher than the one before is a new column.
  return gap < -body || (body > 0 && gap > body * 1.8);
}

/** "infor-" and "mation" are one word; "self-" and "Help" are not. */
function joinLines(paragraph: string, line: string): string {
  if (paragraph === "") return line;
  if (/\p{Ll}-$/u.test(paragraph) && /^\p{Ll}/u.test(line)) return paragraph.slice(0, -1) + line;
  const chinese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(paragraph);
  return `${paragraph}${chinese ? "" : " "}${line}`;
}

function usualHeight(lines: readonly Line[]): number {
  const charsByHeight = new Map<number, number>();
  for (const { height, text } of lines) {
    const rounded = Math.round(height * 2) / 2;
    charsByHeight.set(rounded, (charsByHeight.get(rounded) ?? 0) + text.length);
  }
  const most = [...charsByHeight].sort((a, b) => b[1] - a[1])[0];
  return most?.[0] ?? 0;
}

function withoutRunningHeads(pages: readonly (readonly Line[])[]): (readonly Line[])[] {
  const shape = (line: Line) => line.text.replace(/\d+/g, "#").toLowerCase();
  const seen = new Map<string, number>();
  for (const lines of pages) {
    for (const key of new Set(
      [lines[0], lines.at(-1)].filter((line) => line !== undefined).map(shape),
    )) {
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
  const isRunning = (line: Line) => {
    const times = seen.get(shape(line)) ?? 0;
    return (
      /^[-– ]*(?:\p{L}+\s)?\d+[-– ]*$/u.test(line.text) || (times >= 4 && times * 2 > pages.length)
    );
  };
  return pages.map((lines) =>
    lines.filter((line, at) => !((at === 0 || at === lines.length - 1) && isRunning(line))),
  );
}
