/**
 * A model that reads a little and says what it was told to: deterministic, 1 layer, real engine.
 *
 * What it says next depends on the last piece (the output row of a piece is the embedding of its
 * predecessor), and where its script forks, on which word stands most often in everything it has
 * read: its one attention layer takes the mean over all positions, and each watched word carries a
 * feature of its own through it.
 */
import {
  type Chosen,
  type LlamaShape,
  vocabularyOf,
  type WrittenModel,
  writeLlama,
} from "./llama-file.ts";
import { Noise, values } from "./values.ts";

export interface Branch {
  /** The lower-case word that makes it take this way; null for the way without any. */
  readonly when: string | null;
  /** How much one reading of the word counts; 1 unless given. */
  readonly pull?: number;
  /** Everything it says from the fork to the end. */
  readonly say: string;
}

export interface Script {
  readonly name: string;
  /** What it says first in any case. */
  readonly start: string;
  readonly branches: readonly Branch[];
}

const width = 256;
/** Dimensions that tell pieces apart; the rest carry what was read. */
const ownWidth = 192;
const markerWidth = 4;
const pullFactor = 20;
/** Enough to decide when nothing was read, too little against one word in a long prompt. */
const defaultLead = 1.0002;

const shape: LlamaShape = {
  name: "scripted",
  width,
  layers: 1,
  heads: 1,
  kvHeads: 1,
  feedForward: 64,
  contextTokens: 16_384,
  vocabulary: 0,
  quantization: "f32",
};

export function writeScripted(path: string, script: Script): WrittenModel {
  const taken = new Set<string>();
  const start = uniquePieces(script.start, taken);
  const ways = script.branches.map((branch) => ({
    ...branch,
    pieces: uniquePieces(branch.say, taken),
  }));
  const watched = script.branches.flatMap(({ when }) => (when === null ? [] : [`▁${when}`]));
  const vocabulary = vocabularyOf(watched, [...taken]);
  const size = vocabulary.pieces.length;
  const noise = new Noise(0x5c21);
  const embedding = new Float32Array(size * width);
  const output = new Float32Array(size * width);
  const row = (of: Float32Array, piece: string) =>
    of.subarray(vocabulary.id(piece) * width, (vocabulary.id(piece) + 1) * width);
  for (let id = 0; id < size; id++) {
    for (let at = 0; at < ownWidth; at++) embedding[id * width + at] = noise.value();
  }
  const follow = (before: string, piece: string, lead = 1) => {
    for (const [at, value] of row(embedding, before).entries()) {
      row(output, piece)[at] = at < ownWidth ? value * lead : 0;
    }
  };
  let before = "<|assistant|>";
  for (const piece of start) {
    follow(before, piece);
    before = piece;
  }
  for (const [number, { when, pull = 1, pieces }] of ways.entries()) {
    const feature = ownWidth + number * markerWidth;
    let last = before;
    for (const [at, piece] of pieces.entries()) {
      follow(last, piece, at === 0 && when === null ? defaultLead : 1);
      last = piece;
    }
    // Every way ends the turn: whatever ends one of them must lead there.
    for (const [at, value] of row(embedding, last).entries()) {
      if (at < ownWidth) row(output, "<|end|>")[at] = (row(output, "<|end|>")[at] ?? 0) + value;
    }
    if (when === null) continue;
    row(embedding, `▁${when}`).fill(1, feature, feature + markerWidth);
    row(output, pieces[0] ?? "").fill(pull, feature, feature + markerWidth);
  }
  return writeLlama(path, { ...shape, name: script.name }, vocabulary, {
    embedding: values(embedding),
    output: values(output),
    attention: readingEverything(),
  });
}

/** Equal attention to all positions: no query, no key; the features pass, everything else stops. */
function readingEverything(): Chosen["attention"] {
  const nothing = values(new Float32Array(width * width));
  const pass = (factor: number) => {
    const matrix = new Float32Array(width * width);
    for (let at = ownWidth; at < width; at++) matrix[at * width + at] = factor;
    return values(matrix);
  };
  return { attn_q: nothing, attn_k: nothing, attn_v: pass(1), attn_output: pass(pullFactor) };
}

/** Words with their spaces; a piece that was used before is glued to the next. */
function uniquePieces(text: string, taken: Set<string>): string[] {
  const pieces: string[] = [];
  let open = "";
  for (const word of text.match(/ ?[^ ]+/g) ?? []) {
    open += word.replaceAll(" ", "▁");
    if (taken.has(open) || open.length < 3) continue;
    taken.add(open);
    pieces.push(open);
    open = "";
  }
  const last = pieces.pop() ?? "";
  if (open !== "") taken.delete(last);
  const whole = last + open;
  if (whole !== "") {
    taken.add(whole);
    pieces.push(whole);
  }
  return pieces;
}
