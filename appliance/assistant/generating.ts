/** The engine with a language model: it writes sentences of its own, each with what it rests on. */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { TextModel } from "../engine/index.ts";
import { checkSupport } from "./check-support.ts";
import type { AnswerEvent, AnswerSentence, Engine } from "./engine.ts";
import { answerTokensMax, lessThan, type Prompt, promptFor } from "./prompt.ts";
import { supportMin } from "./quoting.ts";
import { WrittenAnswer } from "./written-answer.ts";

/**
 * Answers with `model`. What the question asks about must be there before the model is asked at
 * all: a model that has nothing to go by writes something nevertheless.
 *
 * Besides what every engine throws: `answer-malformed` when what came back cannot be read, and
 * what `TextModel.generate` throws.
 */
export function generatingEngine(model: TextModel): Engine {
  const { name, sha256 } = model.info;
  return {
    name: "llama",
    capabilities: { generates: true },
    model: { name, sha256 },
    async *answer(request, signal) {
      signal.throwIfAborted();
      const isThere = request.support >= supportMin;
      let prompt = isThere ? promptFor(request) : null;
      while (prompt !== null) {
        try {
          yield* written(model, prompt, signal);
          return;
        } catch (error) {
          const less = isTooLong(error) ? lessThan(prompt) : null;
          if (less === null) throw error;
          // Tokens are counted by the model alone: with less to read, it may fit.
          prompt = promptFor(request, less);
        }
      }
      yield { type: "end", outcome: "unknown" };
    },
  };
}

async function* written(
  model: TextModel,
  prompt: Prompt,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const { messages, schema, passages } = prompt;
  const answer = new WrittenAnswer(passages.map(({ n }) => n));
  const wanted = { messages, schema, maxTokens: answerTokensMax, temperature: 0 };
  let text = "";
  let sentences = 0;
  for await (const said of model.generate(wanted, signal)) {
    if (said.type === "end") break;
    text += said.text;
    for (const { text: sentence, cites } of answer.take(said.text)) {
      if (!answer.isKnown) continue;
      sentences += 1;
      yield { type: "sentence", sentence: checked(sentence, cites, passages) };
      signal.throwIfAborted();
    }
  }
  signal.throwIfAborted();
  if (sentences === 0 && answer.isKnown && !/^\s*\{\s*"known"\s*:\s*true\b/.test(text)) {
    throw new FolkmootError("answer-malformed", "The model did not answer in the form asked for.", {
      hint: "Ask again; if it stays, deploy another model.",
      status: 502,
    });
  }
  yield { type: "end", outcome: sentences > 0 ? "answered" : "unknown" };
}

function checked(
  text: string,
  citations: readonly number[],
  passages: Prompt["passages"],
): AnswerSentence {
  const cited = passages.filter(({ n }) => citations.includes(n)).map(({ material }) => material);
  return { kind: "generated", text, citations, support: checkSupport(text, cited) };
}

function isTooLong(error: unknown): boolean {
  return error instanceof FolkmootError && error.code === "prompt-too-long";
}
