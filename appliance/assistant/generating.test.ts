import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import {
  engineConformance,
  heard,
  requestOf,
  wordsOf,
} from "../../tests/support/engine-conformance.ts";
import { startEngine } from "../../tests/support/engines.ts";
import { modelFiles } from "../../tests/support/gguf/models.ts";
import type { EngineHost, Generated, TextModel } from "../engine/index.ts";
import { generatingEngine } from "./generating.ts";

// Each engine is a process that loads native code: seconds, on a machine that is busy.
setDefaultTimeout(90_000);

let host: EngineHost;
beforeAll(async () => {
  host = await startEngine(modelFiles.scripted());
}, 90_000);
afterAll(() => host.close());

engineConformance("a language model in its own process", () => generatingEngine(host));

const bridge = {
  title: "Crossing the old bridge",
  text: "The bridge is closed to vehicles when the river reaches 2.8 metres. It is old.",
};
const question = "At how many metres is the old bridge closed to vehicles?";

/** Writes what it is told to, as a backend might that keeps to no form. */
function saying(...pieces: string[]): TextModel {
  return {
    info: { name: "saying", sha256: "a".repeat(64), contextTokens: 1_000 },
    slots: 1,
    state: () => ({ is: "ready" }),
    async *generate(): AsyncGenerator<Generated> {
      for (const text of pieces) yield { type: "text", text, tokens: 1 };
      yield { type: "end", reason: "stop", promptTokens: 1, reusedTokens: 0, tokens: 1 };
    },
  };
}

test("a sentence that its passage does not support is marked", async () => {
  const engine = generatingEngine(
    saying(
      '{"known":true,"sentences":[{"text":"The bridge is closed at 2.8 metres.","cites":[1]},',
      '{"text":"The bridge is closed at 3.9 metres.","cites":[1]},',
      '{"text":"Ducks own the western towers.","cites":[1]},',
      '{"text":"El puente se cierra a los 2,8 metros.","cites":[1]}]}',
    ),
  );
  const events = await heard(engine, await requestOf(question, [bridge]));
  const supports = events.flatMap((event) =>
    event.type === "sentence" && event.sentence.kind === "generated"
      ? [event.sentence.support]
      : [],
  );
  expect(supports).toEqual(["yes", "no", "no", "unchecked"]);
});

test("numbers that were not offered are dropped, and a sentence with no other goes with them", async () => {
  const engine = generatingEngine(
    saying(
      '{"known":true,"sentences":[{"text":"One.","cites":[7]},{"text":"Two.","cites":[7,1]}]}',
    ),
  );
  const request = await requestOf(question, [bridge]);
  const events = await heard(engine, request);
  const said = events.flatMap((event) => (event.type === "sentence" ? [event.sentence] : []));
  expect(said.map((sentence) => [wordsOf(sentence, request), sentence.citations])).toEqual([
    ["Two.", [1]],
  ]);
});

test("a model that says it does not know is believed", async () => {
  const engine = generatingEngine(
    saying('{"known": false, "sentences": [{"text": "But maybe.", "cites": [1]}]}'),
  );
  const events = await heard(engine, await requestOf(question, [bridge]));
  expect(events).toEqual([{ type: "end", outcome: "unknown" }]);
});

test("what is no answer at all is an error with a way out", async () => {
  for (const text of ["I am sorry, as a model I cannot.", "", '{"other": 1}']) {
    const engine = generatingEngine(saying(text));
    await expect(heard(engine, await requestOf(question, [bridge]))).rejects.toMatchObject({
      code: "answer-malformed",
    });
  }
});

test("with too many passages for its context it reads fewer", async () => {
  const small = await startEngine(modelFiles.scripted(), { contextTokens: 3_072 });
  const long = { title: "The bridge", text: "The old bridge stands by the river. ".repeat(40) };
  const request = await requestOf(question, [bridge, long, long, long]);
  const events = await heard(generatingEngine(small), request);
  expect(events.at(-1)).toEqual({ type: "end", outcome: "answered" });
  // One that is too long by itself is read as far as it fits.
  const alone = { title: "The old bridge", text: long.text.repeat(4) };
  const read = await heard(generatingEngine(small), await requestOf(question, [alone]));
  expect(read.at(-1)).toEqual({ type: "end", outcome: "answered" });
  small.close();
});
