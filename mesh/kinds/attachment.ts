/**
 * Files that belong to a text: the text names them, the bytes travel beside it and by themselves.
 *
 * A file is known by SHA-256 over a salt of its own and its content. The text that holds the salt
 * can be erased; whoever then finds the hash, in a printed log or a log file, cannot try out which
 * of a few possible contents it was (a filled-in form has little to guess). The salt also keeps a
 * file from being asked for by anybody who merely has the same one.
 */
import { concatBytes, fromHex, sha256, toHex } from "../op/index.ts";
import { type Infer, list, malformedBody, oneHex, record, type Schema, uint } from "./schema.ts";

declare const brand: unique symbol;
/** SHA-256 over salt and content: 32 bytes, 64 hex digits. */
export type FileId = string & { readonly [brand]: "FileId" };

/** What somebody reads before a vote; a longer bundle belongs into one document. */
export const attachmentsMax = 5;
/**
 * 10 MB as phones count them: a scanned plan or a photo of full size. All files of a version,
 * 50 MB, stay below what a member may add in a day.
 */
export const attachmentBytesMax = 10_000_000;
export const attachmentNameCharsMax = 120;
/** RFC 6838 allows 127 on each side; the longest registered one in use has 73 in all. */
export const attachmentTypeCharsMax = 100;
const saltBytes = 16;

/** What a file is taken for when nothing better is known. */
export const plainType = "application/octet-stream";

// Controls; marks that turn the reading direction or have no width, which hide how a name ends.
const hidden =
  "\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e" +
  "\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb";
// Besides the separators of folders what no Windows machine can save.
const forbidden = '/\\\\<>:"|?*';
const hiddenMarks = new RegExp(`[${hidden}]`, "g");
const forbiddenMarks = new RegExp(`[${forbidden}]`, "g");
// A dot or a space at either end hides a file, or is dropped by the system that saves it.
const cleanName = new RegExp(`^(?![. ])[^${hidden}${forbidden}]+(?<![. ])$`);
const mediaType = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

/** One file, as the text names it. */
export const attachmentSchema = record({
  name: textLike(cleanName, attachmentNameCharsMax),
  /** As the author's phone took it to be: a claim, for an icon, never a way to open it. */
  type: textLike(mediaType, attachmentTypeCharsMax),
  bytes: uint(attachmentBytesMax, 1),
  salt: oneHex<string>(saltBytes),
  hash: oneHex<FileId>(32),
});
export type Attachment = Infer<typeof attachmentSchema>;

const several = list(attachmentSchema, attachmentsMax, 1);

/** At least one, each file once. */
export const attachmentsSchema: Schema<Attachment[]> = {
  decode: (value) => eachOnce(several.decode(value)),
  encode: (value) => several.encode(eachOnce(value)),
};

function eachOnce(attachments: Attachment[]): Attachment[] {
  if (new Set(attachments.map(({ hash }) => hash)).size < attachments.length) throw malformedBody();
  return attachments;
}

/**
 * The name a file may have here: without folders, without marks that hide or turn something, not
 * longer than a name may be. Its ending stays. `file` where nothing is left.
 */
export function attachmentName(given: string): string {
  const plain = given
    .toWellFormed()
    .normalize("NFC")
    .replace(/^.*[/\\]/s, "")
    .replace(hiddenMarks, "")
    .replace(forbiddenMarks, "_")
    .replace(/\s+/g, " ");
  const bare = trimmed(plain);
  const ending = /\.[^. ]{1,12}$/.exec(bare)?.[0] ?? "";
  const stem = bare.slice(0, bare.length - ending.length);
  const room = attachmentNameCharsMax - ending.length;
  // A pair of surrogates is not cut in two.
  const short = trimmed(stem.slice(0, room).replace(/[\ud800-\udbff]$/, ""));
  const name = `${short}${ending}`;
  return cleanName.test(name) ? name : "file";
}

function trimmed(text: string): string {
  return text.replace(/^[. ]+|[. ]+$/g, "");
}

/** A media type as it may stand here; of anything else that nothing is known. */
export function attachmentType(given: string): string {
  const type = given.toLowerCase().split(";")[0]?.trim() ?? "";
  return mediaType.test(type) && type.length <= attachmentTypeCharsMax ? type : plainType;
}

/** By what the file is known. `salt`: 16 bytes in hex. */
export async function fileIdOf(salt: string, content: Uint8Array): Promise<FileId> {
  return toHex(await sha256(concatBytes(fromHex(salt) ?? new Uint8Array(), content))) as FileId;
}

function textLike(pattern: RegExp, charsMax: number): Schema<string> {
  const check = (value: unknown): string => {
    const fits = typeof value === "string" && value.length <= charsMax && pattern.test(value);
    if (fits && value.isWellFormed()) return value;
    throw malformedBody();
  };
  return { decode: check, encode: check };
}
