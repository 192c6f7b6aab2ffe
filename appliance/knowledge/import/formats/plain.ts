import type { DocumentBuilder } from "../document.ts";

/** Plain text: paragraphs between empty lines; numbered or underlined lines are not guessed at. */
export function readPlainText(text: string, builder: DocumentBuilder): void {
  // Form feeds separate pages in old text files.
  for (const paragraph of text.replace(/\r\n?/g, "\n").split(/\n\s*\n|\f/)) {
    builder.paragraph(paragraph);
  }
}
