/** Having a model write an answer: a place in the queue, a slot, and an end in any case. */
import {
  type ModelPool,
  type Place,
  type Secrecy,
  type TextModel,
  takingOver,
} from "../engine/index.ts";
import type { Notice } from "./answer-record.ts";
import type { AnswerSentence, Engine, EngineRequest, ModelInfo } from "./engine.ts";
import { generatingEngine } from "./generating.ts";

/** After them, what is there is the answer: of the quotes, or of the model's sentences. */
const deadlines = {
  /** Nobody waits longer for a place. */
  queueMs: 10 * 60_000,
  /** An answer of six sentences takes a slow box a minute. */
  writingMs: 5 * 60_000,
};

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
 * the notice why nothing replaced them. `requestNow` is called when its turn has come.
 */
export async function writeWithModel(
  requestNow: () => EngineRequest,
  pool: ModelPool,
  owner: Owner,
  hearing: WritingHearing,
  { queueMs, writingMs } = deadlines,
): Promise<Written> {
  const { signal, stop } = hearing;
  const sentences: AnswerSentence[] = [];
  let model: ModelInfo | null = null;
  try {
    const queueing = AbortSignal.any([signal, stop, AbortSignal.timeout(queueMs)]);
    const wish = { ...owner, onPlace: (place: Place) => hearing.onPlace(place) };
    const write = (writer: TextModel) => {
      const engine = generatingEngine(writer);
      model = engine.model as ModelInfo;
      hearing.onWriting(model);
      const writing = AbortSignal.any([signal, stop, AbortSignal.timeout(writingMs)]);
      return sentencesOf(engine, requestNow(), writing);
    };
    for await (const sentence of takingOver(pool, wish, queueing, write)) {
      sentences.push(sentence);
      hearing.onSentence(sentence);
    }
    const notice = sentences.length === 0 ? "model-unsure" : null;
    return { sentences, engine: "llama", model, notice };
  } catch (error) {
    signal.throwIfAborted();
    const notice = stop.aborted ? "stopped" : noticeOf(error);
    return { sentences, engine: "llama", model, notice };
  }
}

async function* sentencesOf(
  engine: Engine,
  request: EngineRequest,
  writing: AbortSignal,
): AsyncGenerator<AnswerSentence> {
  for await (const event of engine.answer(request, writing)) {
    if (event.type === "end") return;
    yield event.sentence;
  }
}

function noticeOf(error: unknown): Notice {
  const isLate = error instanceof DOMException && error.name === "TimeoutError";
  return isLate ? "timed-out" : "engine-unavailable";
}
