/** What the box knows of the model files it keeps. Not computed from the log: files are the box's. */
import type { Database } from "bun:sqlite";
import { fromHex, toHex } from "../../mesh/op/index.ts";
import type { Migration } from "../store/index.ts";

/** What a file is for: it writes answers, it turns texts into vectors, or it changes another. */
export type ModelRole = "answer" | "embed" | "adapter";

export interface ModelFile {
  /** SHA-256 of the file, lower-case hex. */
  readonly sha256: string;
  readonly role: ModelRole;
  readonly name: string;
  readonly architecture: string;
  /** Length of its vectors inside, and how many layers; null where the file does not say. */
  readonly width: number | null;
  readonly layers: number | null;
  readonly parameters: number;
  /** Null for an adapter. */
  readonly contextTokens: number | null;
  readonly bytes: number;
  /** As its author or the file says; empty when nobody said. */
  readonly licence: string;
  /** Where it came from. */
  readonly source: string;
  readonly languages: readonly string[];
  /** Seconds since 1970. */
  readonly added: number;
}

export const migrations: readonly Migration[] = [
  {
    room: "models",
    number: 1,
    sql: `
      CREATE TABLE models_file (
        sha256 BLOB PRIMARY KEY,
        role TEXT NOT NULL,
        name TEXT NOT NULL,
        architecture TEXT NOT NULL,
        parameters INTEGER NOT NULL,
        context_tokens INTEGER,
        bytes INTEGER NOT NULL,
        licence TEXT NOT NULL,
        source TEXT NOT NULL,
        languages TEXT NOT NULL,
        added INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    room: "models",
    number: 2,
    // Which model an adapter fits. Files added before are taken to fit by their architecture.
    sql: `
      ALTER TABLE models_file ADD COLUMN width INTEGER;
      ALTER TABLE models_file ADD COLUMN layers INTEGER;
    `,
  },
];

interface Row {
  sha256: Uint8Array;
  role: ModelRole;
  name: string;
  architecture: string;
  parameters: number;
  context_tokens: number | null;
  bytes: number;
  licence: string;
  source: string;
  languages: string;
  added: number;
  width: number | null;
  layers: number | null;
}

/** The newest first. */
export function readModels(db: Database): ModelFile[] {
  return db
    .query<Row, []>("SELECT * FROM models_file ORDER BY added DESC, sha256")
    .all()
    .map(fromRow);
}

export function readModel(db: Database, sha256: string): ModelFile | null {
  const bytes = fromHex(sha256);
  if (bytes === null) return null;
  const row = db.query<Row, [Uint8Array]>("SELECT * FROM models_file WHERE sha256 = ?1").get(bytes);
  return row === null ? null : fromRow(row);
}

/** Adds it, or says anew where it comes from. */
export function writeModel(db: Database, file: ModelFile): void {
  db.query(
    `INSERT INTO models_file VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
     ON CONFLICT (sha256) DO UPDATE
     SET name = excluded.name, licence = excluded.licence, source = excluded.source,
         languages = excluded.languages, width = excluded.width, layers = excluded.layers`,
  ).run(
    fromHex(file.sha256),
    file.role,
    file.name,
    file.architecture,
    file.parameters,
    file.contextTokens,
    file.bytes,
    file.licence,
    file.source,
    JSON.stringify(file.languages),
    file.added,
    file.width,
    file.layers,
  );
}

export function deleteModel(db: Database, sha256: string): void {
  db.query("DELETE FROM models_file WHERE sha256 = ?1").run(fromHex(sha256));
}

function fromRow({ context_tokens, languages, sha256, ...row }: Row): ModelFile {
  return {
    ...row,
    sha256: toHex(sha256),
    contextTokens: context_tokens,
    languages: JSON.parse(languages) as string[],
  };
}
