/** Files of proposals, as phones bring them: hashed, announced, sent in pieces. */
import { systemRandom } from "../../appliance/random.ts";
import { type Attachment, fileIdOf } from "../../mesh/kinds/index.ts";
import { toHex } from "../../mesh/op/index.ts";
import type { TestMember } from "./member.ts";

export const pieceBytes = 65_536;
const bytesType = { "content-type": "application/octet-stream" };

export interface MadeFile {
  readonly content: Uint8Array<ArrayBuffer>;
  /** As a text names it. */
  readonly named: Attachment;
}

export async function makeFile(
  content: Uint8Array<ArrayBuffer> | string,
  { name = "budget.csv", type = "text/csv" } = {},
): Promise<MadeFile> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const salt = toHex(systemRandom.bytes(16));
  const hash = await fileIdOf(salt, bytes);
  return { content: bytes, named: { name, type, bytes: bytes.length, salt, hash } };
}

export function announceFile(member: TestMember, { named }: MadeFile): Promise<Response> {
  const { hash, salt, bytes } = named;
  return member.post("/api/attachments", { hash, salt, bytes });
}

export function putPiece(
  member: TestMember,
  { named }: Pick<MadeFile, "named">,
  offset: number,
  body: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const path = `/api/attachments/${named.hash}?offset=${offset}`;
  return member.fetch(path, { method: "PUT", headers: bytesType, body });
}

/** Announces it and sends all of it. Throws what the box answers otherwise. */
export async function sendFile(member: TestMember, file: MadeFile): Promise<void> {
  const answers = [await announceFile(member, file)];
  for (let at = 0; at < file.content.length; at += pieceBytes) {
    answers.push(await putPiece(member, file, at, file.content.slice(at, at + pieceBytes)));
  }
  for (const answer of answers) if (!answer.ok) throw new Error(await answer.text());
}

export function fetchFile(member: TestMember, { named }: Pick<MadeFile, "named">) {
  return member.fetch(`/api/attachments/${named.hash}`);
}

/** The code of a refusal; null for what was not refused. */
export async function codeOf(answer: Response): Promise<string | null> {
  if (answer.ok) return null;
  return ((await answer.json()) as { error: { code: string } }).error.code;
}
