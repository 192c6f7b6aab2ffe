/** What a file is taken for: an icon, a word, and how it may be shown or saved. Pure. */
import type { LucideIcon } from "lucide-preact";
import {
  File,
  FileArchive,
  FileImage,
  FileMusic,
  FilePlay,
  FileSpreadsheet,
  FileText,
  Presentation,
} from "lucide-preact";

const byPrefix: readonly [RegExp, LucideIcon][] = [
  [/^image\//, FileImage],
  [/^audio\//, FileMusic],
  [/^video\//, FilePlay],
  [/csv|spreadsheet|excel/, FileSpreadsheet],
  [/presentation|powerpoint/, Presentation],
  [/zip|compressed|x-tar|x-7z/, FileArchive],
  [/^text\/|pdf|word|opendocument\.text|epub/, FileText],
];

export function iconOf(type: string): LucideIcon {
  return byPrefix.find(([pattern]) => pattern.test(type))?.[1] ?? File;
}

/** The ending of the name, as people call a kind of file: `PDF`. Empty where there is none. */
export function endingOf(name: string): string {
  return /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toUpperCase() ?? "";
}

/**
 * The type of a picture that is safe to show, by how it begins and not by what it claims: pictures
 * of dots only. A drawing (SVG) may hold a script, and anything else is none. Null for those.
 */
export function pictureTypeOf(beginning: Uint8Array): string | null {
  const begins = (...bytes: number[]) => bytes.every((byte, at) => beginning[at] === byte);
  const says = (at: number, text: string) =>
    [...text].every((letter, i) => beginning[at + i] === letter.charCodeAt(0));
  if (begins(0x89, 0x50, 0x4e, 0x47)) return "image/png";
  if (begins(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (says(0, "GIF8")) return "image/gif";
  if (says(0, "RIFF") && says(8, "WEBP")) return "image/webp";
  if (says(4, "ftypavif")) return "image/avif";
  return null;
}

/** Whether it is worth looking for a picture in it. */
export function mayBePicture(type: string): boolean {
  return /^image\/(?:png|jpeg|gif|webp|avif)$/.test(type);
}

// What other programs open, and no browser runs as a page of ours, should it ignore `download`.
const harmless =
  /^(?:application\/pdf|text\/(?:plain|csv|markdown)|image\/(?:png|jpeg|gif|webp|avif)|audio\/.+|video\/.+|application\/vnd\.(?:openxmlformats|oasis)[a-z0-9.-]+)$/;

/** The type under which a file is handed to the phone. */
export function savedTypeOf(type: string): string {
  return harmless.test(type) ? type : "application/octet-stream";
}
