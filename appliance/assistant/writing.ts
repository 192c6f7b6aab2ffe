/** Having a model write an answer: a place in the queue, a slot, and an end in any case. */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { Lease, ModelPool, Place, Secrecy, TextModel } from "../engine/index.ts";
import type { Notice } from "./answer-record.ts";
import type { AnswerSentence, Engine, EngineRequest, ModelInfo } from "./engine.ts";
import { generatingEngine } from "./generating.ts";

/** Nobody waits longer for a place; what was quoted is the answer then. */
const queueDeadlineMs = 10 * 60_000;
/** An answer of six sentences takes a slow box a minute. */
const writingDeadlineMs = 5 * 60_000;
/** A question that stops one engine after the other must not stop them all. */
const writersMax = 2;

export interface Written {
  /** Empty when the model wrote none. */
  readonly sentences: readonly AnswerSentence[];
  readonly engine: string;
  readonly model: ModelInfo | null;
  /** Why it is not the whole answer, or none. */
  readonly notice: Notice | null;
}

interface Owner {
  readonly owner: string;
  readonly secrecy: Secrecy;
}

export interface WritingHearing {
  readonly signal: AbortSignal;
  readonly stop: AbortSignal;
  onPlace(place: Place): void;
  onWriting(model: ModelInfo): void;
  onSentence(sentence: AnswerSentence): void;
}

/**
 * Never throws but for `signal`: whatever happens to the model, the asker has quotes and hears by
 * the notice why nothing replaced them.
 */
export async function writeWithModel(
  request: EngineRequest,
  pool: ModelPool,
  owner: Owner,
  hearing: WritingHearing,
): Promise<Written> {
  const { signal, stop } = hearing;
  const sentences: AnswerSentence[] = [];
  let lease: Lease | null = null;
  let model: ModelInfo | null = null;
  try {
    // Down for good: waiting would only end at the deadline.
    const state = pool.state(owner);
    if (state?.is === "down" && state.code !== "engine-stopped") throw downError(state);
    const queueing = AbortSignal.any([signal, stop, AbortSignal.timeout(queueDeadlineMs)]);
    const failed = new Set<TextModel>();
    for (let isOver = false; !isOver; ) {
      const accepts = (one: TextModel) => !failed.has(one);
      const onPlace = (place: Place) => hearing.onPlace(place);
      lease = await pool.lease({ ...owner, accepts, onPlace }, queueing);
      const writer = lease.member.model;
      const engine = generatingEngine(writer);
      model = engine.model as ModelInfo;
      hearing.onWriting(model);
      try {
        for await (const sentence of sentencesOf(engine, request, [signal, stop])) {
          sentences.push(sentence);
          hearing.onSentence(sentence);
        }
        isOver = true;
      } catch (error) {
        // Half an answer is not begun anew; where nothing stands yet, another machine may do it.
        failed.add(writer);
        const isElsewhere = pool.state({ ...owner, accepts })?.is === "ready";
        const mayTry = isStopped(error) && sentences.length === 0 && failed.size < writersMax;
        if (!mayTry || !isElsewhere) throw error;
        lease.release();
      }
    }
    const notice = sentences.length === 0 ? "model-unsure" : null;
    return { sentences, engine: "llama", model, notice };
  } catch (error) {
    signal.throwIfAborted();
    const notice = stop.aborted ? "stopped" : noticeOf(error);
    return { sentences, engine: "llama", model, notice };
  } finally {
    lease?.release();
  }
}

async function* sentencesOf(
  engine: Engine,
  request: EngineRequest,
  signals: readonly AbortSignal[],
): AsyncGenerator<AnswerSentence> {
  const writing = AbortSignal.any([...signals, AbortSignal.timeout(writingDeadlineMs)]);
  for await (const event of engine.answer(request, writing)) {
    if (event.type === "end") return;
    yield event.sentence;
  }
}

function isStopped(error: unknown): boolean {
  return error instanceof FolkmootError && error.code === "engine-stopped";
}

function noticeOf(error: unknown): Notice {
  const isLate = error instanceof DOMException && error.name === "TimeoutError";
  return isLate ? "timed-out" : "engine-unavailable";
}

function downError({ code, hint }: { code: string; hint: string }): FolkmootError {
  return new FolkmootError(code, "The model cannot be asked.", { hint, status: 503 });
}
