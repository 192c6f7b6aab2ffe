/**
 * The files, in rows: what was announced, its pieces, and who named it. Everything that says
 * something about a content is sealed under a key of the file's own, which is in keys.db; the hash
 * says nothing without its salt. None of it is computed from the log, so a backup carries it.
 */
import type { Database } from "bun:sqlite";
import type { FileId } from "../../mesh/kinds/index.ts";
import { fromHex, type MemberId, type OpId, toHex } from "../../mesh/op/index.ts";
import type { Random } from "../random.ts";
import { type Migration, seal, type Tx, unseal } from "../store/index.ts";

/**
 * What is sent in one go, as documents are. Every piece but the last one has this size, so that the
 * place of a piece is its number and a file cannot be cut into a million rows.
 */
export const pieceBytes = 64 * 1024;

export const migrations: readonly Migration[] = [
  {
    room: "attachments",
    number: 1,
    sql: `
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  member BLOB NOT NULL,
  bytes INTEGER NOT NULL,
  received INTEGER NOT NULL,
  -- When something of it last came; seconds since 1970.
  touched INTEGER NOT NULL,
  key INTEGER NOT NULL,
  sealed_salt BLOB NOT NULL,
  UNIQUE (hash, member)
) STRICT;
CREATE TABLE attachment_piece (
  file INTEGER NOT NULL REFERENCES attachment (id),
  number INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  UNIQUE (file, number)
) STRICT;
-- Which text named it. Kept beside the log, so that a restore knows what an erasure takes along.
CREATE TABLE attachment_naming (
  op BLOB NOT NULL,
  hash BLOB NOT NULL,
  member BLOB NOT NULL,
  PRIMARY KEY (op, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_naming_hash ON attachment_naming (hash, member);
-- Erased with its text: a phone that has not heard of it does not bring it back.
CREATE TABLE attachment_gone (
  hash BLOB NOT NULL,
  member BLOB NOT NULL,
  PRIMARY KEY (hash, member)
) STRICT, WITHOUT ROWID;
`,
  },
];

/** A file as somebody brought it. Whole once `received` is `bytes`: the hash was checked then. */
export interface StoredFile {
  readonly id: number;
  readonly member: MemberId;
  readonly hash: FileId;
  readonly bytes: number;
  readonly received: number;
  readonly key: number;
}

interface Row {
  id: number;
  member: Uint8Array;
  hash: Uint8Array;
  bytes: number;
  received: number;
  key: number;
}

const columns = "id, member, hash, bytes, received, key";
const nonceBytes = 12;
const saltBytes = 16;

export function rowId(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (bytes === null) throw new Error("an id that is not hex");
  return bytes;
}

function fileOf(row: Row): StoredFile {
  const member = toHex(row.member) as MemberId;
  return { ...row, member, hash: toHex(row.hash) as FileId };
}

export function fileOfMember(db: Database, member: MemberId, hash: FileId): StoredFile | null {
  const row = db
    .query<Row, [Uint8Array, Uint8Array]>(
      `SELECT ${columns} FROM attachment WHERE hash = ? AND member = ?`,
    )
    .get(rowId(hash), rowId(member));
  return row === null ? null : fileOf(row);
}

/** Everybody's, the furthest first. */
export function filesByHash(db: Database, hash: FileId): StoredFile[] {
  return db
    .query<Row, [Uint8Array]>(
      `SELECT ${columns} FROM attachment WHERE hash = ? ORDER BY received DESC, id`,
    )
    .all(rowId(hash))
    .map(fileOf);
}

export function filesOfMember(db: Database, member: MemberId): StoredFile[] {
  return db
    .query<Row, [Uint8Array]>(`SELECT ${columns} FROM attachment WHERE member = ? ORDER BY id`)
    .all(rowId(member))
    .map(fileOf);
}

/** The next ones after this id, by id. */
export function filesAfter(db: Database, after: number, count: number): StoredFile[] {
  return db
    .query<Row, [number, number]>(
      `SELECT ${columns} FROM attachment WHERE id > ? ORDER BY id LIMIT ?`,
    )
    .all(after, count)
    .map(fileOf);
}

/** Whether it has not been erased, nor thrown away, since it was read. */
export function isHere(db: Database, { id, key }: StoredFile): boolean {
  return db.query("SELECT 1 FROM attachment WHERE id = ? AND key = ?").get(id, key) !== null;
}

export interface Announced {
  readonly hash: FileId;
  /** 16 bytes, hex. */
  readonly salt: string;
  readonly bytes: number;
}

/** Makes room for a file that nothing is here of. */
export function insertFile(
  tx: Tx,
  member: MemberId,
  { hash, salt, bytes }: Announced,
  { random, now }: { random: Random; now: number },
): void {
  const { serial, key } = tx.makeKey();
  const sealed = seal(key, random.bytes(nonceBytes), rowId(salt), boundTo(hash, null));
  tx.db
    .query(
      `INSERT INTO attachment (hash, member, bytes, received, touched, key, sealed_salt)
       VALUES (?, ?, ?, 0, ?, ?, ?)`,
    )
    .run(rowId(hash), rowId(member), bytes, now, serial, sealed);
}

/** The next piece, sealed. */
export function insertPiece(
  tx: Tx,
  file: StoredFile,
  piece: Uint8Array,
  { key, random, now }: { key: Uint8Array; random: Random; now: number },
): void {
  const number = Math.floor(file.received / pieceBytes);
  const sealed = seal(key, random.bytes(nonceBytes), piece, boundTo(file.hash, number));
  tx.db.query("INSERT INTO attachment_piece VALUES (?, ?, ?)").run(file.id, number, sealed);
  tx.db
    .query("UPDATE attachment SET received = received + ?, touched = ? WHERE id = ?")
    .run(piece.length, now, file.id);
}

/** Null when it is not there, or not what was sealed. */
export function readPiece(
  db: Database,
  { id, hash }: StoredFile,
  number: number,
  key: Uint8Array,
): Uint8Array | null {
  const row = db
    .query<{ sealed: Uint8Array }, [number, number]>(
      "SELECT sealed FROM attachment_piece WHERE file = ? AND number = ?",
    )
    .get(id, number);
  return row && unseal(key, row.sealed, boundTo(hash, number));
}

/** Whether the pieces that are here are the content that the hash stands for. */
export function isWhatItSays(db: Database, file: StoredFile, key: Uint8Array): boolean {
  const check = contentCheck(db, file, key);
  if (check === null) return false;
  for (let number = 0; number * pieceBytes < file.bytes; number++) {
    const piece = readPiece(db, file, number, key);
    if (piece === null) return false;
    check.add(piece);
  }
  return check.isContent();
}

/** Takes the pieces in order, and says in the end whether they were the content. */
export interface ContentCheck {
  add(piece: Uint8Array): void;
  isContent(): boolean;
}

/** Null when the salt does not open any more. */
export function contentCheck(
  db: Database,
  { id, hash }: StoredFile,
  key: Uint8Array,
): ContentCheck | null {
  const row = db
    .query<{ sealed_salt: Uint8Array }, [number]>("SELECT sealed_salt FROM attachment WHERE id = ?")
    .get(id);
  const salt = row && unseal(key, row.sealed_salt, boundTo(hash, null));
  if (salt?.length !== saltBytes) return null;
  const hasher = new Bun.CryptoHasher("sha256").update(salt);
  return {
    add: (piece) => void hasher.update(piece),
    isContent: () => hasher.digest("hex") === hash,
  };
}

/** A piece opens only as this piece of this file; the salt has the place before the first. */
function boundTo(hash: FileId, number: number | null): Uint8Array {
  return new TextEncoder().encode(`${hash} ${number ?? "salt"}`);
}

export function removeFile(tx: Tx, { id, key }: Pick<StoredFile, "id" | "key">): void {
  tx.db.query("DELETE FROM attachment_piece WHERE file = ?").run(id);
  tx.db.query("DELETE FROM attachment WHERE id = ?").run(id);
  tx.destroyKey(key);
}

/** Texts that name it, with whoever signed them. */
export function namingsOf(db: Database, hash: FileId): { op: OpId; member: MemberId }[] {
  return db
    .query<{ op: Uint8Array; member: Uint8Array }, [Uint8Array]>(
      "SELECT op, member FROM attachment_naming WHERE hash = ? ORDER BY op",
    )
    .all(rowId(hash))
    .map(({ op, member }) => ({ op: toHex(op) as OpId, member: toHex(member) as MemberId }));
}

export function isGone(db: Database, member: MemberId, hash: FileId): boolean {
  const row = db
    .query("SELECT 1 FROM attachment_gone WHERE hash = ? AND member = ?")
    .get(rowId(hash), rowId(member));
  return row !== null;
}
