/** What a file is, by its bytes. The name only decides between kinds of text. */
import { type Format, ImportFailure } from "./document.ts";

const latin1 = new TextDecoder("latin1");

/**
 * @param bytes the whole file
 * @param extension lower case, without the dot; "" when the name has none
 * @throws ImportFailure "import-unsupported", or "import-encrypted" for locked office files
 */
export function sniffContainer(bytes: Uint8Array): "pdf" | "zip" | "text" {
  const start = latin1.decode(bytes.subarray(0, 1024));
  // ISO 32000 wants the mark first; readers accept it within the first 1024 bytes, so do we.
  if (start.includes("%PDF-")) return "pdf";
  if (start.startsWith("PK\x03\x04")) return "zip";
  if (start.startsWith("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) refuseCompoundFile(bytes);
  if (start.startsWith("{\\rtf") || !looksLikeText(bytes)) {
    throw new ImportFailure("import-unsupported");
  }
  return "text";
}

/** Compound files are old .doc, .xls, .msg, or an OOXML file locked with a password. */
function refuseCompoundFile(bytes: Uint8Array): never {
  const mark = Buffer.from("EncryptedPackage", "utf16le");
  const locked = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(mark);
  throw new ImportFailure(locked ? "import-encrypted" : "import-unsupported");
}

function looksLikeText(bytes: Uint8Array): boolean {
  if (hasUtf16Mark(bytes)) return true;
  const sample = bytes.subarray(0, 64 * 1024);
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return false;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d) {
      controls++;
    }
  }
  // Old text has a stray escape or bell here and there; a program or picture is full of them.
  return controls * 100 <= sample.length;
}

function hasUtf16Mark(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/**
 * Text as characters. UTF-8 when it is valid, UTF-16 by its mark, otherwise Windows-1252, which
 * reads ISO 8859-1 as well; `guessed` says that the last one was taken on trust.
 */
export function decodeText(bytes: Uint8Array): { text: string; guessed: boolean } {
  if (hasUtf16Mark(bytes)) {
    const label = bytes[0] === 0xff ? "utf-16le" : "utf-16be";
    return { text: new TextDecoder(label).decode(bytes), guessed: false };
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), guessed: false };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), guessed: true };
  }
}

/** Which kind of text it is. */
export function sniffText(text: string, extension: string): Format {
  const head = text.slice(0, 65_536);
  if (looksLikeHtml(head, extension)) return "html";
  if ((extension === "csv" || extension === "tsv") && !looksLikeMarkdown(head)) return "csv";
  if (["md", "markdown", "mdown"].includes(extension) || looksLikeMarkdown(head)) return "markdown";
  return looksLikeCsv(head) ? "csv" : "text";
}

function looksLikeHtml(head: string, extension: string): boolean {
  const start = head.trimStart().slice(0, 500).toLowerCase();
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<!doctype html|^<html[\s>]/.test(start))
    return true;
  if (/^<\?xml/.test(start)) return /<html[\s>]/i.test(head);
  const tags = head.match(/<\/?(?:p|div|h[1-6]|ul|ol|li|table|tr|td|body|span|a|br)[\s/>]/gi);
  const named = ["html", "htm", "xhtml"].includes(extension);
  return (tags?.length ?? 0) >= (named ? 1 : 6) && start.startsWith("<");
}

function looksLikeMarkdown(head: string): boolean {
  const headings = head.match(/^#{1,6} \S/gm)?.length ?? 0;
  const marks =
    head.match(/^(?:[-*] |\d+\. |> |```)|\[[^\]\n]+\]\([^)\n]+\)|\*\*\S/gm)?.length ?? 0;
  return headings >= 2 || (headings === 1 && marks >= 1);
}

/** Three lines or more, all with the same number of one separator, at least two of it. */
function looksLikeCsv(head: string): boolean {
  const lines = head.split(/\r?\n/).slice(0, 20).filter(Boolean);
  if (lines.length < 3) return false;
  return [",", ";", "\t"].some((separator) => {
    const counts = lines.slice(0, -1).map((line) => line.split(separator).length - 1);
    return (counts[0] ?? 0) >= 2 && counts.every((count) => count === counts[0]);
  });
}
