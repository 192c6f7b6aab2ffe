/** Every bound on files that people bring in. The tests beside this file cross each. */

const mebibyte = 1024 * 1024;

/** 50 MB as people count them: the size a phone shows for a file. */
export const fileBytesMax = 50_000_000;
/** uWebSockets cuts bodies slower than 16 KB/s: 64 KiB pass in time on weak WiFi. */
export const pieceBytesMax = 64 * 1024;
export const fileNameCharsMax = 200;

/** Unfinished or unread imports one member may have at a time, and their bytes together. */
export const importsPerMemberMax = 5;
export const importBytesPerMemberMax = 100_000_000;
/** Of the whole box: a few people teaching at once, never the whole disk. */
export const importsMax = 100;
export const importBytesMax = 1_000_000_000;
/** An import nobody came back to is thrown away. */
export const importHoursMax = 24;

/** A thick book has 1.5 million characters. */
export const textCharsMax = 4_000_000;
/** An item's body holds 48,000; the rest is room for the reader's own edits. */
export const partCharsMax = 40_000;
export const headingCharsMax = 200;

/** What the extractor may use before it is killed. Kernel limits back the watcher up. */
export const extraction = {
  timeMsMax: 60_000,
  cpuSecondsMax: 50,
  residentBytesMax: 512 * mebibyte,
  /** Counts reserved heap as well, so it stands well above the resident limit. */
  dataBytesMax: 1536 * mebibyte,
  /** Text as UTF-8 JSON: up to 3 bytes a character, and escapes. */
  outputBytesMax: 24 * mebibyte,
} as const;

/** ZIP containers: DOCX and EPUB. A bomb inflates 1000 times; real documents stay under 50. */
export const zip = {
  entriesMax: 10_000,
  entryBytesMax: 64 * mebibyte,
  totalBytesMax: 128 * mebibyte,
  ratioMax: 200,
  /** Small files compress absurdly well (a page of spaces): the ratio counts from here on. */
  ratioFromBytes: mebibyte,
} as const;

export const markupDepthMax = 1_000;
export const pdfPagesMax = 5_000;
export const csvRecordBytesMax = 256 * 1024;
export const csvColumnsMax = 500;
