import { Lexer } from "marked";
import { type DocumentBuilder, ImportFailure } from "../document.ts";

/**
 * Markdown: its top-level headings make the sections, everything else stays as it was written.
 * Front matter (`---` … `---`) gives the title and is not text.
 */
export function readMarkdown(text: string, builder: DocumentBuilder): void {
  const body = takeFrontMatter(text.replace(/\r\n?/g, "\n").replace(/^\ufeff/, ""), builder);
  for (const token of blocksOf(body)) {
    if (token.type === "heading") {
      if (builder.title === null && token.depth === 1) builder.title = token.text;
      builder.heading(plainWords(token.text));
    } else if (token.type !== "space" && token.type !== "html" && token.type !== "def") {
      if (/!\[[^\]]*\]\(/.test(token.raw)) builder.warn("pictures-left-out");
      builder.paragraph(token.raw.replace(/!\[([^\]]*)\]\([^)\n]*\)/g, "$1"));
    }
  }
}

interface Block {
  readonly type: string;
  readonly raw: string;
  readonly text: string;
  readonly depth: number;
}

function blocksOf(text: string): Block[] {
  try {
    return new Lexer({ gfm: true }).blockTokens(text).map((token) => ({
      type: token.type,
      raw: token.raw,
      text: "text" in token && typeof token.text === "string" ? token.text : "",
      depth: "depth" in token && typeof token.depth === "number" ? token.depth : 0,
    }));
  } catch (cause) {
    // Thousands of nested quotes overflow the lexer's stack; nobody wrote those by hand.
    throw new ImportFailure("import-too-complex", cause);
  }
}

function takeFrontMatter(text: string, builder: DocumentBuilder): string {
  const front = /^---\n([\s\S]{0,10000}?)\n---(?:\n|$)/.exec(text);
  if (front === null) return text;
  const title = /^title:\s*["']?(.+?)["']?\s*$/m.exec(front[1] ?? "")?.[1];
  if (title !== undefined) builder.title = title;
  return text.slice(front[0].length);
}

/** A heading's words without marks of emphasis, code and links. */
function plainWords(text: string): string {
  return text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*_`]+/g, "");
}
