import { zipSync } from "fflate";
import mammoth from "mammoth";
import { type DocumentBuilder, ImportFailure } from "../document.ts";
import { readHtml } from "./html.ts";
import type { ZipFiles } from "./zip.ts";

// ECMA-376 parts that hold text or say what is a heading or a list. Pictures, fonts, embedded
// files and the thumbnail are left behind before the library sees the document.
const textPart =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:_rels\/)?[\w.-]+\.(?:xml|rels))$/;

/** Word's DOCX, through mammoth: its HTML has headings where the styles say so. */
export async function readDocx(files: ZipFiles, builder: DocumentBuilder): Promise<void> {
  const parts: Record<string, Uint8Array> = {};
  for (const name of files.names.filter((name) => textPart.test(name))) {
    parts[name] = new TextEncoder().encode(files.readXml(name) ?? "");
  }
  if (files.names.some((name) => name.startsWith("word/media/"))) builder.warn("pictures-left-out");
  const title = /<dc:title>([^<]*)<\/dc:title>/.exec(files.readXml("docProps/core.xml") ?? "")?.[1];
  const html = await convert(Buffer.from(zipSync(parts, { level: 0 })));
  if (title !== undefined && title.trim() !== "") readTitle(title, builder);
  readHtml(html, builder);
}

async function convert(buffer: Buffer): Promise<string> {
  try {
    const result = await mammoth.convertToHtml(
      { buffer },
      {
        convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
        includeEmbeddedStyleMap: false,
        externalFileAccess: false,
      },
    );
    return result.value;
  } catch (cause) {
    throw new ImportFailure("import-damaged", cause);
  }
}

/** The title stands in XML: its entities are read as the rest of the document's are. */
function readTitle(escaped: string, builder: DocumentBuilder): void {
  readHtml(`<title>${escaped}</title>`, builder);
}
