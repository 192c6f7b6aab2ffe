/**
 * What is proposed and said about it, as rows. Whatever a result depends on stays in the log, which
 * is asked again; the rows say where to look, and what lists need.
 */

/**
 * `position`: of the operation in this box's log; `time`: seconds since 1970, by its author; `turn`:
 * which of two of the same second is the later one (`turnOf`).
 */
export const proposalSchema = [
  `CREATE TABLE governance_version (
     id BLOB PRIMARY KEY, thread BLOB NOT NULL, previous BLOB, text BLOB NOT NULL,
     member BLOB NOT NULL, position INTEGER NOT NULL, time INTEGER NOT NULL,
     received INTEGER NOT NULL, turn BLOB NOT NULL, published INTEGER NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX governance_version_thread ON governance_version (thread, position)",
  // The proposal as it stands: computed again whenever something of it arrives.
  `CREATE TABLE governance_thread (
     id BLOB PRIMARY KEY, member BLOB NOT NULL, time INTEGER NOT NULL, version BLOB NOT NULL,
     text BLOB NOT NULL, model TEXT NOT NULL, topic TEXT NOT NULL, published INTEGER NOT NULL,
     hidden INTEGER NOT NULL, effects INTEGER NOT NULL, review_at INTEGER, revisits BLOB,
     opening BLOB, discussion_ends INTEGER, voting_ends INTEGER, closes_at INTEGER,
     stage INTEGER NOT NULL, result TEXT, winner INTEGER, counted INTEGER, closed_at INTEGER,
     blocked_at INTEGER, blockers TEXT,
     mark TEXT, revisited INTEGER NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX governance_thread_open ON governance_thread (result, voting_ends)",
  "CREATE INDEX governance_thread_closed ON governance_thread (closed_at)",
  "CREATE INDEX governance_thread_revisits ON governance_thread (revisits)",
  // Of the texts: what lists show and what the search finds. Deleted with the text.
  `CREATE TABLE governance_text (
     id BLOB PRIMARY KEY, member BLOB NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL,
     folded TEXT NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE governance_opening (
     id BLOB PRIMARY KEY, thread BLOB NOT NULL, version BLOB NOT NULL, previous BLOB,
     author BLOB NOT NULL, position INTEGER NOT NULL, time INTEGER NOT NULL,
     discussion_ends INTEGER NOT NULL, voting_ends INTEGER NOT NULL, hidden INTEGER NOT NULL,
     topic TEXT NOT NULL, roll BLOB, heads INTEGER NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX governance_opening_thread ON governance_opening (thread)",
  "CREATE INDEX governance_opening_version ON governance_opening (version)",
  // What openings and closes name and has not arrived: then they are looked at again.
  `CREATE TABLE governance_waiting (
     op BLOB NOT NULL, opening BLOB NOT NULL, PRIMARY KEY (op, opening)) WITHOUT ROWID`,
];

/** Everything that counts towards a result, as it was said; the tally says what counts. */
export const voteSchema = [
  `CREATE TABLE governance_vote (
     id BLOB PRIMARY KEY, version BLOB NOT NULL, member BLOB NOT NULL, kind INTEGER NOT NULL,
     position INTEGER NOT NULL, time INTEGER NOT NULL, received INTEGER NOT NULL,
     choice INTEGER, revision INTEGER, reason BLOB, ranking TEXT) WITHOUT ROWID`,
  "CREATE INDEX governance_vote_version ON governance_vote (version, member)",
  "CREATE INDEX governance_vote_position ON governance_vote (position)",
  `CREATE TABLE governance_witness (
     id BLOB PRIMARY KEY, attestation BLOB NOT NULL, member BLOB NOT NULL,
     position INTEGER NOT NULL, time INTEGER NOT NULL, received INTEGER NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX governance_witness_attestation ON governance_witness (attestation)",
  "CREATE INDEX governance_witness_position ON governance_witness (position)",
  `CREATE TABLE governance_delegation (
     id BLOB PRIMARY KEY, member BLOB NOT NULL, topic TEXT NOT NULL, delegate BLOB,
     revision INTEGER NOT NULL, position INTEGER NOT NULL, time INTEGER NOT NULL,
     received INTEGER NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX governance_delegation_member ON governance_delegation (member, topic)",
  "CREATE INDEX governance_delegation_delegate ON governance_delegation (delegate)",
];

export const closeSchema = [
  `CREATE TABLE governance_close (
     id BLOB PRIMARY KEY, opening BLOB NOT NULL, stage INTEGER NOT NULL, author BLOB NOT NULL,
     member BLOB, position INTEGER NOT NULL, time INTEGER NOT NULL, received INTEGER NOT NULL,
     outcome TEXT NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX governance_close_opening ON governance_close (opening, position)",
  "CREATE INDEX governance_close_position ON governance_close (position)",
  // What a passed decision did, once.
  `CREATE TABLE governance_effect (
     thread BLOB NOT NULL, number INTEGER NOT NULL, opening BLOB NOT NULL, effect TEXT NOT NULL,
     refusal TEXT, at INTEGER NOT NULL, facts TEXT NOT NULL,
     PRIMARY KEY (thread, number)) WITHOUT ROWID`,
  `CREATE TABLE governance_mark (
     id BLOB PRIMARY KEY, thread BLOB NOT NULL, member BLOB NOT NULL, mark TEXT NOT NULL,
     position INTEGER NOT NULL, time INTEGER NOT NULL, looks_after INTEGER NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX governance_mark_thread ON governance_mark (thread)",
];

export const talkSchema = [
  `CREATE TABLE governance_comment (
     id BLOB PRIMARY KEY, thread BLOB NOT NULL, parent BLOB, member BLOB NOT NULL,
     position INTEGER NOT NULL, time INTEGER NOT NULL, turn BLOB NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX governance_comment_thread ON governance_comment (thread, position)",
  `CREATE TABLE governance_note (
     id BLOB PRIMARY KEY, thread BLOB NOT NULL, member BLOB NOT NULL, folded TEXT NOT NULL,
     position INTEGER NOT NULL, time INTEGER NOT NULL, turn BLOB NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX governance_note_thread ON governance_note (thread, position)",
  `CREATE TABLE governance_mediation (
     id BLOB PRIMARY KEY, opening BLOB NOT NULL, member BLOB NOT NULL, path TEXT NOT NULL,
     state TEXT NOT NULL, position INTEGER NOT NULL, time INTEGER NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX governance_mediation_opening ON governance_mediation (opening, position)",
];

export const governanceTables = [
  "governance_mediation",
  "governance_note",
  "governance_comment",
  "governance_mark",
  "governance_effect",
  "governance_close",
  "governance_delegation",
  "governance_witness",
  "governance_vote",
  "governance_waiting",
  "governance_opening",
  "governance_text",
  "governance_thread",
  "governance_version",
];
