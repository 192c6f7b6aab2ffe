/** Small real files of every type that can be imported, written from scratch for tests. */
import { strToU8, zipSync } from "fflate";

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

export interface SampleSection {
  readonly heading: string | null;
  readonly paragraphs: readonly string[];
}

/** A Word document with headings by style, as Word itself writes them (ECMA-376, part 1). */
export function makeDocx(sections: readonly SampleSection[], title = ""): Uint8Array {
  const paragraph = (text: string, style = "") =>
    `<w:p>${style === "" ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}` +
    `<w:r><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r></w:p>`;
  const body = sections
    .map(
      ({ heading, paragraphs }) =>
        (heading === null ? "" : paragraph(heading, "Heading1")) +
        paragraphs.map((text) => paragraph(text)).join(""),
    )
    .join("");
  const main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const type = "application/vnd.openxmlformats-officedocument.wordprocessingml";
  const relations = "http://schemas.openxmlformats.org/package/2006/relationships";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  return zipFiles({
    "[Content_Types].xml":
      `${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      `<Override PartName="/word/document.xml" ContentType="${type}.document.main+xml"/>` +
      `<Override PartName="/word/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
    "_rels/.rels":
      `${xmlHead}<Relationships xmlns="${relations}">` +
      `<Relationship Id="rId1" Type="${office}/officeDocument" Target="word/document.xml"/>` +
      "</Relationships>",
    "word/_rels/document.xml.rels":
      `${xmlHead}<Relationships xmlns="${relations}">` +
      `<Relationship Id="rId1" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    "word/styles.xml":
      `${xmlHead}<w:styles xmlns:w="${main}"><w:style w:type="paragraph" w:styleId="Heading1">` +
      '<w:name w:val="heading 1"/></w:style></w:styles>',
    "word/document.xml": `${xmlHead}<w:document xmlns:w="${main}"><w:body>${body}</w:body></w:document>`,
    "docProps/core.xml":
      `${xmlHead}<cp:coreProperties xmlns:cp="urn:x" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
      `<dc:title>${escapeXml(title)}</dc:title></cp:coreProperties>`,
  });
}

/** An EPUB 3 with one chapter per section. */
export function makeEpub(
  sections: readonly SampleSection[],
  title: string,
  extra: Record<string, string> = {},
): Uint8Array {
  const chapters = sections.map(({ heading, paragraphs }, index) => ({
    id: `c${index}`,
    html:
      `${xmlHead}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>` +
      (heading === null ? "" : `<h1>${escapeXml(heading)}</h1>`) +
      `${paragraphs.map((text) => `<p>${escapeXml(text)}</p>`).join("")}</body></html>`,
  }));
  const items = chapters.map(
    ({ id }) => `<item id="${id}" href="text/${id}.xhtml" media-type="application/xhtml+xml"/>`,
  );
  return zipFiles({
    mimetype: "application/epub+zip",
    "META-INF/container.xml":
      `${xmlHead}<container version="1.0"><rootfiles>` +
      '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>' +
      "</rootfiles></container>",
    "OEBPS/book.opf":
      `${xmlHead}<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>` +
      `<dc:title>${escapeXml(title)}</dc:title></metadata><manifest>${items.join("")}</manifest>` +
      `<spine>${chapters.map(({ id }) => `<itemref idref="${id}"/>`).join("")}</spine></package>`,
    ...Object.fromEntries(chapters.map(({ id, html }) => [`OEBPS/text/${id}.xhtml`, html])),
    ...extra,
  });
}

export interface PdfLine {
  readonly text: string;
  readonly size?: number;
}

/** A PDF 1.4 with Helvetica, one text line per entry (ISO 32000-1, 7.5). Latin letters only. */
export function makePdf(
  pages: readonly (readonly PdfLine[])[],
  options: { title?: string; encrypt?: boolean } = {},
): Uint8Array {
  const objects: string[] = [];
  const add = (object: string) => objects.push(object);
  const pageAt = (index: number) => 5 + index * 2;
  add("<< /Type /Catalog /Pages 2 0 R >>");
  add(
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${pageAt(index)} 0 R`).join(" ")}] >>`,
  );
  add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  add(`<< /Title (${options.title ?? ""}) >>`);
  for (const [index, lines] of pages.entries()) {
    let y = 780;
    const drawn = lines.map(({ text, size = 11 }) => {
      // An empty line leaves the gap of a paragraph.
      y -= size * 1.3;
      const escaped = text.replace(/[\\()]/g, "\\$&");
      return text === "" ? "" : `BT /F1 ${size} Tf 60 ${y.toFixed(1)} Td (${escaped}) Tj ET`;
    });
    const content = drawn.filter(Boolean).join("\n");
    add(
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] " +
        `/Resources << /Font << /F1 3 0 R >> >> /Contents ${pageAt(index) + 1} 0 R >>`,
    );
    add(`<< /Length ${latin1(content).length} >>\nstream\n${content}\nendstream`);
  }
  if (options.encrypt === true) {
    // The standard security handler with hashes that no password gives.
    add(
      `<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <${"41".repeat(32)}> /U <${"42".repeat(32)}> >>`,
    );
  }
  return writePdf(objects, options.encrypt === true);
}

/** A line of text in a font of another script, which names a character map and brings none. */
export function makeCjkPdf(encoding: string, ordering: string, hex: string): Uint8Array {
  const content = `BT /F1 12 Tf 60 700 Td <${hex}> Tj ET`;
  const name = "/BaseFont /Somewhere-Light";
  return writePdf(
    [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
      `<< /Type /Font /Subtype /Type0 ${name} /Encoding /${encoding} /DescendantFonts [7 0 R] >>`,
      "<< /Title () >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] " +
        "/Resources << /Font << /F1 3 0 R >> >> /Contents 6 0 R >>",
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      `<< /Type /Font /Subtype /CIDFontType0 ${name} /DW 1000 /FontDescriptor 8 0 R ` +
        `/CIDSystemInfo << /Registry (Adobe) /Ordering (${ordering}) /Supplement 2 >> >>`,
      "<< /Type /FontDescriptor /FontName /Somewhere-Light /Flags 4 /ItalicAngle 0 /Ascent 880 " +
        "/Descent -120 /CapHeight 700 /StemV 80 /FontBBox [0 -120 1000 880] >>",
    ],
    false,
  );
}

function writePdf(objects: readonly string[], encrypted: boolean): Uint8Array {
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = file.length;
  const rows = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const lock = encrypted ? `/Encrypt ${objects.length} 0 R /ID [<00><00>] ` : "";
  file +=
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}` +
    `trailer << /Size ${objects.length + 1} /Root 1 0 R /Info 4 0 R ${lock}>>\n` +
    `startxref\n${table}\n%%EOF\n`;
  return latin1(file);
}

export function zipFiles(files: Record<string, string | Uint8Array>): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, file]) => [
        name,
        typeof file === "string" ? strToU8(file) : file,
      ]),
    ),
  );
}

export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
