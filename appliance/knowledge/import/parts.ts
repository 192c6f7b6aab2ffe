/** A long document as parts that fit into one item each. Pure. */
import { findPrivateText, type PrivatePassage } from "../../../mesh/rules/index.ts";
import { guessLanguage } from "../language.ts";
import type { Format, ImportedDocument, Section, WarningCode } from "./document.ts";
import { partCharsMax } from "./limits.ts";

/** What can be taught from a file, before anything of it is stored. */
export interface Preview {
  readonly format: Format;
  readonly title: string | null;
  /** BCP 47, or null when it could not be told. */
  readonly lang: string | null;
  readonly warnings: readonly WarningCode[];
  readonly parts: readonly PreviewPart[];
}

export interface PreviewPart {
  /** The heading the part begins with, or null. */
  readonly title: string | null;
  /** Markdown of at most 40,000 characters: the body of an item. */
  readonly text: string;
  /** Where sections begin in `text`. */
  readonly sections: readonly { readonly heading: string | null; readonly start: number }[];
  /** What looks private in `text`: a reminder, to be looked at before it is shared. */
  readonly reminders: readonly PrivatePassage[];
}

export function previewOf(document: ImportedDocument, charsMax = partCharsMax): Preview {
  const sample = document.sections.map(({ text }) => text.slice(0, 2000)).join("\n");
  return {
    format: document.format,
    title: document.title,
    lang: guessLanguage(sample),
    warnings: document.warnings,
    parts: splitIntoParts(document.sections, charsMax),
  };
}

interface OpenPart {
  text: string;
  sections: { heading: string | null; start: number }[];
}

/** Fills parts with whole sections; a section that is too long is split between paragraphs. */
export function splitIntoParts(sections: readonly Section[], charsMax: number): PreviewPart[] {
  const parts: OpenPart[] = [{ text: "", sections: [] }];
  for (const { heading, text } of sections) {
    const head = heading === null ? "" : `## ${heading}\n\n`;
    for (const [index, piece] of piecesOf(text, charsMax - head.length, charsMax).entries()) {
      const block = `${index === 0 ? head : ""}${piece}`.trimEnd();
      let part = parts.at(-1) as OpenPart;
      if (part.text !== "" && part.text.length + 2 + block.length > charsMax) {
        part = { text: "", sections: [] };
        parts.push(part);
      }
      if (part.text !== "") part.text += "\n\n";
      if (index === 0 || part.sections.length === 0) {
        part.sections.push({ heading, start: part.text.length });
      }
      part.text += block;
    }
  }
  return parts
    .filter(({ text }) => text !== "")
    .map((part) => ({
      title: part.sections[0]?.heading ?? null,
      text: part.text,
      sections: part.sections,
      reminders: findPrivateText(part.text),
    }));
}

/** Text in pieces of at most `charsMax`, cut at the best border there is. At least one piece. */
function piecesOf(text: string, firstCharsMax: number, charsMax: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  for (let max = firstCharsMax; rest.length > max; max = charsMax) {
    const cut = borderBefore(rest, max);
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  pieces.push(rest);
  return pieces;
}

const borders = ["\n\n", "\n", ". ", "。", " "];

/** The last paragraph, line, sentence or word that ends before `charsMax`. */
function borderBefore(text: string, charsMax: number): number {
  for (const border of borders) {
    const at = text.lastIndexOf(border, charsMax - border.length);
    // A border in the first half would leave a part nearly empty.
    if (at > charsMax / 2) return at + border.length;
  }
  const code = text.charCodeAt(charsMax - 1);
  // Never between the halves of one character.
  return code >= 0xd800 && code <= 0xdbff ? charsMax - 1 : charsMax;
}
