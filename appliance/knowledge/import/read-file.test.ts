import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { zipSync } from "fflate";
import { runs } from "../../../tests/support/arbitrary.ts";
import {
  latin1,
  makeDocx,
  makeEpub,
  makePdf,
  type SampleSection,
  zipFiles,
} from "../../../tests/support/sample-files.ts";
import type { ImportedDocument, ImportFailureCode } from "./document.ts";
import { ImportFailure } from "./document.ts";
import {
  csvColumnsMax,
  csvRecordBytesMax,
  headingCharsMax,
  markupDepthMax,
  pdfPagesMax,
  textCharsMax,
  zip,
} from "./limits.ts";
import { readFile } from "./read-file.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

async function failureOf(bytes: Uint8Array, extension = ""): Promise<ImportFailureCode | null> {
  try {
    await readFile(bytes, extension);
    return null;
  } catch (error) {
    if (error instanceof ImportFailure) return error.code;
    throw error;
  }
}

const shape = ({ format, title, sections }: ImportedDocument) => ({ format, title, sections });

const well: SampleSection[] = [
  { heading: "The well", paragraphs: ["It is 12 m deep & cold.", "Ask before you draw."] },
  { heading: "La noria", paragraphs: ["Gira con el viento de la mañana."] },
];
const wellSections = [
  { heading: "The well", text: "It is 12 m deep & cold.\n\nAsk before you draw." },
  { heading: "La noria", text: "Gira con el viento de la mañana." },
];

describe("reads", () => {
  test("plain text", async () => {
    const found = await readFile(utf8("One\nline.\r\n\r\nTwo.\n"), "txt");
    expect(shape(found)).toEqual({
      format: "text",
      title: null,
      sections: [{ heading: null, text: "One\nline.\n\nTwo." }],
    });
  });

  test("latin-1 text, and says that it guessed", async () => {
    const found = await readFile(latin1("El pan de ma\xf1ana, 2 \x80"), "txt");
    expect(found.sections[0]?.text).toBe("El pan de mañana, 2 €");
    expect(found.warnings).toEqual(["guessed-encoding"]);
  });

  test("UTF-16 with its mark", async () => {
    const bytes = new Uint8Array(Buffer.from("\ufeffHola, ¿qué tal?", "utf16le"));
    expect((await readFile(bytes, "txt")).sections[0]?.text).toBe("Hola, ¿qué tal?");
  });

  test("Markdown, with front matter, keeping its marks", async () => {
    const text =
      "---\ntitle: Seeds\n---\n# Saving *seeds*\n\nDry **well**.\n\n- a\n- b\n\n## Jars\n\nOld.";
    expect(shape(await readFile(utf8(text), "md"))).toEqual({
      format: "markdown",
      title: "Seeds",
      sections: [
        { heading: "Saving seeds", text: "Dry **well**.\n\n- a\n- b" },
        { heading: "Jars", text: "Old." },
      ],
    });
  });

  test("HTML, without scripts, styles and navigation", async () => {
    const html =
      "<!doctype html><title>Soup</title><style>p{}</style><nav>Home</nav><h2>Beans</h2>" +
      "<p>Soak\n them<br>overnight.<script>alert(1)</script><ul><li>red<li>black</ul>" +
      "<table><tr><th>Bean<th>Hours<tr><td>red<td>8|9</table><p hidden>secret</p>";
    expect(shape(await readFile(utf8(html), "html"))).toEqual({
      format: "html",
      title: "Soup",
      sections: [
        {
          heading: "Beans",
          text: "Soak them\novernight.\n\n- red\n- black\n\n| Bean | Hours |\n| --- | --- |\n| red | 8\\|9 |",
        },
      ],
    });
  });

  test("CSV, each row with the names of its columns", async () => {
    const csv = '\ufeffName;Street;Notes\nAna;"Olmo; 3";\nLuis;Río 1;"two\nlines"\n';
    expect(shape(await readFile(utf8(csv), "csv"))).toEqual({
      format: "csv",
      title: null,
      sections: [
        {
          heading: null,
          text: "Name: Ana\nStreet: Olmo; 3\n\nName: Luis\nStreet: Río 1\nNotes: two\nlines",
        },
      ],
    });
  });

  test("DOCX", async () => {
    expect(shape(await readFile(makeDocx(well, "Water & wind"), "docx"))).toEqual({
      format: "docx",
      title: "Water & wind",
      sections: wellSections,
    });
  });

  test("EPUB, in the order of its spine", async () => {
    expect(shape(await readFile(makeEpub(well, "Water & wind"), "epub"))).toEqual({
      format: "epub",
      title: "Water & wind",
      sections: wellSections,
    });
  });

  test("PDF: headings by size, paragraphs by gaps, words put together again", async () => {
    const pdf = makePdf(
      [
        [
          { text: "The old mill", size: 20 },
          { text: "" },
          { text: "It was built for the com-" },
          { text: "munity in 1911 and" },
          { text: "" },
          { text: "" },
          { text: "The second paragraph goes on" },
        ],
        [{ text: "over the page (and ends)." }, { text: "2" }],
      ],
      { title: "Mills" },
    );
    expect(shape(await readFile(pdf, "pdf"))).toEqual({
      format: "pdf",
      title: "Mills",
      sections: [
        {
          heading: "The old mill",
          text: "It was built for the community in 1911 and\n\nThe second paragraph goes on over the page (and ends).",
        },
      ],
    });
  });
});

describe("tells what a file is by its bytes", () => {
  test.each([
    ["a PDF called .txt", makePdf([[{ text: "Hello there" }]]), "txt", "pdf"],
    ["a DOCX called .pdf", makeDocx(well), "pdf", "docx"],
    ["an EPUB called .zip", makeEpub(well, "x"), "zip", "epub"],
    ["HTML called .txt", utf8("<!DOCTYPE html><p>Hi there"), "txt", "html"],
    ["text called .docx", utf8("Just words, no more."), "docx", "text"],
    ["Markdown without a name", utf8("# One\n\nText\n\n## Two\n\nMore"), "", "markdown"],
    ["a table without a name", utf8("a,b,c\n1,2,3\n4,5,6\n7,8,9"), "", "csv"],
  ] as const)("%s", async (_, bytes, extension, format) => {
    expect((await readFile(bytes, extension)).format).toBe(format);
  });

  test.each([
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13])],
    ["a program", Uint8Array.from({ length: 4096 }, (_, n) => (n * 7919) % 256)],
    ["a spreadsheet", zipFiles({ "xl/workbook.xml": "<workbook/>" })],
    ["rich text", utf8("{\\rtf1\\ansi hello}")],
    ["an old Word file", latin1(`\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${"\0".repeat(600)}`)],
  ])("refuses %s", async (_, bytes) => {
    expect(await failureOf(bytes, "txt")).toBe("import-unsupported");
  });
});

describe("gives a clear failure for", () => {
  test("a locked PDF", async () => {
    const locked = makePdf([[{ text: "Secret" }]], { encrypt: true });
    expect(await failureOf(locked)).toBe("import-encrypted");
  });

  test("a DOCX locked with a password", async () => {
    const mark = Buffer.from("EncryptedPackage", "utf16le").toString("latin1");
    const locked = latin1(`\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${"\0".repeat(600)}${mark}`);
    expect(await failureOf(locked)).toBe("import-encrypted");
  });

  test("an EPUB whose chapters are locked by a shop", async () => {
    const lock = '<encryption><CipherReference URI="OEBPS/text/c0.xhtml"/></encryption>';
    const locked = makeEpub(well, "x", { "META-INF/encryption.xml": lock });
    expect(await failureOf(locked)).toBe("import-encrypted");
    const fonts = '<encryption><CipherReference URI="OEBPS/fonts/a.otf"/></encryption>';
    expect(await failureOf(makeEpub(well, "x", { "META-INF/encryption.xml": fonts }))).toBeNull();
  });

  test("a PDF without text", async () => {
    expect(await failureOf(makePdf([[]]))).toBe("import-no-text");
  });

  test.each([
    ["pdf", makePdf([[{ text: "Hello there, whole file" }]])],
    ["docx", makeDocx(well)],
    ["epub", makeEpub(well, "x")],
  ] as const)("a truncated %s, wherever it is cut", async (extension, whole) => {
    for (let length = 1; length < whole.length; length += Math.ceil(whole.length / 40)) {
      const code = await failureOf(whole.slice(0, length), extension);
      expect([null, "import-damaged", "import-unsupported", "import-no-text"]).toContain(code);
      // What begins as a container never passes as text.
      if (length > 8 && extension !== "pdf") expect(code).toBe("import-damaged");
    }
  });

  test("a bomb of zeros in a container", async () => {
    const bomb = zipFiles({ "word/document.xml": new Uint8Array(zip.entryBytesMax / 4) });
    expect(await failureOf(bomb)).toBe("import-too-complex");
  });

  test("a container whose header lies about the size", async () => {
    const bomb = zipFiles({ "word/document.xml": new Uint8Array(zip.entryBytesMax / 4) });
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    view.setUint32(22, 10, true);
    for (let at = 0; at < bomb.length - 4; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true);
    }
    expect(await failureOf(bomb)).toBe("import-too-complex");
  });

  test("a container with too many entries", async () => {
    const files = Object.fromEntries(
      Array.from({ length: zip.entriesMax + 1 }, (_, n) => [`f${n}`, new Uint8Array()]),
    );
    expect(await failureOf(zipFiles(files))).toBe("import-too-complex");
  });

  test("a container whose parts are too large together, each small enough", async () => {
    const noise = new Uint8Array(zip.entryBytesMax / 2);
    const stored = (names: readonly string[]) =>
      zipSync(Object.fromEntries(names.map((name) => [name, noise])), { level: 0 });
    // Stored, not packed: the ratio says nothing.
    const parts = ["document", "a", "b", "c", "d"].map((name) => `word/${name}.xml`);
    expect(await failureOf(stored(parts))).toBe("import-too-complex");
  });

  test("more pages, columns and words in a heading than anybody writes", async () => {
    const pages = (count: number) => makePdf(Array.from({ length: count }, () => []));
    expect(await failureOf(pages(pdfPagesMax + 1))).toBe("import-too-complex");
    const columns = (count: number) =>
      utf8(`${"a,".repeat(count - 1)}b\n${"1,".repeat(count - 1)}2`);
    expect(await failureOf(columns(csvColumnsMax), "csv")).toBeNull();
    expect(await failureOf(columns(csvColumnsMax + 1), "csv")).toBe("import-too-complex");
    const found = await readFile(utf8(`<!doctype html><h1>${"x".repeat(500)}</h1><p>Text`), "html");
    expect(found.sections[0]?.heading?.length).toBe(headingCharsMax);
  });

  test("entities that multiply", async () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' +
      "<html><body><p>&b;</p></body></html>";
    expect(await failureOf(makeEpub(well, "x", { "OEBPS/text/c0.xhtml": bomb }))).toBe(
      "import-too-complex",
    );
  });

  test("markup that is nested too deep", async () => {
    const nested = (depth: number) => utf8(`<html>${"<div>".repeat(depth)}deep`);
    expect(await failureOf(nested(markupDepthMax - 1))).toBeNull();
    expect(await failureOf(nested(markupDepthMax))).toBe("import-too-complex");
    expect(await failureOf(nested(500_000))).toBe("import-too-complex");
  });

  test("quotes nested by the thousand", async () => {
    const code = await failureOf(utf8(`# a\n\n# b\n\n${">".repeat(6_000)} deep`), "md");
    expect([null, "import-too-complex"]).toContain(code);
  });

  test("a line of a table that never ends", async () => {
    const table = (length: number) => utf8(`a,b\n${"x".repeat(length)},1\n2,3\n`);
    expect(await failureOf(table(csvRecordBytesMax - 100), "csv")).toBeNull();
    expect(await failureOf(table(csvRecordBytesMax + 1), "csv")).toBe("import-too-complex");
  });

  test("a stray quotation mark only costs a warning", async () => {
    const found = await readFile(utf8('a,b\n1,"two\n3,four\n'), "csv");
    expect(found.warnings).toContain("damaged-parts");
    expect(found.sections[0]?.text).toBe('a: 1\nb: "two\n\na: 3\nb: four');
  });

  test("more text than fits", async () => {
    const page = `${"word ".repeat(1000)}\n\n`;
    const long = page.repeat(Math.ceil(textCharsMax / page.length) + 1);
    expect(await failureOf(utf8(long), "txt")).toBe("import-too-long");
  });

  test("any bytes at all, without ever breaking", async () => {
    const start = fc.constantFrom("", "%PDF-1.7\n", "PK\x03\x04", "<html>", "<?xml ", "{\\rtf");
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 400 }), async (prefix, bytes) => {
        await failureOf(new Uint8Array([...latin1(prefix), ...bytes]), "txt");
      }),
      runs(60),
    );
  });
});
