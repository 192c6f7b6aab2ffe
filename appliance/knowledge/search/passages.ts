/** An item's body in passages: what is indexed, found, quoted and pointed at. Pure. */
import { countWords } from "./words.ts";

export interface Passage {
  /** Where it stands in the body: `body.slice(start, start + text.length) === text`. */
  readonly start: number;
  readonly text: string;
  /** The heading it stands under, or null. */
  readonly heading: string | null;
}

// A passage should answer one question and be read at a glance on a phone. BM25 compares passages
// best when they are of similar length.
const wordsGood = 120;
const wordsMax = 200;
/** A last scrap shorter than this joins the passage before it. */
const wordsMin = 40;

interface Block {
  readonly start: number;
  readonly end: number;
  readonly words: number;
  readonly heading: string | null;
  /** Begins under a new heading. */
  readonly opens: boolean;
}

/** At least one passage, however short the body; never more than the body has characters. */
export function passagesOf(body: string): Passage[] {
  const blocks = blocksOf(body).flatMap((block) => splitLong(body, block));
  const groups: Block[][] = [];
  let words = 0;
  for (const block of blocks) {
    const group = groups.at(-1);
    const full = words >= wordsGood || (block.opens && words >= wordsMin);
    if (group === undefined || full || words + block.words > wordsMax) {
      groups.push([block]);
      words = block.words;
    } else {
      group.push(block);
      words += block.words;
    }
  }
  if (groups.length > 1 && words < wordsMin) {
    groups.at(-2)?.push(...(groups.pop() ?? []));
  }
  if (groups.length === 0) return [{ start: 0, text: body, heading: null }];
  return groups.map((group) => {
    const start = group[0]?.start ?? 0;
    return {
      start,
      text: body.slice(start, group.at(-1)?.end),
      heading: group[0]?.heading ?? null,
    };
  });
}

/** Paragraphs, each with the Markdown heading above it; a heading stays with what follows. */
function blocksOf(body: string): Block[] {
  const blocks: Block[] = [];
  let heading: string | null = null;
  let headingStart: number | null = null;
  for (const match of body.matchAll(/[^\n]+(?:\n(?![ \t]*\n)[^\n]+)*/g)) {
    const text = match[0];
    if (text.trim() === "") continue;
    const title = /^ {0,3}#{1,6}\s+(.+?)\s*#*\s*(?:\n|$)/.exec(text);
    if (title?.[1] !== undefined) heading = title[1];
    if (title !== null && title[0].trimEnd().length === text.trimEnd().length) {
      headingStart ??= match.index;
      continue;
    }
    const start = headingStart ?? match.index;
    const end = match.index + text.trimEnd().length;
    const opens = headingStart !== null || title !== null;
    blocks.push({ start, end, words: countWords(body.slice(start, end)), heading, opens });
    headingStart = null;
  }
  if (headingStart !== null) {
    const end = body.trimEnd().length;
    blocks.push({ start: headingStart, end, words: 1, heading, opens: true });
  }
  return blocks;
}

/** A paragraph that is too long, cut between sentences or, failing that, between words. */
function splitLong(body: string, block: Block): Block[] {
  if (block.words <= wordsMax) return [block];
  const pieces: Block[] = [];
  const text = body.slice(block.start, block.end);
  const ends = [...text.matchAll(/[.!?;:](?=\s)|[。！？；]|\n/g)].map(({ index }) => index + 1);
  const charsMax = Math.max(200, Math.floor((text.length / block.words) * wordsGood));
  let at = 0;
  while (at < text.length) {
    const rest = text.length - at;
    const limit = at + charsMax;
    let end = rest <= charsMax * 1.3 ? text.length : (lastUpTo(ends, limit) ?? limit);
    if (end <= at) end = cutBetweenWords(text, at, limit);
    const piece = text.slice(at, end);
    const start = block.start + at + (piece.length - piece.trimStart().length);
    const stop = block.start + at + piece.trimEnd().length;
    if (stop > start) {
      const words = countWords(body.slice(start, stop));
      pieces.push({ ...block, start, end: stop, words, opens: block.opens && at === 0 });
    }
    at = end;
  }
  return pieces;
}

function lastUpTo(sorted: readonly number[], limit: number): number | null {
  let found: number | null = null;
  for (const value of sorted) {
    if (value > limit) break;
    found = value;
  }
  return found;
}

function cutBetweenWords(text: string, from: number, limit: number): number {
  const space = text.lastIndexOf(" ", limit);
  if (space > from) return space + 1;
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code <= 0xdbff ? limit + 1 : limit;
}
