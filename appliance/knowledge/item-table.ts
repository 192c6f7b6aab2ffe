/** Items and their versions as rows. Bodies stay in the store, where erasing destroys their key. */
import type { Database } from "bun:sqlite";
import type { Consent, ItemBody, ItemForm } from "../../mesh/kinds/index.ts";
import { type MemberId, type OpId, toHex, toMemberId, toOpId } from "../../mesh/op/index.ts";
import { idBytes, optionalBytes, optionalHex } from "./row-values.ts";

export const itemSchema = [
  `CREATE TABLE knowledge_item (
     id BLOB PRIMARY KEY, creator BLOB NOT NULL, created INTEGER NOT NULL,
     hidden INTEGER NOT NULL DEFAULT 0,
     -- Versions written apart that nobody has brought together.
     conflict INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`,
  `CREATE TABLE knowledge_version (
     id BLOB PRIMARY KEY, item BLOB NOT NULL, member BLOB NOT NULL, by_moderator INTEGER NOT NULL,
     time INTEGER NOT NULL,
     form TEXT NOT NULL, title TEXT NOT NULL, excerpt TEXT NOT NULL, lang TEXT NOT NULL,
     category TEXT NOT NULL, tags TEXT NOT NULL, audience TEXT NOT NULL, consent TEXT NOT NULL,
     attribution TEXT, source TEXT, valid_until INTEGER, supersedes BLOB, series TEXT,
     -- The community question whose accepted answer this is.
     question BLOB,
     -- 0: waits for the versions it was made from, to see whether it may change what it changes.
     allowed INTEGER NOT NULL,
     -- 1: written while the community wanted items reviewed before others see them.
     review_first INTEGER NOT NULL,
     review TEXT NOT NULL, review_reason TEXT,
     -- 1: its audience sees it. At the end of the history, neither returned nor hidden.
     shown INTEGER NOT NULL DEFAULT 0,
     -- 1: what it supersedes is put behind it.
     replaces INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`,
  "CREATE INDEX knowledge_version_item ON knowledge_version (item)",
  "CREATE INDEX knowledge_version_shown ON knowledge_version (shown, time DESC, id DESC)",
  "CREATE INDEX knowledge_version_title ON knowledge_version (shown, title COLLATE NOCASE, id)",
  "CREATE INDEX knowledge_version_supersedes ON knowledge_version (supersedes)",
  "CREATE INDEX knowledge_version_member ON knowledge_version (member)",
  `CREATE TABLE knowledge_parent (
     version BLOB NOT NULL, parent BLOB NOT NULL, nth INTEGER NOT NULL,
     PRIMARY KEY (version, parent)) WITHOUT ROWID`,
  "CREATE INDEX knowledge_parent_parent ON knowledge_parent (parent)",
];
export const itemTables = ["knowledge_parent", "knowledge_version", "knowledge_item"];

export type Review = "awaiting" | "accepted" | "returned";

/** What a version says of itself, besides its text. */
export interface VersionFacts {
  readonly form: ItemForm;
  readonly title: string;
  readonly excerpt: string;
  readonly lang: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly audience: string;
  readonly consent: Consent;
  readonly attribution: string | null;
  readonly source: string | null;
  /** Seconds since 1970. */
  readonly validUntil: number | null;
  readonly supersedes: OpId | null;
  readonly series: ItemBody["series"];
}

/** A version as its row says; the body is read from the store. */
export interface Version extends VersionFacts {
  readonly id: OpId;
  readonly item: OpId;
  readonly member: MemberId;
  readonly byModerator: boolean;
  /** Seconds since 1970, by the author's clock. */
  readonly time: number;
  readonly question: OpId | null;
  readonly allowed: boolean;
  readonly reviewFirst: boolean;
  readonly review: Review;
  readonly reviewReason: string | null;
  readonly shown: boolean;
  readonly parents: readonly OpId[];
}

export interface VersionRow {
  id: Uint8Array;
  item: Uint8Array;
  member: Uint8Array;
  by_moderator: number;
  time: number;
  form: ItemForm;
  title: string;
  excerpt: string;
  lang: string;
  category: string;
  tags: string;
  audience: string;
  consent: Consent;
  attribution: string | null;
  source: string | null;
  valid_until: number | null;
  supersedes: Uint8Array | null;
  series: string | null;
  question: Uint8Array | null;
  allowed: number;
  review_first: number;
  review: Review;
  review_reason: string | null;
  shown: number;
}

/** Makes the item's row unless it is there. */
export function ensureItem(db: Database, id: OpId, creator: MemberId, created: number): void {
  db.query("INSERT OR IGNORE INTO knowledge_item (id, creator, created) VALUES (?, ?, ?)").run(
    idBytes(id),
    idBytes(creator),
    created,
  );
}

export function insertVersion(db: Database, version: Omit<Version, "shown">): void {
  db.query(
    `INSERT INTO knowledge_version (id, item, member, by_moderator, time, form, title, excerpt,
       lang, category, tags, audience, consent, attribution, source, valid_until, supersedes,
       series, question, allowed, review_first, review, review_reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    idBytes(version.id),
    idBytes(version.item),
    idBytes(version.member),
    Number(version.byModerator),
    version.time,
    version.form,
    version.title,
    version.excerpt,
    version.lang,
    version.category,
    JSON.stringify(version.tags),
    version.audience,
    version.consent,
    version.attribution,
    version.source,
    version.validUntil,
    optionalBytes(version.supersedes),
    version.series === null ? null : JSON.stringify(version.series),
    optionalBytes(version.question),
    Number(version.allowed),
    Number(version.reviewFirst),
    version.review,
    version.reviewReason,
  );
  const insertParent = db.query("INSERT OR IGNORE INTO knowledge_parent VALUES (?, ?, ?)");
  for (const [nth, parent] of version.parents.entries()) {
    insertParent.run(idBytes(version.id), idBytes(parent), nth);
  }
}

export function deleteVersion(db: Database, id: OpId): void {
  db.query("DELETE FROM knowledge_parent WHERE version = ?").run(idBytes(id));
  db.query("DELETE FROM knowledge_version WHERE id = ?").run(idBytes(id));
}

/** All versions that are here, newest first by their authors' clocks. */
export function versionsOf(db: Database, item: OpId): Version[] {
  const rows = db
    .query<VersionRow, [Uint8Array]>(
      "SELECT * FROM knowledge_version WHERE item = ? ORDER BY time DESC, id DESC",
    )
    .all(idBytes(item));
  const named = db
    .query<{ version: Uint8Array; parent: Uint8Array }, [Uint8Array]>(
      `SELECT p.version, p.parent FROM knowledge_version AS v
       JOIN knowledge_parent AS p ON p.version = v.id WHERE v.item = ? ORDER BY p.nth`,
    )
    .all(idBytes(item));
  const parents = new Map<string, OpId[]>(rows.map(({ id }) => [toHex(id), []]));
  for (const { version, parent } of named) parents.get(toHex(version))?.push(toOpId(parent));
  return rows.map((row) => versionOf(row, parents.get(toHex(row.id)) ?? []));
}

/** Who wrote a version and who may see it, without the rest of the row. */
export function audienceOfVersion(
  db: Database,
  id: OpId,
): { member: MemberId; audience: string } | null {
  const row = db
    .query<{ member: Uint8Array; audience: string }, [Uint8Array]>(
      "SELECT member, audience FROM knowledge_version WHERE id = ?",
    )
    .get(idBytes(id));
  return row === null ? null : { member: toMemberId(row.member), audience: row.audience };
}

export function versionById(db: Database, id: OpId): Version | null {
  const row = db
    .query<VersionRow, [Uint8Array]>("SELECT * FROM knowledge_version WHERE id = ?")
    .get(idBytes(id));
  return row === null ? null : versionOf(row, parentsOf(db, row.id));
}

export function versionOf(row: VersionRow, parents: readonly OpId[]): Version {
  const supersedes = optionalHex(row.supersedes);
  const question = optionalHex(row.question);
  return {
    id: toOpId(row.id),
    item: toOpId(row.item),
    member: toMemberId(row.member),
    byModerator: row.by_moderator === 1,
    time: row.time,
    form: row.form,
    title: row.title,
    excerpt: row.excerpt,
    lang: row.lang,
    category: row.category,
    tags: JSON.parse(row.tags) as string[],
    audience: row.audience,
    consent: row.consent,
    attribution: row.attribution,
    source: row.source,
    validUntil: row.valid_until,
    supersedes: supersedes === null ? null : toOpId(supersedes),
    series: row.series === null ? null : (JSON.parse(row.series) as ItemBody["series"]),
    question: question === null ? null : toOpId(question),
    allowed: row.allowed === 1,
    reviewFirst: row.review_first === 1,
    review: row.review,
    reviewReason: row.review_reason,
    shown: row.shown === 1,
    parents,
  };
}

export function factsOf(version: Version): VersionFacts {
  const { form, title, excerpt, lang, category, tags, audience, consent } = version;
  const { attribution, source, validUntil, supersedes, series } = version;
  return {
    ...{ form, title, excerpt, lang, category, tags, audience, consent },
    ...{ attribution, source, validUntil, supersedes, series },
  };
}

function parentsOf(db: Database, version: Uint8Array): OpId[] {
  return (
    db
      .query<{ parent: Uint8Array; nth: number }, [Uint8Array]>(
        "SELECT parent, nth FROM knowledge_parent WHERE version = ?",
      )
      .all(version)
      // Few, mostly none: sorting them here spares SQLite a sorter at each look.
      .sort((a, b) => a.nth - b.nth)
      .map(({ parent }) => toOpId(toHex(parent)))
  );
}
