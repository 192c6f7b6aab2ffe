import { FolkmootError, type MemberId } from "../../mesh/op/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Random } from "../random.ts";
import { AnswerInProgress } from "./answer-in-progress.ts";
import {
  type AnswerRecord,
  type AskedQuestion,
  type ConversationId,
  type QuestionId,
  recordOf,
  type ShownPassage,
  type ShownSentence,
  type StoredAnswer,
} from "./answer-record.ts";
import { type Answering, answer } from "./answering.ts";
import type { Conversations, Outcome } from "./conversations.ts";
import type { ModelInfo } from "./engine.ts";
import type { Viewer } from "./passage-source.ts";
import type { Ruling } from "./policy.ts";

export const questionCharsMax = 2_000;
/** More at once from one person is a stuck phone, not a person. */
export const answersInProgressMax = 8;

/** What an asker hears, in this order. `done` or `failed` is the last. */
export type AskEvent =
  | {
      readonly type: "asked";
      readonly conversation: ConversationId;
      readonly id: QuestionId;
      readonly title: string;
      /** This id was asked before: what follows is the answer as it was kept. */
      readonly repeated: boolean;
    }
  /** The community's rule that the question falls under; then the rest, unless it forbids it. */
  | { readonly type: "ruling"; readonly ruling: Ruling }
  | { readonly type: "passages"; readonly passages: readonly ShownPassage[] }
  /** A quote, or after `writing` a sentence of the model. */
  | { readonly type: "answer"; readonly sentence: ShownSentence }
  /** The quotes are complete; a model is asked next. */
  | { readonly type: "quoted"; readonly outcome: StoredAnswer["outcome"] }
  /** Again and again while it waits for the model. */
  | { readonly type: "queued"; readonly place: number; readonly expectedMs: number | null }
  /** From here on sentences replace the quotes. */
  | { readonly type: "writing"; readonly model: ModelInfo }
  | { readonly type: "done"; readonly record: AnswerRecord }
  | { readonly type: "failed"; readonly error: AskFailure };

export interface AskFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

export interface AskRequest {
  readonly id: QuestionId;
  readonly question: string;
  readonly conversation: ConversationId | null;
}

export interface AskingOptions extends Answering {
  readonly conversations: Pick<Conversations, "begin" | "finish" | "find" | "turn">;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

interface Running {
  readonly progress: AnswerInProgress<AskEvent>;
  readonly stop: AbortController;
}

interface Entering {
  readonly asker: MemberId;
  readonly question: QuestionId;
  readonly entered: Promise<unknown>;
}

/**
 * Takes questions. The question is on disk before anything else happens, and its answer is
 * finished whether or not anybody still listens: a phone that lost its connection finds both in
 * the conversation, or asks again with the same id.
 */
export class Asking {
  readonly #options: AskingOptions;
  readonly #inProgress = new Map<QuestionId, Running>();
  /** Being written down: by asker and question. */
  readonly #entering = new Map<string, Entering>();
  readonly #closing = new AbortController();

  constructor(options: AskingOptions) {
    this.#options = options;
  }

  /**
   * The answer, to be followed. Throws `question-empty`, `question-too-long`,
   * `too-many-questions`, `members-only`, and what `Conversations.begin` throws.
   */
  async ask(request: AskRequest, viewer: Viewer): Promise<AnswerInProgress<AskEvent>> {
    const text = checkedText(request.question);
    this.#checkGuest(viewer);
    const key = `${viewer.member}/${request.id}`;
    // A retry that overtakes the first try waits for it, or one question would be answered twice.
    for (
      let first = this.#entering.get(key);
      first !== undefined;
      first = this.#entering.get(key)
    ) {
      await first.entered.catch(() => {});
    }
    // From here to `set` nothing waits, or a storm would be let in before it is counted.
    this.#checkBacklog(viewer.member, request.id);
    const entered = this.#enter({ ...request, question: text }, viewer);
    const entering = { asker: viewer.member, question: request.id, entered };
    this.#entering.set(key, entering);
    try {
      return await entered;
    } finally {
      if (this.#entering.get(key) === entering) this.#entering.delete(key);
    }
  }

  async #enter(request: AskRequest, viewer: Viewer): Promise<AnswerInProgress<AskEvent>> {
    const { id, conversation, question: text } = request;
    const { member } = viewer;
    const { conversations, clock } = this.#options;
    const asked = nowSeconds(clock);
    const begun = await conversations.begin({ id, member, conversation, text, asked });
    const running = this.#inProgress.get(id);
    // Nobody but its asker gets here with this id: `begin` has refused everybody else.
    if (running !== undefined) return running.progress;
    const { turn, title } = begun;
    const progress = new AnswerInProgress<AskEvent>(member, this.#options.random);
    const { question, outcome } = turn;
    const repeated = !begun.isNew && outcome !== null;
    progress.tell({ type: "asked", conversation: question.conversation, id, title, repeated });
    if (outcome !== null) {
      this.#retell(question, outcome, viewer, progress);
      return progress;
    }
    const stop = new AbortController();
    this.#inProgress.set(id, { progress, stop });
    this.#tellPlace(progress);
    const over = this.#run(question, viewer, progress, stop.signal);
    void over.finally(() => this.#inProgress.delete(id));
    return progress;
  }

  /**
   * At once, before anything is looked up: everything unfinished that is not being written stands
   * before it. The queue itself says it more exactly, once the passages are there.
   */
  #tellPlace(progress: AnswerInProgress<AskEvent>): void {
    const { pool } = this.#options;
    if (pool.state() === null) return;
    const place = Math.max(1, this.#inProgress.size - pool.running);
    progress.tell({ type: "queued", place, expectedMs: pool.expectedMs(place) });
  }

  /**
   * What is being said to a question of this member's, or was; null when they asked none with this
   * id. For a phone that lost its connection.
   */
  resume(id: QuestionId, viewer: Viewer): AnswerInProgress<AskEvent> | null {
    const running = this.#inProgress.get(id)?.progress;
    if (running !== undefined) return running.member === viewer.member ? running : null;
    const { conversations } = this.#options;
    const turn = conversations.turn(viewer.member, id);
    if (turn === null || turn.outcome === null) return null;
    const { question, outcome } = turn;
    const { conversation, text } = question;
    const title = conversations.find(viewer.member, conversation)?.title ?? text;
    const progress = new AnswerInProgress<AskEvent>(viewer.member, this.#options.random);
    progress.tell({ type: "asked", conversation, id, title, repeated: true });
    this.#retell(question, outcome, viewer, progress);
    return progress;
  }

  /** Ends an answer of this member's with what is there. False when none is being written. */
  stop(id: QuestionId, viewer: Viewer): boolean {
    const running = this.#inProgress.get(id);
    if (running === undefined || running.progress.member !== viewer.member) return false;
    running.stop.abort(new Error("stopped by the member"));
    return true;
  }

  isInProgress(id: QuestionId): boolean {
    return this.#inProgress.has(id);
  }

  /**
   * Answers and keeps nothing: for programs that ask with a key. Throws as `ask` does, and the
   * reason when `signal` aborts.
   */
  async once(asked: AskedQuestion, viewer: Viewer, signal: AbortSignal): Promise<AnswerRecord> {
    const question = { ...asked, text: checkedText(asked.text) };
    const nothing = () => {};
    const kept = await answer(question, viewer, this.#options, {
      signal: AbortSignal.any([signal, this.#closing.signal]),
      stop: signal,
      onRuling: nothing,
      onPassages: nothing,
      onSentence: nothing,
      onQuoted: nothing,
      onPlace: nothing,
      onWriting: nothing,
    });
    return this.#record(question, kept, viewer);
  }

  /** Stops what is being answered; it can be asked again after the next start. */
  close(): void {
    this.#closing.abort(new Error("the box stops"));
  }

  #checkGuest({ roles }: Viewer): void {
    if (this.#options.policy().guests || roles.has("member")) return;
    throw new FolkmootError("members-only", "This community's assistant answers members only.", {
      hint: "Ask the people here; a steward can make you a member.",
      status: 403,
    });
  }

  #checkBacklog(member: MemberId, id: QuestionId): void {
    const own = new Set<string>();
    for (const [other, { progress }] of this.#inProgress)
      if (progress.member === member) own.add(other);
    for (const { asker, question } of this.#entering.values())
      if (asker === member) own.add(question);
    if (own.has(id) || own.size < answersInProgressMax) return;
    throw new FolkmootError("too-many-questions", "You have asked many questions at once.", {
      hint: "Wait until one of them is answered.",
      status: 429,
    });
  }

  async #run(
    question: AskedQuestion,
    viewer: Viewer,
    progress: AnswerInProgress<AskEvent>,
    stop: AbortSignal,
  ): Promise<void> {
    const { conversations, log } = this.#options;
    try {
      const kept = await answer(question, viewer, this.#options, {
        signal: this.#closing.signal,
        stop,
        onRuling: (ruling) => progress.tell({ type: "ruling", ruling }),
        onPassages: (passages) => progress.tell({ type: "passages", passages }),
        onSentence: (sentence) => progress.tell({ type: "answer", sentence }),
        onQuoted: (outcome) => progress.tell({ type: "quoted", outcome }),
        onPlace: (place) => progress.tell({ type: "queued", ...place }),
        onWriting: (model) => progress.tell({ type: "writing", model }),
      });
      await conversations.finish(question, { answer: kept });
      progress.end({ type: "done", record: this.#record(question, kept, viewer) });
    } catch (cause) {
      const error = failureOf(cause);
      log.error("assistant.answer-failed", { code: error.code });
      if (!this.#closing.signal.aborted) {
        await conversations.finish(question, { error }).catch(() => {
          // Told to the asker below; the turn stays open, and the same id can be asked again.
        });
      }
      progress.end({ type: "failed", error });
    }
  }

  #retell(
    question: AskedQuestion,
    outcome: Outcome,
    viewer: Viewer,
    progress: AnswerInProgress<AskEvent>,
  ): void {
    if ("error" in outcome) {
      progress.end({ type: "failed", error: outcome.error });
      return;
    }
    const record = this.#record(question, outcome.answer, viewer);
    if (record.ruling !== null) progress.tell({ type: "ruling", ruling: record.ruling });
    progress.tell({ type: "passages", passages: record.passages });
    for (const sentence of record.sentences) progress.tell({ type: "answer", sentence });
    progress.end({ type: "done", record });
  }

  #record(question: AskedQuestion, kept: StoredAnswer, viewer: Viewer): AnswerRecord {
    return recordOf(question, kept, this.#options.shelfOf(viewer));
  }
}

function checkedText(question: string): string {
  const text = question.trim();
  if (text === "") {
    throw new FolkmootError("question-empty", "There is no question.", {
      hint: "Write what you want to know.",
      status: 400,
    });
  }
  if (text.length > questionCharsMax) {
    throw new FolkmootError("question-too-long", "The question is too long.", {
      hint: `Ask in at most ${questionCharsMax} characters; this has ${text.length}.`,
      status: 413,
    });
  }
  return text;
}

/** What the asker may know of a fault: its code, never the text of whatever broke. */
function failureOf(cause: unknown): AskFailure {
  if (cause instanceof FolkmootError && cause.status < 600) {
    return { code: cause.code, message: cause.message, hint: cause.hint };
  }
  return {
    code: "answer-failed",
    message: "The box could not finish this answer.",
    hint: "Ask again.",
  };
}
