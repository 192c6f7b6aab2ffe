import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { getDocumentProxy } from "unpdf";
import { type DocumentBuilder, ImportFailure } from "../document.ts";
import { pdfPagesMax } from "../limits.ts";
import { type Line, readPages } from "./pdf-lines.ts";

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** PDF, through pdf.js: text only, in the order in which the page gives it. */
export async function readPdf(bytes: Uint8Array, builder: DocumentBuilder): Promise<void> {
  const pdf = await open(bytes);
  if (pdf.numPages > pdfPagesMax) throw new ImportFailure("import-too-complex");
  builder.title = await titleOf(pdf);
  const pages: Line[][] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    pages.push(await readLines(pdf, number, builder));
  }
  if (pages.some((lines) => lines.length === 0)) builder.warn("pages-without-text");
  readPages(pages, builder);
}

async function open(bytes: Uint8Array): Promise<Pdf> {
  try {
    return await getDocumentProxy(bytes, {
      verbosity: 0,
      useSystemFonts: false,
      disableFontFace: true,
      cMapUrl: dataFiles("cmaps"),
      standardFontDataUrl: dataFiles("standard_fonts"),
    });
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : "";
    throw new ImportFailure(
      name === "PasswordException" ? "import-encrypted" : "import-damaged",
      cause,
    );
  }
}

/**
 * A folder of pdf.js's own data. Old Chinese, Japanese and Korean files name a character map that
 * every reader knows ("90ms-RKSJ-H") instead of bringing one; without it they give no text. unpdf
 * bundles pdf.js without these files, so they come from the package of the same version. pdf.js
 * opens only names of its own list there.
 */
function dataFiles(folder: "cmaps" | "standard_fonts"): string {
  const root = dirname(fileURLToPath(import.meta.resolve("pdfjs-dist/package.json")));
  // The slash says that it is a folder.
  return `${join(root, folder)}/`;
}

async function titleOf(pdf: Pdf): Promise<string | null> {
  const { info } = await pdf.getMetadata();
  const title: unknown = "Title" in info ? info.Title : null;
  // Printing from a program leaves its own name and the file's there.
  if (typeof title !== "string" || /^(?:microsoft word|untitled)|\.\w{2,4}$/i.test(title.trim())) {
    return null;
  }
  return title.trim() === "" ? null : title;
}

async function readLines(pdf: Pdf, number: number, builder: DocumentBuilder): Promise<Line[]> {
  try {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    page.cleanup();
    const lines: Line[] = [];
    let text = "";
    let height = 0;
    let top: number | null = null;
    for (const item of items) {
      if (!("str" in item)) continue;
      text += item.str;
      if (item.str.trim() !== "") {
        height = Math.max(height, item.height);
        top ??= item.transform[5] as number;
      }
      if (!item.hasEOL) continue;
      if (text.trim() !== "") lines.push({ text: text.trim(), height, top: top ?? 0 });
      text = "";
      height = 0;
      top = null;
    }
    if (text.trim() !== "") lines.push({ text: text.trim(), height, top: top ?? 0 });
    return lines;
  } catch {
    // One page that cannot be read should not lose the others.
    builder.warn("damaged-parts");
    return [];
  }
}
