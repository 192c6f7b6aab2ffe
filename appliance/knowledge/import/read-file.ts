/** Bytes of any kind to a document: looks at what it is, and calls the reader of that format. */
import { DocumentBuilder, type Format, type ImportedDocument, ImportFailure } from "./document.ts";
import { readCsv } from "./formats/csv.ts";
import { readDocx } from "./formats/docx.ts";
import { readEpub } from "./formats/epub.ts";
import { readHtml } from "./formats/html.ts";
import { readMarkdown } from "./formats/markdown.ts";
import { readPdf } from "./formats/pdf.ts";
import { readPlainText } from "./formats/plain.ts";
import { ZipFiles } from "./formats/zip.ts";
import { decodeText, sniffContainer, sniffText } from "./sniff.ts";

/**
 * @param extension of the file's name, lower case, without the dot; "" if there is none. Only
 *   decides between kinds of text.
 * @throws ImportFailure
 */
export async function readFile(bytes: Uint8Array, extension: string): Promise<ImportedDocument> {
  const builder = new DocumentBuilder();
  const container = sniffContainer(bytes);
  if (container === "pdf") {
    await readPdf(bytes, builder);
    return builder.finish("pdf");
  }
  if (container === "zip") return builder.finish(await readZip(bytes, builder));
  const { text, guessed } = decodeText(bytes);
  if (guessed) builder.warn("guessed-encoding");
  const format = sniffText(text, extension);
  readText(text, format, builder);
  return builder.finish(format);
}

async function readZip(bytes: Uint8Array, builder: DocumentBuilder): Promise<Format> {
  const files = new ZipFiles(bytes);
  if (files.has("word/document.xml")) {
    await readDocx(files, builder);
    return "docx";
  }
  if (files.has("META-INF/container.xml")) {
    readEpub(files, builder);
    return "epub";
  }
  throw new ImportFailure("import-unsupported");
}

function readText(text: string, format: Format, builder: DocumentBuilder): void {
  if (format === "html") readHtml(text, builder);
  else if (format === "markdown") readMarkdown(text, builder);
  else if (format === "csv") readCsv(text, builder);
  else readPlainText(text, builder);
}
