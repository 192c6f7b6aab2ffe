/** A sentence, a line of a list or a row of a table, and where it stands (UTF-16 offsets). */
export interface TextSentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Number of the paragraph: what stands between empty lines. */
  readonly paragraph: number;
  /** Number of the line: a list entry, a table row, a heading, or a whole paragraph. */
  readonly line: number;
  /** Names what follows instead of saying it: a heading, or a line that ends in a colon. */
  readonly isLabel: boolean;
  /** Of an entry of a list, where things to do are told. */
  readonly isStep: boolean;
}

/**
 * Splits a text into what can be quoted on its own. Lines are kept apart, because lists, tables
 * and headings end without a full stop; inside a line Unicode's rules decide (UAX #29), which know
 * Chinese full stops too. Marks of lists and headings stay outside the quote.
 */
export function sentencesOf(text: string, lang: string): TextSentence[] {
  const segmenter = segmenterOf(lang);
  const found: TextSentence[] = [];
  let paragraph = 0;
  let lineNumber = 0;
  for (const line of text.matchAll(/[^\n]*\n?/g)) {
    if (line[0].trim() === "") {
      paragraph += 1;
      continue;
    }
    if (tableRule.test(line[0])) continue;
    lineNumber += 1;
    const isLabel = heading.test(line[0].trim());
    const isStep = listEntry.test(line[0]);
    const block = { paragraph, line: lineNumber, isLabel, isStep };
    let open: { start: number; end: number } | null = null;
    for (const piece of segmenter.segment(line[0])) {
      const start = line.index + piece.index;
      const end = start + piece.segment.length;
      open = open === null ? { start, end } : { start: open.start, end };
      const soFar = text.slice(Math.max(open.start, open.end - abbreviationCharsMax), open.end);
      if (endsInAbbreviation.test(soFar) || endsInInitial.test(soFar)) continue;
      push(found, text, open, block);
      open = null;
    }
    if (open !== null) push(found, text, open, block);
  }
  return found;
}

/** A Markdown heading, or a line in bold. */
const heading = /^#{1,6}\s|^\*\*[^*]+\*\*$/;
const opensList = /[:\uff1a]\**$/;
const tableRule = /^[\s|:-]+$/;
/** "ext. 120" and "No. 4" go on; a single capital is an initial ("J. Pérez"). */
const endsInAbbreviation =
  /(?:^|[\s(])(?:ext|no|nr|nº|tel|approx|aprox|ca|vs|etc|pág|pp?|fig|dr|dra|sr|sra|mr|mrs|ms|st|av|avda)\.\s*$/iu;
const endsInInitial = /(?:^|[\s(])\p{Lu}\.\s*$/u;
/** The longest of them and the space around it: whole lines of initials must not be read again. */
const abbreviationCharsMax = 16;
const listEntry = /^\s*(?:[-*+•]|\d{1,3}[.)])\s/;
const leadingMarks = /^[\s>#]*(?:\*\*\s+|[-*+•]\s+|\d{1,3}[.)]\s+)?(?:\[[ x]\]\s+)?/;

function push(
  found: TextSentence[],
  text: string,
  range: { readonly start: number; readonly end: number },
  block: Pick<TextSentence, "paragraph" | "line" | "isLabel" | "isStep">,
): void {
  const whole = text.slice(range.start, range.end);
  const lead = leadingMarks.exec(whole)?.[0].length ?? 0;
  const quote = whole.slice(lead).trimEnd();
  if (!/[\p{L}\p{Nd}]/u.test(quote)) return;
  const start = range.start + lead;
  found.push({
    text: quote,
    start,
    end: start + quote.length,
    ...block,
    isLabel: block.isLabel || opensList.test(quote),
  });
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(lang: string): Intl.Segmenter {
  const locale = /^[a-z]{2}\b/.test(lang) ? lang.slice(0, 2) : "en";
  const known = segmenters.get(locale);
  if (known !== undefined) return known;
  const made = new Intl.Segmenter(locale, { granularity: "sentence" });
  segmenters.set(locale, made);
  return made;
}
