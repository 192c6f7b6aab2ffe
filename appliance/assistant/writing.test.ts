import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { toMemberId } from "../../mesh/op/index.ts";
import { requestOf } from "../../tests/support/engine-conformance.ts";
import { startEngine } from "../../tests/support/engines.ts";
import { fewPassages, someViewer } from "../../tests/support/few-passages.ts";
import { modelFiles } from "../../tests/support/gguf/models.ts";
import { openPrivateStore, type PrivateStore } from "../../tests/support/private-store.ts";
import { systemClock } from "../clock.ts";
import { type Generated, ModelPool, type TextModel, type TextModelState } from "../engine/index.ts";
import { silentLog } from "../log.ts";
import { systemRandom } from "../random.ts";
import type { AnswerInProgress } from "./answer-in-progress.ts";
import type { AnswerRecord, QuestionId } from "./answer-record.ts";
import type { AskEvent } from "./asking.ts";
import { type Assistant, createAssistant } from "./assistant.ts";
import { migrations } from "./conversation-table.ts";
import type { Viewer } from "./passage-source.ts";
import { writeWithModel } from "./writing.ts";

// Each engine is a process that loads native code: seconds, on a machine that is busy.
setDefaultTimeout(90_000);

const bread = {
  title: "Bread at the bakery",
  text: "The bakery opens at 6:30. A loaf of bread costs half a credit. Bring your own bag.",
};
const question = "How much does a loaf of bread cost at the bakery?";
const other: Viewer = { ...someViewer, member: toMemberId("0b".repeat(16)) };

let kept: PrivateStore;
let pool: ModelPool;
let assistant: Assistant;

beforeEach(async () => {
  kept = await openPrivateStore(migrations, systemClock);
  pool = new ModelPool(systemClock);
  assistant = createAssistant({
    store: kept.store,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    source: fewPassages([bread]),
    nameOf: () => null,
    languages: () => ["en"],
    pool,
  });
});
afterEach(async () => {
  assistant.close();
  await kept.remove();
});

const id = (n: number) => n.toString(16).padStart(32, "0") as QuestionId;
const ask = (n: number, viewer = someViewer) =>
  assistant.asking.ask({ id: id(n), question, conversation: null }, viewer);

/** Everything that is said; `onEvent` may act in the middle. */
function heard(
  progress: AnswerInProgress<AskEvent>,
  onEvent: (event: AskEvent) => void = () => {},
  after = 0,
): Promise<AskEvent[]> {
  return new Promise((resolve) => {
    const events: AskEvent[] = [];
    progress.follow((event, isLast) => {
      events.push(event);
      onEvent(event);
      if (isLast) resolve(events);
    }, after);
  });
}

const isWritten = (event: AskEvent) =>
  event.type === "answer" && event.sentence.kind === "generated";

function recordIn(events: readonly AskEvent[]): AnswerRecord {
  const last = events.at(-1);
  if (last?.type !== "done") throw new Error(`ended with ${last?.type}`);
  return last.record;
}

/** Writes one sentence, then waits to be let go on. */
class HeldModel implements TextModel {
  readonly info = { name: "held", sha256: "a".repeat(64), contextTokens: 4_096 };
  readonly slots = 1;
  is: TextModelState = { is: "ready" };
  readonly go = Promise.withResolvers<void>();

  state(): TextModelState {
    return this.is;
  }

  async *generate(_: unknown, signal: AbortSignal): AsyncGenerator<Generated> {
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
    const text = '{"known":true,"sentences":[{"text":"A loaf costs half a credit.","cites":[1]}';
    yield { type: "text", text, tokens: 9 };
    await Promise.race([this.go.promise, stopped]);
    yield { type: "text", text: ',{"text":"Bring a bag.","cites":[1]}]}', tokens: 9 };
    yield { type: "end", reason: "stop", promptTokens: 1, reusedTokens: 0, tokens: 18 };
  }
}

function held(): HeldModel {
  const model = new HeldModel();
  pool.add({ model, place: "box", weight: 1, mayRead: "private" });
  return model;
}

test("quotes come first for everybody, then the model writes in their place", async () => {
  const host = await startEngine(modelFiles.scripted());
  pool.add({ model: host, place: "box", weight: 1, mayRead: "private" });
  const events = await heard(await ask(1));
  const types: string[] = events.map(({ type }) => type);
  const first = ["asked", "queued", "passages", "answer", "quoted"];
  expect(types).toEqual([...first, "writing", "answer", "done"]);
  const record = recordIn(events);
  expect(record).toMatchObject({
    outcome: "answered",
    engine: "llama",
    model: { name: "scripted-reader", sha256: modelFiles.scripted().sha256 },
    notices: [],
    sentences: [{ text: "A loaf costs half a credit.", kind: "generated", support: "yes" }],
    quotes: [{ kind: "quote", support: "yes" }],
  });
  expect(recordIn(await heard(await ask(1)))).toEqual(record);
  host.close();
});

test("killed in the middle, the engine costs nobody their answer", async () => {
  const host = await startEngine(modelFiles.tiny());
  pool.add({ model: host, place: "box", weight: 1, mayRead: "private" });
  const kill = (event: AskEvent) => {
    if (event.type === "writing") process.kill(host.pid as number, "SIGKILL");
  };
  const record = recordIn(await heard(await ask(1), kill));
  expect(record.outcome).toBe("answered");
  expect(record.notices).toEqual(["engine-unavailable"]);
  expect(record.sentences[0]).toMatchObject({ kind: "quote" });
  host.close();
});

describe("waiting", () => {
  test("everybody hears their place; it moves up; the tab may be closed", async () => {
    const model = held();
    const first = await ask(1);
    const second = await ask(2, other);
    const places: number[] = [];
    const closed = second.follow((event) => {
      if (event.type === "queued") places.push(event.place);
    });
    while (places.length < 2) await Bun.sleep(1);
    closed();
    model.go.resolve();
    expect(recordIn(await heard(first)).sentences).toHaveLength(2);
    expect(recordIn(await heard(second)).sentences).toHaveLength(2);
    // As it was asked, and as it stood before the model: one was written, one waited.
    expect(places.at(-1)).toBe(1);
    const [kept] = assistant.conversations.list(other.member, null, 5);
    const turns = assistant.conversations.turns(other.member, kept?.id as never);
    expect(turns[0]?.outcome).toMatchObject({ answer: { engine: "llama" } });
  });

  test("a connection that broke goes on behind the last event it heard", async () => {
    const model = held();
    const progress = await ask(1);
    let last = 0;
    const written = Promise.withResolvers<void>();
    const cut = progress.follow((event, _, number) => {
      last = number;
      if (isWritten(event)) written.resolve();
    });
    await written.promise;
    cut();
    const again = assistant.asking.resume(id(1), someViewer);
    expect(assistant.asking.resume(id(1), other)).toBeNull();
    model.go.resolve();
    const rest = await heard(again as typeof progress, () => {}, last);
    expect(rest.map(({ type }) => type)).toEqual(["answer", "done"]);
    // Once it is kept it is told as it was kept, from the first event on: numbers were other ones.
    while (assistant.asking.isInProgress(id(1))) await Bun.sleep(1);
    const kept = assistant.asking.resume(id(1), someViewer) as typeof progress;
    const whole = await heard(kept, () => {}, last);
    expect(whole.map(({ type }) => type)).toEqual([
      "asked",
      "passages",
      "answer",
      "answer",
      "done",
    ]);
    expect(whole.at(-1)).toEqual(rest.at(-1) as AskEvent);
  });

  test("stopped while writing, what is there is the answer; while waiting, the quotes are", async () => {
    held();
    const first = await ask(1);
    const second = await ask(2, other);
    expect(assistant.asking.stop(id(2), someViewer)).toBe(false);
    expect(assistant.asking.stop(id(2), other)).toBe(true);
    const waited = recordIn(await heard(second));
    expect(waited.notices).toEqual(["stopped"]);
    expect(waited.sentences[0]?.kind).toBe("quote");
    const written = recordIn(
      await heard(first, (event) => {
        if (isWritten(event)) assistant.asking.stop(id(1), someViewer);
      }),
    );
    expect(written.notices).toEqual(["stopped"]);
    expect(written.sentences.map(({ text }) => text)).toEqual(["A loaf costs half a credit."]);
  });

  test("Stop counts from the first moment on, and twice is once", async () => {
    const model = held();
    const progress = await ask(1);
    expect(assistant.asking.stop(id(1), someViewer)).toBe(true);
    expect(assistant.asking.stop(id(1), someViewer)).toBe(true);
    const record = recordIn(await heard(progress));
    expect(record.notices).toEqual(["stopped"]);
    expect(record.sentences[0]?.kind).toBe("quote");
    expect([pool.running, pool.waiting, model.state().is]).toEqual([0, 0, "ready"]);
    while (assistant.asking.isInProgress(id(1))) await Bun.sleep(1);
    expect(assistant.asking.stop(id(1), someViewer)).toBe(false);
  });

  test.each([
    ["in the queue", { queueMs: 20, writingMs: 60_000 }, 0],
    ["while it is written", { queueMs: 60_000, writingMs: 200 }, 1],
  ])("nobody waits for ever: %s", async (_, deadlines, sentences) => {
    const model = held();
    model.is = sentences === 0 ? { is: "starting" } : { is: "ready" };
    const never = new AbortController().signal;
    const nothing = () => {};
    const request = { ...(await requestOf(question, [bread])), support: 1 };
    const written = await writeWithModel(
      () => request,
      pool,
      { owner: "ana", secrecy: "private" },
      { signal: never, stop: never, onPlace: nothing, onWriting: nothing, onSentence: nothing },
      deadlines,
    );
    expect(written.notice).toBe("timed-out");
    expect(written.sentences).toHaveLength(sentences);
    expect([pool.running, pool.waiting]).toEqual([0, 0]);
  });

  test("a model that will not come back is not waited for", async () => {
    const model = held();
    model.is = { is: "down", code: "model-crashes", hint: "Deploy another one." };
    const record = recordIn(await heard(await ask(1)));
    expect(record.notices).toEqual(["engine-unavailable"]);
    expect(record.outcome).toBe("answered");
  });

  test.each(["given up", "taken away"])(
    "a model that is %s meanwhile leaves nobody waiting for their deadline",
    async (how) => {
      const model = held();
      const waiting = await Promise.all([
        ask(1),
        ...Array.from({ length: 500 }, (_, n) =>
          ask(n + 2, { ...other, member: toMemberId((n + 2).toString(16).padStart(32, "c")) }),
        ),
      ]);
      while (pool.waiting < 500) await Bun.sleep(5);
      if (how === "taken away") pool.remove(model);
      else model.is = { is: "down", code: "model-crashes", hint: "Deploy another one." };
      const records = (await Promise.all(waiting.slice(1).map((one) => heard(one)))).map(recordIn);
      expect(records.every(({ notices }) => notices.includes("engine-unavailable"))).toBe(true);
      expect(records.every(({ sentences }) => sentences[0]?.kind === "quote")).toBe(true);
    },
  );

  test("500 members at once: everybody has a place, and everybody gets an answer", async () => {
    const model = held();
    model.go.resolve();
    const members = Array.from({ length: 500 }, (_, n) => ({
      ...someViewer,
      member: toMemberId((n + 1).toString(16).padStart(32, "0")),
    }));
    const answers = await Promise.all(
      members.map(async (viewer, n) => heard(await ask(n + 1, viewer))),
    );
    for (const events of answers) expect(recordIn(events).sentences).toHaveLength(2);
    expect(pool.waiting).toBe(0);
  });
});
