import { FolkmootError, type MemberId, toHex } from "../../mesh/op/index.ts";
import type { Random } from "../random.ts";
import type { Store } from "../store/index.ts";
import type { AskedQuestion, ConversationId, QuestionId, StoredAnswer } from "./answer-record.ts";
import {
  type ConversationRow,
  deleteConversation,
  deleteConversations,
  insertTurn,
  readConversation,
  readConversations,
  readTurn,
  readTurns,
  type TurnRow,
  writeOutcome,
} from "./conversation-table.ts";

export const titleCharsMax = 80;

/** How a question ended: with an answer, or with why there is none. */
export type Outcome =
  | { readonly answer: StoredAnswer }
  | { readonly error: { readonly code: string; message: string; hint: string | null } };

export interface ConversationSummary {
  readonly id: ConversationId;
  /** The beginning of its first question. */
  readonly title: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly updated: number;
  readonly turns: number;
}

export interface Turn {
  readonly question: AskedQuestion;
  /** Null while the answer is being made, and when the box stopped in the middle of it. */
  readonly outcome: Outcome | null;
}

export interface Begun {
  readonly title: string;
  readonly turn: Turn;
  /** False when this question had been asked before: then nothing was written. */
  readonly isNew: boolean;
}

export interface ConversationCursor {
  readonly updated: number;
  readonly id: ConversationId;
}

/**
 * Conversations are the member's own: rows sealed with the member's key, not operations. The box
 * can read them while it runs, since phones are away; a copy of its database cannot be read
 * without the key store, and nothing can once the member's key is destroyed.
 */
export class Conversations {
  readonly #store: Store;
  readonly #random: Random;

  constructor(store: Store, random: Random) {
    this.#store = store;
    this.#random = random;
  }

  /**
   * Keeps a question before anything is done about it. The same id and text again return what was
   * kept then. Throws `question-id-used`, `conversation-not-found` (it is another member's),
   * `conversation-full`, `too-many-conversations`.
   */
  async begin(wanted: {
    readonly id: QuestionId;
    readonly member: MemberId;
    readonly conversation: ConversationId | null;
    readonly text: string;
    readonly asked: number;
  }): Promise<Begun> {
    const { id, member, text, asked } = wanted;
    await this.#store.keyring.create(member);
    const conversation = wanted.conversation ?? (toHex(this.#random.bytes(16)) as ConversationId);
    const title = titleOf(text);
    const [sealedTitle, sealedQuestion] = this.#sealBoth(member, title, text);
    const turn = { id, conversation, member, asked, sealedTitle, sealedQuestion };
    const isNew = await this.#store.write(({ db }) => insertTurn(db, turn), member);
    // Asked before; or deleted in the same moment: then the answer is still given, and kept
    // nowhere.
    const begun = isNew ? null : this.#begun(member, id, text);
    if (begun !== null) return begun;
    const question = { id, conversation, member, text, asked };
    const kept = wanted.conversation === null ? null : this.find(member, conversation);
    return { title: kept?.title ?? title, turn: { question, outcome: null }, isNew };
  }

  /** Keeps how a question ended. False when it was deleted meanwhile. */
  async finish({ id, member }: AskedQuestion, outcome: Outcome): Promise<boolean> {
    if (!this.#store.keyring.has(member)) return false;
    const sealed = this.#seal(member, JSON.stringify(outcome));
    return this.#store.write(({ db }) => writeOutcome(db, id, sealed), member);
  }

  /** Newest first; `before` is the last one already listed. */
  list(member: MemberId, before: ConversationCursor | null, limit: number): ConversationSummary[] {
    const from = before ?? { updated: Number.MAX_SAFE_INTEGER, id: "" };
    return readConversations(this.#store.db, member, from, limit).map((row) =>
      this.#summary(member, row),
    );
  }

  /** Null when this member has none with this id. */
  find(member: MemberId, id: ConversationId): ConversationSummary | null {
    const row = readConversation(this.#store.db, id, member);
    return row === null ? null : this.#summary(member, row);
  }

  turns(member: MemberId, id: ConversationId): Turn[] {
    if (readConversation(this.#store.db, id, member) === null) return [];
    return readTurns(this.#store.db, id).map((row) => this.#turn(member, row));
  }

  /** One question of this member's; null when they asked none with this id. */
  turn(member: MemberId, id: QuestionId): Turn | null {
    const row = readTurn(this.#store.db, id);
    return row === null || toHex(row.member) !== member ? null : this.#turn(member, row);
  }

  /** Deletes for good. False when there was nothing to delete. */
  remove(member: MemberId, id: ConversationId): Promise<boolean> {
    return this.#store.write((tx) => {
      tx.scrub();
      return deleteConversation(tx.db, id, member);
    }, member);
  }

  removeAll(member: MemberId): Promise<void> {
    return this.#store.write((tx) => {
      tx.scrub();
      deleteConversations(tx.db, member);
    }, member);
  }

  /** For somebody who is gone: the rows, and the key that every copy of them would need. */
  async forget(member: MemberId): Promise<void> {
    await this.removeAll(member);
    await this.#store.keyring.destroy(member);
  }

  #begun(member: MemberId, id: QuestionId, text: string): Begun | null {
    const row = readTurn(this.#store.db, id);
    if (row === null) return null;
    // Another member's question: it stays unseen, and its id cannot be had.
    if (toHex(row.member) !== member) throw idUsed();
    const turn = this.#turn(member, row);
    if (turn.question.text !== text) throw idUsed();
    const title = this.find(member, turn.question.conversation)?.title ?? titleOf(text);
    return { title, turn, isNew: false };
  }

  #summary(member: MemberId, row: ConversationRow): ConversationSummary {
    return {
      id: toHex(row.id) as ConversationId,
      title: this.#open(member, row.sealed_title),
      created: row.created,
      updated: row.updated,
      turns: row.turns,
    };
  }

  #turn(member: MemberId, row: TurnRow): Turn {
    const question = {
      id: toHex(row.id) as QuestionId,
      conversation: toHex(row.conversation) as ConversationId,
      member,
      text: this.#open(member, row.sealed_question),
      asked: row.asked,
    };
    const { sealed_outcome: sealed } = row;
    // Written by `finish` and authenticated by the seal: nobody else can have put it there.
    const outcome = sealed === null ? null : (JSON.parse(this.#open(member, sealed)) as Outcome);
    return { question, outcome };
  }

  #sealBoth(member: MemberId, one: string, other: string): readonly [Uint8Array, Uint8Array] {
    const encoder = new TextEncoder();
    const parts = [encoder.encode(one), encoder.encode(other)];
    return this.#store.keyring.sealEach(member, parts) as [Uint8Array, Uint8Array];
  }

  #seal(member: MemberId, text: string): Uint8Array {
    return this.#store.keyring.seal(member, new TextEncoder().encode(text));
  }

  #open(member: MemberId, sealed: Uint8Array): string {
    const opened = this.#store.keyring.open(member, sealed);
    if (opened !== null) return new TextDecoder().decode(opened);
    throw new FolkmootError("conversation-unreadable", "This conversation cannot be read.", {
      hint: "The key to it is not on this box. Restore the box from a backup with its keys.",
    });
  }
}

function titleOf(text: string): string {
  const line = text.replace(/\s+/gu, " ");
  if (line.length <= titleCharsMax) return line;
  const cut = line.slice(0, titleCharsMax - 1);
  const atWord = cut.lastIndexOf(" ");
  return `${atWord > titleCharsMax / 2 ? cut.slice(0, atWord) : cut.replace(/[\ud800-\udbff]$/, "")}…`;
}

function idUsed(): FolkmootError {
  return new FolkmootError("question-id-used", "Another question was asked with this id.", {
    hint: "Make a new id for a new question.",
    status: 409,
  });
}
