import type { Database } from "bun:sqlite";
import { FolkmootError, fromHex } from "../../mesh/op/index.ts";
import type { Migration } from "../store/index.ts";

/**
 * Private rows, not computed from the log. In the clear stand only whose they are, how many, and
 * when: what listing needs. Title, questions and answers are sealed with the member's key.
 */
export const migrations: readonly Migration[] = [
  {
    room: "assistant",
    number: 1,
    sql: `
      CREATE TABLE assistant_conversation (
        id BLOB PRIMARY KEY,
        member BLOB NOT NULL,
        created INTEGER NOT NULL,
        updated INTEGER NOT NULL,
        turns INTEGER NOT NULL,
        sealed_title BLOB NOT NULL
      ) STRICT;
      CREATE INDEX assistant_conversation_of_member
        ON assistant_conversation (member, updated, id);
      CREATE TABLE assistant_turn (
        id BLOB PRIMARY KEY,
        conversation BLOB NOT NULL REFERENCES assistant_conversation ON DELETE CASCADE,
        number INTEGER NOT NULL,
        asked INTEGER NOT NULL,
        sealed_question BLOB NOT NULL,
        sealed_outcome BLOB,
        UNIQUE (conversation, number)
      ) STRICT;
    `,
  },
];

export const turnsMax = 200;
export const conversationsMax = 2_000;
/** Over all of a member's conversations: some 30 MB at most. */
export const turnsOfMemberMax = 10_000;

export interface ConversationRow {
  id: Uint8Array;
  created: number;
  updated: number;
  turns: number;
  sealed_title: Uint8Array;
}

export interface TurnRow {
  id: Uint8Array;
  conversation: Uint8Array;
  asked: number;
  sealed_question: Uint8Array;
  sealed_outcome: Uint8Array | null;
}

/** An id as the bytes it is stored as. */
export function bytesOf(id: string): Uint8Array {
  const bytes = fromHex(id);
  if (bytes === null)
    throw new FolkmootError("malformed-id", "This is not an id.", { status: 400 });
  return bytes;
}

export function readConversation(db: Database, id: string, member: string): ConversationRow | null {
  return db
    .query<ConversationRow, [Uint8Array, Uint8Array]>(
      `SELECT id, created, updated, turns, sealed_title
       FROM assistant_conversation WHERE id = ?1 AND member = ?2`,
    )
    .get(bytesOf(id), bytesOf(member));
}

/** Newest first, those that come after `before`. */
export function readConversations(
  db: Database,
  member: string,
  before: { readonly updated: number; readonly id: string },
  limit: number,
): ConversationRow[] {
  return db
    .query<ConversationRow, [Uint8Array, number, Uint8Array, number]>(
      `SELECT id, created, updated, turns, sealed_title FROM assistant_conversation
       WHERE member = ?1 AND (updated, id) < (?2, ?3)
       ORDER BY updated DESC, id DESC LIMIT ?4`,
    )
    .all(bytesOf(member), before.updated, bytesOf(before.id), limit);
}

export function readTurns(db: Database, conversation: string): TurnRow[] {
  return db
    .query<TurnRow, [Uint8Array]>(
      `SELECT id, conversation, asked, sealed_question, sealed_outcome
       FROM assistant_turn WHERE conversation = ?1 ORDER BY number`,
    )
    .all(bytesOf(conversation));
}

export function readTurn(db: Database, id: string): (TurnRow & { member: Uint8Array }) | null {
  return db
    .query<TurnRow & { member: Uint8Array }, [Uint8Array]>(
      `SELECT turn.id, conversation, asked, sealed_question, sealed_outcome, member
       FROM assistant_turn AS turn
       JOIN assistant_conversation AS whole ON whole.id = turn.conversation
       WHERE turn.id = ?1`,
    )
    .get(bytesOf(id));
}

export interface NewTurn {
  readonly id: string;
  readonly conversation: string;
  readonly member: string;
  readonly asked: number;
  readonly sealedTitle: Uint8Array;
  readonly sealedQuestion: Uint8Array;
}

/**
 * Adds a turn, and its conversation unless it exists. False when a turn with this id exists.
 * Throws `conversation-not-found` for another member's conversation, and when there are too many.
 */
export function insertTurn(db: Database, turn: NewTurn): boolean {
  const id = bytesOf(turn.id);
  const isThere = db.query("SELECT 1 FROM assistant_turn WHERE id = ?1").get(id) !== null;
  if (isThere) return false;
  const conversation = bytesOf(turn.conversation);
  const number = readConversation(db, turn.conversation, turn.member)?.turns ?? 0;
  if (number >= turnsMax) throw conversationFull();
  checkRoom(db, turn.member, number === 0);
  if (number === 0) insertConversation(db, turn);
  db.query("INSERT INTO assistant_turn VALUES (?1, ?2, ?3, ?4, ?5, NULL)").run(
    id,
    conversation,
    number,
    turn.asked,
    turn.sealedQuestion,
  );
  db.query(
    "UPDATE assistant_conversation SET turns = turns + 1, updated = max(updated, ?2) WHERE id = ?1",
  ).run(conversation, turn.asked);
  return true;
}

function checkRoom(db: Database, member: string, isNew: boolean): void {
  const kept = db
    .query<{ conversations: number; turns: number | null }, [Uint8Array]>(
      `SELECT count(*) AS conversations, sum(turns) AS turns
       FROM assistant_conversation WHERE member = ?1`,
    )
    .get(bytesOf(member));
  const { conversations, turns } = kept ?? { conversations: 0, turns: 0 };
  if ((isNew && conversations >= conversationsMax) || (turns ?? 0) >= turnsOfMemberMax) {
    throw tooManyConversations();
  }
}

function insertConversation(db: Database, turn: NewTurn): void {
  const { changes } = db
    .query(
      `INSERT INTO assistant_conversation VALUES (?1, ?2, ?3, ?3, 0, ?4)
       ON CONFLICT (id) DO NOTHING`,
    )
    .run(bytesOf(turn.conversation), bytesOf(turn.member), turn.asked, turn.sealedTitle);
  // The id is taken, by somebody else: to this member it does not exist.
  if (changes === 0) throw conversationNotFound();
}

export function writeOutcome(db: Database, turn: string, sealed: Uint8Array): boolean {
  const { changes } = db
    .query("UPDATE assistant_turn SET sealed_outcome = ?2 WHERE id = ?1")
    .run(bytesOf(turn), sealed);
  return changes > 0;
}

export function deleteConversation(db: Database, id: string, member: string): boolean {
  const { changes } = db
    .query("DELETE FROM assistant_conversation WHERE id = ?1 AND member = ?2")
    .run(bytesOf(id), bytesOf(member));
  return changes > 0;
}

export function deleteConversations(db: Database, member: string): void {
  db.query("DELETE FROM assistant_conversation WHERE member = ?1").run(bytesOf(member));
}

export function conversationNotFound(): FolkmootError {
  return new FolkmootError("conversation-not-found", "There is no such conversation.", {
    hint: "It may have been deleted on another of your devices.",
    status: 404,
  });
}

function conversationFull(): FolkmootError {
  return new FolkmootError("conversation-full", "This conversation is full.", {
    hint: `A conversation holds ${turnsMax} questions. Begin a new one.`,
    status: 409,
  });
}

function tooManyConversations(): FolkmootError {
  return new FolkmootError("too-many-conversations", "You have very many conversations.", {
    hint: `The box keeps ${turnsOfMemberMax} questions for each member. Delete some you are done with.`,
    status: 409,
  });
}
