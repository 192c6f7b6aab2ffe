/**
 * HTML and XHTML to sections of light Markdown, as a stream: no tree is built, so that depth and
 * size of the markup cost nothing. Scripts, styles, forms and pictures are left out, links keep
 * their words.
 */
import { Parser } from "htmlparser2";
import { type DocumentBuilder, ImportFailure } from "../document.ts";
import { markupDepthMax } from "../limits.ts";

const skipped = new Set(
  "title script style noscript template iframe object embed svg math canvas select textarea button nav head".split(
    " ",
  ),
);
const blocks = new Set(
  (
    "p div section article main header footer aside address figure figcaption dl dt dd " +
    "blockquote ul ol li table caption thead tbody tfoot tr pre hr form fieldset body html"
  ).split(" "),
);
// U+2028, which becomes a line break when the block is tidied; those of the source are spaces.
const lineBreak = "\u2028";
const pictures = new Set(["img", "picture", "video", "audio", "svg", "canvas"]);

/** Reads one document into the builder. The first `<title>` becomes the title if none is set. */
export function readHtml(html: string, builder: DocumentBuilder, xmlMode = false): void {
  const reader = new HtmlReader(builder);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.open(local(name), attributes),
      onclosetag: (name) => reader.close(local(name)),
      ontext: (text) => reader.text(text),
    },
    { xmlMode, recognizeSelfClosing: true, lowerCaseTags: true, decodeEntities: true },
  );
  // In slices, so that the limits are checked while it goes and not after the whole of it.
  for (let start = 0; start < html.length; start += 65_536) {
    parser.write(html.slice(start, start + 65_536));
  }
  parser.end();
  reader.flush();
}

function local(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1);
}

class HtmlReader {
  readonly #builder: DocumentBuilder;
  #depth = 0;
  /** Depth at which a skipped element began, or 0. */
  #skipFrom = 0;
  #inTitle = false;
  #title = "";
  #heading = false;
  #preformatted = 0;
  #quotes = 0;
  readonly #lists: { ordered: boolean; number: number }[] = [];
  #row: string[] | null = null;
  #table: string[][] | null = null;
  /** What comes before the block's text: a list mark. */
  #mark = "";
  #block = "";

  constructor(builder: DocumentBuilder) {
    this.#builder = builder;
  }

  open(name: string, attributes: { [name: string]: string }): void {
    this.#depth++;
    // The parser keeps the path of open elements in an array that it prepends to: a million
    // nested elements would take it hours.
    if (this.#depth > markupDepthMax) throw new ImportFailure("import-too-complex");
    if (pictures.has(name)) this.#builder.warn("pictures-left-out");
    if (name === "title" && this.#builder.title === null) this.#inTitle = true;
    if (this.#skipFrom > 0) return;
    if (skipped.has(name) || "hidden" in attributes) {
      this.#skipFrom = this.#depth;
      return;
    }
    if (/^h[1-6]$/.test(name)) {
      this.flush();
      this.#heading = true;
    } else if (blocks.has(name)) {
      this.#openBlock(name);
    } else if (name === "br") {
      this.#block += this.#row === null ? lineBreak : " ";
    } else if (name === "td" || name === "th") {
      this.#block = "";
    }
  }

  #openBlock(name: string): void {
    // A cell's paragraphs stay in their cell.
    if (this.#row !== null && name !== "tr" && name !== "table") {
      this.#block += " ";
      return;
    }
    if (name !== "li" || this.#block.trim() !== "") this.flush();
    if (name === "pre") this.#preformatted++;
    if (name === "blockquote") this.#quotes++;
    if (name === "ul" || name === "ol") this.#lists.push({ ordered: name === "ol", number: 0 });
    if (name === "li") this.#mark = this.#listMark();
    if (name === "table") this.#table = [];
    if (name === "tr") this.#row = [];
  }

  #listMark(): string {
    const list = this.#lists.at(-1);
    if (list === undefined) return "- ";
    list.number++;
    const indent = "  ".repeat(Math.min(this.#lists.length - 1, 6));
    return `${indent}${list.ordered ? `${list.number}.` : "-"} `;
  }

  close(name: string): void {
    const depth = this.#depth--;
    if (name === "title" && this.#inTitle) {
      this.#inTitle = false;
      if (this.#title.trim() !== "") this.#builder.title = this.#title;
    }
    if (this.#skipFrom > 0) {
      if (depth <= this.#skipFrom) this.#skipFrom = 0;
      return;
    }
    if (/^h[1-6]$/.test(name) && this.#heading) {
      this.#builder.heading(this.#block);
      this.#block = "";
      this.#heading = false;
    } else if (name === "td" || name === "th") {
      this.#row?.push(collapse(this.#block).replaceAll("|", "\\|"));
      this.#block = "";
    } else if (blocks.has(name)) {
      this.#closeBlock(name);
    }
  }

  #closeBlock(name: string): void {
    if (name === "tr" && this.#row !== null) {
      if (this.#row.some((cell) => cell !== "")) this.#table?.push(this.#row);
      this.#row = null;
      this.#block = "";
      return;
    }
    if (this.#row !== null && name !== "table") {
      this.#block += " ";
      return;
    }
    this.flush();
    if (name === "pre") this.#preformatted = Math.max(0, this.#preformatted - 1);
    if (name === "blockquote") this.#quotes = Math.max(0, this.#quotes - 1);
    if (name === "ul" || name === "ol") this.#lists.pop();
    if (name === "table" && this.#table !== null) {
      this.#builder.paragraph(markdownTable(this.#table));
      this.#table = null;
      this.#row = null;
    }
  }

  text(text: string): void {
    if (this.#inTitle) this.#title += text.slice(0, 1000);
    if (this.#skipFrom === 0) this.#block += text;
  }

  /** Ends the block at hand. */
  flush(): void {
    const text = this.#preformatted > 0 ? this.#block : collapseLines(this.#block);
    this.#block = "";
    if (text.trim() === "") return;
    if (this.#heading) {
      this.#builder.heading(text);
      this.#heading = false;
      return;
    }
    const quote = "> ".repeat(Math.min(this.#quotes, 6));
    const block = this.#preformatted > 0 ? `\`\`\`\n${text}\n\`\`\`` : `${this.#mark}${text}`;
    this.#mark = "";
    this.#builder.paragraph(quote === "" ? block : block.replace(/^/gm, quote));
  }
}

function collapse(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** White space as a browser shows it; the line breaks of `<br>` stay. */
function collapseLines(text: string): string {
  return text
    .replace(/[^\S\u2028]+/g, " ")
    .replace(/ ?\u2028 ?/g, lineBreak)
    .trim();
}

/** The first row is taken as the head: Markdown has no table without one. */
function markdownTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.min(Math.max(0, ...rows.map((row) => row.length)), 50);
  if (columns === 0) return "";
  if (columns === 1) return rows.map((row) => row[0] ?? "").join("\n\n");
  const line = (row: readonly string[]) =>
    `| ${Array.from({ length: columns }, (_, index) => row[index] ?? "").join(" | ")} |`;
  const [head, ...body] = rows;
  const rule = `|${" --- |".repeat(columns)}`;
  return [line(head ?? []), rule, ...body.map(line)].join("\n");
}
