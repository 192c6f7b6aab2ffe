import { Parser } from "htmlparser2";
import { type DocumentBuilder, ImportFailure } from "../document.ts";
import { readHtml } from "./html.ts";
import type { ZipFiles } from "./zip.ts";

interface Package {
  title: string | null;
  /** Path of each document inside the container, in reading order. */
  chapters: string[];
}

/** EPUB 2 and 3: container → package → spine → XHTML documents. */
export function readEpub(files: ZipFiles, builder: DocumentBuilder): void {
  const packagePath = /<rootfile[^>]*\bfull-path\s*=\s*["']([^"']+)["']/i.exec(
    files.readXml("META-INF/container.xml") ?? "",
  )?.[1];
  const packageXml = packagePath === undefined ? null : files.readXml(packagePath);
  if (packagePath === undefined || packageXml === null) throw new ImportFailure("import-damaged");
  const book = readPackage(packageXml, packagePath);
  refuseEncrypted(files, book.chapters);
  builder.title = book.title;
  let found = 0;
  for (const chapter of book.chapters) {
    const html = files.readXml(chapter);
    if (html === null) {
      builder.warn("damaged-parts");
      continue;
    }
    found++;
    readHtml(html, builder, true);
  }
  if (found === 0) throw new ImportFailure("import-damaged");
}

function readPackage(xml: string, path: string): Package {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const hrefs = new Map<string, string>();
  const book: Package = { title: null, chapters: [] };
  let inTitle = false;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const tag = name.slice(name.lastIndexOf(":") + 1);
        inTitle = tag === "title" && book.title === null;
        const { id = "", href = "", idref = "", "media-type": mediaType = "" } = attributes;
        if (tag === "item" && /html/.test(mediaType)) hrefs.set(id, resolve(folder, href));
        const chapter = tag === "itemref" ? hrefs.get(idref) : undefined;
        if (chapter !== undefined) book.chapters.push(chapter);
      },
      ontext: (text) => {
        if (inTitle) book.title = (book.title ?? "") + text;
      },
      onclosetag: () => {
        inTitle = false;
      },
    },
    { xmlMode: true, lowerCaseTags: true },
  );
  parser.end(xml);
  return book;
}

/** A reference inside the package, as a path inside the container. */
function resolve(folder: string, href: string): string {
  const path = `${folder}${decode(href.split("#")[0] ?? "")}`;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function decode(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}

/** Shops lock the text and list it here; free books list only their fonts. */
function refuseEncrypted(files: ZipFiles, chapters: readonly string[]): void {
  const encryption = files.readXml("META-INF/encryption.xml");
  if (encryption === null) return;
  const locked = [...encryption.matchAll(/CipherReference[^>]*\bURI\s*=\s*["']([^"']+)["']/gi)];
  if (locked.some((match) => chapters.includes(decode(match[1] ?? "")))) {
    throw new ImportFailure("import-encrypted");
  }
}
