/** The store's own tables, as numbered steps that are never changed once released. */
import type { Migration } from "./contract.ts";

/** folkmoot.db. Ids, keys and signatures are BLOBs; times are seconds since 1970. */
export const logMigrations: readonly Migration[] = [
  {
    room: "store",
    number: 1,
    sql: `
CREATE TABLE operation (
  position INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  author BLOB NOT NULL,
  seq INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  time INTEGER NOT NULL,
  received INTEGER NOT NULL,
  carrier TEXT NOT NULL,
  header BLOB NOT NULL,
  signature BLOB NOT NULL,
  body TEXT NOT NULL CHECK (body IN ('inside', 'stored', 'absent', 'erased')),
  -- Null: it had its effect. Else the code of the reason why not.
  refusal TEXT,
  -- Over what the signature does not cover: position, time of receipt, carrier.
  seal BLOB NOT NULL,
  -- In this order devices that speak about as often share pages: a commit writes a third less.
  UNIQUE (seq, author)
) STRICT;

-- Salt and body under a key of their own, which is in keys.db.
CREATE TABLE body (
  position INTEGER PRIMARY KEY REFERENCES operation (position),
  key INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE device (
  id BLOB PRIMARY KEY,
  key BLOB NOT NULL,
  introduced INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The second operation that a device signed with one seq: with the first it proves equivocation.
CREATE TABLE fork (
  author BLOB NOT NULL,
  seq INTEGER NOT NULL,
  id BLOB NOT NULL,
  header BLOB NOT NULL,
  signature BLOB NOT NULL,
  received INTEGER NOT NULL,
  PRIMARY KEY (author, seq)
) STRICT, WITHOUT ROWID;

-- What was erased stays erased: also a body that arrives later, or again.
-- The key is named until it is known to be destroyed.
CREATE TABLE erasure (id BLOB PRIMARY KEY, key INTEGER) STRICT, WITHOUT ROWID;

CREATE TABLE projection (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  tables TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`,
  },
  {
    room: "store",
    number: 2,
    sql: `
-- Keys of what rooms have deleted, until they are known to be destroyed.
CREATE TABLE doomed_key (serial INTEGER PRIMARY KEY) STRICT;
`,
  },
];

/** keys.db: what makes the rows of folkmoot.db readable, apart from them so that it can go. */
export const keyMigrations: readonly Migration[] = [
  {
    room: "keys",
    number: 1,
    sql: `
-- Numbers are never given twice: an erasure that is finished late must not hit another's key.
CREATE TABLE body_key (serial INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL) STRICT;
CREATE TABLE member_key (member BLOB PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
`,
  },
];
