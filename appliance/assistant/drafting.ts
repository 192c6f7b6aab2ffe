/** Help with writing: a model drafts, a person reads, changes and signs. Nothing is kept. */
import { FolkmootError, type MemberId, type OpId } from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import { type ModelPool, type Place, type TextModel, takingOver } from "../engine/index.ts";
import type { Log } from "../log.ts";
import { type DraftTask, draftMessages, draftTokensMax } from "./draft-prompt.ts";
import type { ModelInfo } from "./engine.ts";
import { type FoundTerm, houseTermsIn } from "./house-terms.ts";
import { isSmallWord } from "./language.ts";
import type { FoundPassage, PassageSource, Viewer } from "./passage-source.ts";
import type { Policy, PolicyMark } from "./policy.ts";
import { secrecyOf } from "./secrecy.ts";
import { words } from "./words.ts";

/** Some 3,000 words: what a small model can read at once. */
export const draftTextCharsMax = 12_000;
const draftsInProgressMax = 3;
const deadlineMs = 15 * 60_000;
const termWordsMax = 120;
const termCandidatesMax = 60;

export interface DraftRequest {
  readonly task: DraftTask;
  /** What to work on; with `item` as well, the item comes first. */
  readonly text: string | null;
  readonly item: OpId | null;
  readonly language: string;
}

/** What the member hears, in this order. `done` or `failed` is the last. */
export type DraftEvent =
  | { readonly type: "queued"; readonly place: number; readonly expectedMs: number | null }
  | { readonly type: "writing"; readonly model: ModelInfo }
  /** The next piece. */
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "done"; readonly draft: Draft }
  | {
      readonly type: "failed";
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly hint: string | null;
      };
    };

export interface Draft {
  readonly task: DraftTask;
  readonly language: string;
  readonly text: string;
  /** False when the model came to the end of what it may write. */
  readonly isWhole: boolean;
  readonly model: ModelInfo;
  readonly policy: PolicyMark;
  readonly tookMs: number;
}

export interface DraftingOptions {
  readonly source: PassageSource;
  readonly pool: ModelPool;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: () => Policy;
}

interface Material {
  readonly text: string;
  /** Where it stands: that says how far it may go. */
  readonly read: readonly Pick<FoundPassage, "audience" | "consent">[];
}

/** What a member types may be about anything, so it goes no farther than the box. */
const typed = { audience: "own words", consent: "local_only" } as const;

export class Drafting {
  readonly #options: DraftingOptions;
  readonly #inProgress = new Map<MemberId, number>();

  constructor(options: DraftingOptions) {
    this.#options = options;
  }

  /**
   * Takes the wish, or throws why it cannot be: `no-model`, `draft-empty`, `draft-too-long`,
   * `not-found` (the item), `too-many-questions`. What is returned writes; it tells everything to
   * `tell`, and stops when `signal` aborts, since nobody could read what it writes then.
   */
  begin(
    request: DraftRequest,
    viewer: Viewer,
  ): (tell: (event: DraftEvent) => void, signal: AbortSignal) => Promise<void> {
    const { pool } = this.#options;
    if (pool.state() === null) throw noModel();
    const material = this.#materialFor(request, viewer);
    const running = this.#inProgress.get(viewer.member) ?? 0;
    if (running >= draftsInProgressMax) throw tooMany();
    this.#inProgress.set(viewer.member, running + 1);
    return async (tell, signal) => {
      try {
        tell({ type: "done", draft: await this.#write(request, material, viewer, tell, signal) });
      } catch (cause) {
        if (!signal.aborted) tell({ type: "failed", error: this.#failureOf(cause) });
      } finally {
        const left = (this.#inProgress.get(viewer.member) ?? 1) - 1;
        if (left === 0) this.#inProgress.delete(viewer.member);
        else this.#inProgress.set(viewer.member, left);
      }
    };
  }

  #materialFor({ text, item }: DraftRequest, viewer: Viewer): Material {
    const passages = item === null ? [] : this.#passagesOf(item, viewer);
    if (item !== null && passages.length === 0) throw itemNotFound();
    const own = passages.filter(({ version }) => version === passages[0]?.version);
    const body = own.map((passage) => passage.text).join("\n\n");
    const title = own[0]?.title ?? "";
    const all = [title, body, text ?? ""].map((part) => part.trim()).filter((part) => part !== "");
    const joined = all.join("\n\n");
    if (joined === "") throw nothingToDraft();
    if (joined.length > draftTextCharsMax) throw tooLong(joined.length);
    const isTyped = (text ?? "").trim() !== "";
    return { text: joined, read: isTyped ? [typed, ...own] : own };
  }

  #passagesOf(item: OpId, viewer: Viewer): readonly FoundPassage[] {
    return this.#options.source.passagesOf(viewer, item);
  }

  async #write(
    { task, language, item }: DraftRequest,
    { text, read }: Material,
    viewer: Viewer,
    tell: (event: DraftEvent) => void,
    given: AbortSignal,
  ): Promise<Draft> {
    const { pool, clock, policy: decided } = this.#options;
    const startedMs = clock.monotonicMs();
    const policy = decided();
    const terms = policy.houseTerms ? await this.#termsIn(text, viewer) : [];
    const signal = AbortSignal.any([given, AbortSignal.timeout(deadlineMs)]);
    const onPlace = (place: Place) => tell({ type: "queued", ...place });
    const secrecy = secrecyOf([...read, ...terms]);
    const messages = draftMessages({ task, text, language, terms }, policy);
    const wanted = { messages, maxTokens: draftTokensMax(task, text), temperature: 0.3, seed: 1 };
    const writers: ModelInfo[] = [];
    let written = "";
    let isWhole = false;
    const write = (writer: TextModel) => {
      // It may have waited for minutes, and been taken away meanwhile.
      if (item !== null && this.#passagesOf(item, viewer).length === 0) throw itemNotFound();
      const { name, sha256 } = writer.info;
      writers.push({ name, sha256 });
      tell({ type: "writing", model: { name, sha256 } });
      return writer.generate(wanted, signal);
    };
    const wish = { owner: viewer.member, secrecy, onPlace };
    for await (const said of takingOver(pool, wish, signal, write)) {
      if (said.type === "end") isWhole = said.reason === "stop";
      else {
        written += said.text;
        tell({ type: "text", text: said.text });
      }
    }
    const model = writers.at(-1);
    if (model === undefined) throw new Error("nobody wrote");
    const tookMs = Math.round(clock.monotonicMs() - startedMs);
    const mark = { version: policy.version };
    return { task, language, text: written.trim(), isWhole, model, policy: mark, tookMs };
  }

  async #termsIn(text: string, viewer: Viewer): Promise<FoundTerm[]> {
    const { source } = this.#options;
    const every = source.everyPassage?.(viewer) ?? null;
    if (every !== null) return houseTermsIn(text, every);
    // Among very many passages, those that the text's words lead to: small words lead nowhere.
    const distinct = new Set(words(text).map((word) => word.text));
    const telling = [...distinct].filter((word) => !isSmallWord(word));
    const asked = telling
      .slice(0, termWordsMax)
      .map((word, term) => ({ word, prefix: false, term, worth: 1 }));
    return houseTermsIn(text, await source.candidates(viewer, asked, termCandidatesMax));
  }

  #failureOf(cause: unknown) {
    if (cause instanceof FolkmootError && cause.status < 600) {
      return { code: cause.code, message: cause.message, hint: cause.hint };
    }
    const isLate = cause instanceof DOMException && cause.name === "TimeoutError";
    const code = isLate ? "timed-out" : "draft-failed";
    this.#options.log.error("assistant.draft-failed", { code });
    return {
      code,
      message: isLate ? "The model took too long." : "The box could not write this draft.",
      hint: "Try again, with a shorter text.",
    };
  }
}

function noModel(): FolkmootError {
  return new FolkmootError("no-model", "No language model is installed, so nothing is drafted.", {
    hint: "Write it yourself. A steward can add a model, and the community decides to use it.",
    status: 409,
  });
}

function itemNotFound(): FolkmootError {
  return new FolkmootError("not-found", "There is no such item here for you.", { status: 404 });
}

function nothingToDraft(): FolkmootError {
  return new FolkmootError("draft-empty", "There is nothing to work on.", {
    hint: "Write a few notes first: what it is about, and what you want.",
    status: 400,
  });
}

function tooLong(chars: number): FolkmootError {
  return new FolkmootError("draft-too-long", "This text is too long for one draft.", {
    hint: `At most ${draftTextCharsMax} characters; this has ${chars}. Take a part of it.`,
    status: 413,
  });
}

function tooMany(): FolkmootError {
  return new FolkmootError("too-many-questions", "Several drafts of yours are being written.", {
    hint: "Wait until one of them is there.",
    status: 429,
  });
}
