/** What every format is turned into, and the one way in which reading a file fails. */
import { headingCharsMax, textCharsMax } from "./limits.ts";

export type Format = "text" | "markdown" | "html" | "pdf" | "docx" | "epub" | "csv";

export interface Section {
  /** Null for text before the first heading. */
  readonly heading: string | null;
  /** Paragraphs in Markdown, separated by an empty line. */
  readonly text: string;
}

export type WarningCode =
  | "guessed-encoding"
  | "pictures-left-out"
  | "pages-without-text"
  | "damaged-parts"
  | "rows-of-other-length";

export interface ImportedDocument {
  readonly format: Format;
  /** As the file itself gives it, or null. */
  readonly title: string | null;
  readonly sections: readonly Section[];
  readonly warnings: readonly WarningCode[];
}

export type ImportFailureCode =
  | "import-unsupported"
  | "import-encrypted"
  | "import-damaged"
  | "import-too-complex"
  | "import-too-long"
  | "import-no-text"
  | "import-timeout"
  | "import-memory";

const failures: Record<ImportFailureCode, { message: string; hint: string }> = {
  "import-unsupported": {
    message: "Files of this type cannot be read.",
    hint: "Save it as PDF, DOCX, EPUB, HTML, Markdown, CSV or plain text, and bring that.",
  },
  "import-encrypted": {
    message: "This file is locked with a password or copy protection.",
    hint: "Open it where it can be opened, save it without a password, and bring that copy.",
  },
  "import-damaged": {
    message: "This file is damaged or incomplete.",
    hint: "Open it in another program to see whether it is whole, or fetch it again.",
  },
  "import-too-complex": {
    message: "This file unpacks to far more than its text needs.",
    hint: "Save the text alone, as plain text or PDF, and bring that.",
  },
  "import-too-long": {
    message: "This file holds more text than can be brought in at once.",
    hint: "Split it into several files and bring them one by one.",
  },
  "import-no-text": {
    message: "No text was found in this file.",
    hint: "If its pages are photographs, run text recognition (OCR) first, or type the text in.",
  },
  "import-timeout": {
    message: "Reading this file took too long.",
    hint: "Save the text alone, as plain text, and bring that.",
  },
  "import-memory": {
    message: "Reading this file needs more memory than the box may spend on it.",
    hint: "Split it into smaller files, or save the text alone, and bring that.",
  },
};

/** Thrown inside the extractor. The message never holds anything of the file. */
export class ImportFailure extends Error {
  readonly code: ImportFailureCode;

  constructor(code: ImportFailureCode, cause?: unknown) {
    super(failures[code].message, { cause });
    this.name = "ImportFailure";
    this.code = code;
  }
}

export interface ImportFailureText {
  readonly code: ImportFailureCode;
  readonly message: string;
  readonly hint: string;
}

export function describeFailure(code: ImportFailureCode): ImportFailureText {
  return { code, ...failures[code] };
}

/** Collects sections while a format is read; counts characters as they come. */
export class DocumentBuilder {
  title: string | null = null;
  readonly #sections: { heading: string | null; paragraphs: string[] }[] = [];
  readonly #warnings = new Set<WarningCode>();
  #chars = 0;

  /** Starts a section. A heading without words starts none. */
  heading(text: string): void {
    const heading = tidyLine(text).slice(0, headingCharsMax);
    if (heading === "") return;
    this.#count(heading);
    this.#sections.push({ heading, paragraphs: [] });
  }

  /** Adds one block of Markdown; inner line breaks are kept. */
  paragraph(text: string): void {
    const paragraph = tidyBlock(text);
    if (paragraph === "") return;
    this.#count(paragraph);
    if (this.#sections.length === 0) this.#sections.push({ heading: null, paragraphs: [] });
    this.#sections.at(-1)?.paragraphs.push(paragraph);
  }

  warn(code: WarningCode): void {
    this.#warnings.add(code);
  }

  /** @throws ImportFailure "import-no-text" when nothing readable came. */
  finish(format: Format): ImportedDocument {
    const sections = this.#sections.map(({ heading, paragraphs }) => ({
      heading,
      text: paragraphs.reduce(joinBlocks, ""),
    }));
    if (!sections.some(({ text }) => /[\p{L}\p{N}]/u.test(text))) {
      throw new ImportFailure("import-no-text");
    }
    const title = this.title === null ? null : tidyLine(this.title).slice(0, headingCharsMax);
    return { format, title: title === "" ? null : title, sections, warnings: [...this.#warnings] };
  }

  #count(text: string): void {
    this.#chars += text.length + 2;
    if (this.#chars > textCharsMax) throw new ImportFailure("import-too-long");
  }
}

/** Items of one list stay together, everything else is a paragraph of its own. */
function joinBlocks(text: string, block: string): string {
  if (text === "") return block;
  const isItem = /^ *(?:[-*]|\d+\.) /;
  const lastLine = text.slice(text.lastIndexOf("\n") + 1);
  return `${text}${isItem.test(block) && isItem.test(lastLine) ? "\n" : "\n\n"}${block}`;
}

// Controls other than tab and newline, and marks without width of their own that turn the reading
// direction or glue words together: none of them is text, and some hide text.
const unprintable = /[^\P{Cc}\n\t]|[\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

export function tidyBlock(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(unprintable, "")
    .replace(/[^\S\n]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\n+$/g, "")
    .normalize("NFC");
}

export function tidyLine(text: string): string {
  return tidyBlock(text).replace(/\s+/g, " ").trim();
}
