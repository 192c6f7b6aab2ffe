import { afterEach, beforeEach, expect, test } from "bun:test";
import { toMemberId } from "../../mesh/op/index.ts";
import { fewPassages, someViewer } from "../../tests/support/few-passages.ts";
import { openPrivateStore, type PrivateStore } from "../../tests/support/private-store.ts";
import type { Clock } from "../clock.ts";
import { silentLog } from "../log.ts";
import { systemRandom } from "../random.ts";
import type { AnswerInProgress } from "./answer-in-progress.ts";
import type { AnswerRecord, ConversationId, QuestionId } from "./answer-record.ts";
import { type AskEvent, answersInProgressMax, questionCharsMax } from "./asking.ts";
import { type Assistant, createAssistant } from "./assistant.ts";
import { exportPieces } from "./conversation-export.ts";
import { searchConversations } from "./conversation-search.ts";
import { migrations, turnsMax } from "./conversation-table.ts";
import type { Engine } from "./engine.ts";
import type { Viewer } from "./passage-source.ts";

const marker = "zebrafinch";
const bread = {
  title: "Bread at the bakery",
  text: "The bakery opens at 6:30. A loaf of bread costs half a credit. Bring your own bag.",
  attribution: "Lin Meihua",
};
const clockMs = { now: 1_795_000_000_000 };
const clock: Clock = { nowMs: () => clockMs.now, monotonicMs: () => clockMs.now };
const other: Viewer = { ...someViewer, member: toMemberId("0b".repeat(16)) };

let kept: PrivateStore;
let assistant: Assistant;
let passages: { source: ReturnType<typeof fewPassages> };

beforeEach(async () => {
  kept = await openPrivateStore(migrations, clock);
  passages = { source: fewPassages([bread]) };
  assistant = open();
});
afterEach(() => kept.remove());

function open(engine?: Engine): Assistant {
  return createAssistant({
    store: kept.store,
    clock,
    random: systemRandom,
    log: silentLog,
    source: passages.source,
    nameOf: () => null,
    languages: () => ["en"],
    ...(engine === undefined ? {} : { engine }),
  });
}

const id = (n: number) => n.toString(16).padStart(32, "0") as QuestionId;
const question = "How much does a loaf of bread cost at the bakery?";

function ask(n: number, text = question, viewer = someViewer, into: string | null = null) {
  const conversation = into as ConversationId | null;
  return assistant.asking.ask({ id: id(n), question: text, conversation }, viewer);
}

/** Everything that is said, to the end. */
function heard(progress: AnswerInProgress<AskEvent>): Promise<AskEvent[]> {
  return new Promise((resolve) => {
    const events: AskEvent[] = [];
    progress.follow((event, isLast) => {
      events.push(event);
      if (isLast) resolve(events);
    });
  });
}

function recordIn(events: readonly AskEvent[]): AnswerRecord {
  const last = events.at(-1);
  if (last?.type !== "done") throw new Error(`ended with ${last?.type}`);
  return last.record;
}

test("an answer comes as passages, sentences and a record that says how it was made", async () => {
  const events = await heard(await ask(1));
  expect(events.map(({ type }) => type)).toEqual(["asked", "passages", "answer", "done"]);
  const record = recordIn(events);
  expect(record).toMatchObject({
    id: id(1),
    question,
    outcome: "answered",
    engine: "quoting",
    model: null,
    policy: { version: 1 },
    notices: ["no-model"],
    language: "en",
  });
  expect(record.sentences[0]?.text).toContain("A loaf of bread costs half a credit.");
  expect(record.sentences[0]?.citations).toEqual([1]);
  expect(record.passages[0]).toMatchObject({ n: 1, title: bread.title, author: "Lin Meihua" });
});

test("what is not there is said to be unknown, and the community can be asked", async () => {
  const record = recordIn(await heard(await ask(1, "What is the recipe for the rye pretzels?")));
  expect(record.outcome).toBe("unknown");
  expect(record.sentences).toEqual([]);
  expect(record.notices).toEqual(["no-model", "unknown", "ask-community"]);
});

test("asking again with the same id tells the same answer and keeps one turn", async () => {
  const first = recordIn(await heard(await ask(1)));
  const again = await heard(await ask(1));
  expect(again[0]).toMatchObject({ type: "asked", repeated: true });
  expect(recordIn(again)).toEqual(first);
  expect(assistant.conversations.turns(someViewer.member, first.conversation)).toHaveLength(1);
});

test("two requests with one id at the same moment are one question", async () => {
  const [one, two] = await Promise.all([ask(1), ask(1)]);
  const records = [recordIn(await heard(one)), recordIn(await heard(two))];
  expect(records[0]).toEqual(records[1] as AnswerRecord);
  expect(assistant.conversations.list(someViewer.member, null, 10)).toHaveLength(1);
});

test("an id cannot be used for another question, nor by another member", async () => {
  await heard(await ask(1));
  await expect(ask(1, "Something else?")).rejects.toMatchObject({ code: "question-id-used" });
  await expect(ask(1, question, other)).rejects.toMatchObject({ code: "question-id-used" });
});

test("a conversation goes on, and is nobody else's", async () => {
  const { conversation } = recordIn(await heard(await ask(1)));
  await heard(await ask(2, "And when does the bakery open?", someViewer, conversation));
  expect(assistant.conversations.turns(someViewer.member, conversation)).toHaveLength(2);
  const intrusion = ask(3, question, other, conversation);
  await expect(intrusion).rejects.toMatchObject({ code: "conversation-not-found", status: 404 });
  expect(assistant.conversations.find(other.member, conversation)).toBeNull();
  expect(assistant.conversations.turns(other.member, conversation)).toEqual([]);
  expect(await assistant.conversations.remove(other.member, conversation)).toBe(false);
});

test("limits have clear errors", async () => {
  await expect(ask(1, "   ")).rejects.toMatchObject({ code: "question-empty", status: 400 });
  const long = "a".repeat(questionCharsMax + 1);
  await expect(ask(1, long)).rejects.toMatchObject({ code: "question-too-long", status: 413 });
  const exact = `${"why ".repeat(500).trim()}`.slice(0, questionCharsMax);
  expect(recordIn(await heard(await ask(1, exact))).outcome).toBe("unknown");
});

test("a storm of one member's questions is bounded while they are written down, too", async () => {
  assistant = open(heldEngine().engine);
  const storm = Array.from({ length: 50 }, (_, n) => ask(n + 1));
  const outcomes = await Promise.allSettled(storm);
  const taken = outcomes.filter(({ status }) => status === "fulfilled");
  expect(taken.length).toBeLessThanOrEqual(answersInProgressMax);
  expect(taken.length).toBeGreaterThan(0);
  assistant.close();
});

test("a conversation that is full says so", async () => {
  const conversation = "cc".repeat(16);
  const { member } = someViewer;
  for (let n = 1; n <= turnsMax; n += 1) {
    const text = `Question ${n}`;
    const turn = { id: id(n), member, conversation: conversation as ConversationId, text };
    await assistant.conversations.begin({ ...turn, asked: n });
  }
  const more = ask(turnsMax + 1, question, someViewer, conversation);
  await expect(more).rejects.toMatchObject({ code: "conversation-full", status: 409 });
});

/** Says one sentence once it is let go. */
function heldEngine(): { engine: Engine; letGo: () => void } {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const engine: Engine = {
    name: "held",
    capabilities: { generates: false },
    model: null,
    async *answer(_request, signal) {
      const stopped = new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      });
      await Promise.race([held, stopped]);
      const sentence = { kind: "quote", citations: [1], start: 0, end: 3 } as const;
      yield { type: "sentence", sentence };
      yield { type: "end", outcome: "answered" };
    },
  };
  return { engine, letGo };
}

test("an answer is finished and kept though nobody listens any more", async () => {
  const { engine, letGo } = heldEngine();
  assistant = open(engine);
  const progress = await ask(1);
  const soFar: AskEvent[] = [];
  const stop = progress.follow((event) => soFar.push(event));
  stop();
  letGo();
  const record = recordIn(await heard(progress));
  const [turn] = assistant.conversations.turns(someViewer.member, record.conversation);
  expect(turn?.outcome).toMatchObject({ answer: { outcome: "answered" } });
});

test("one member's backlog has an end, and does not hold up another", async () => {
  const { engine, letGo } = heldEngine();
  assistant = open(engine);
  const all: Promise<AskEvent[]>[] = [];
  for (let n = 1; n <= answersInProgressMax; n += 1) all.push(heard(await ask(n)));
  await expect(ask(99)).rejects.toMatchObject({ code: "too-many-questions", status: 429 });
  all.push(heard(await ask(100, question, other)));
  letGo();
  for (const events of await Promise.all(all)) expect(events.at(-1)?.type).toBe("done");
});

test("a box that stops in the middle keeps the question; asked again, it is answered", async () => {
  assistant = open(heldEngine().engine);
  const progress = await ask(1);
  const events = heard(progress);
  assistant.close();
  expect((await events).at(-1)?.type).toBe("failed");
  kept = await kept.reopen();
  assistant = open();
  const [conversation] = assistant.conversations.list(someViewer.member, null, 10);
  const [turn] = assistant.conversations.turns(
    someViewer.member,
    conversation?.id as ConversationId,
  );
  expect(turn).toMatchObject({ question: { text: question }, outcome: null });
  expect(recordIn(await heard(await ask(1))).outcome).toBe("answered");
});

test("a fault of the engine is told and kept without its text", async () => {
  const broken: Engine = {
    name: "broken",
    capabilities: { generates: false },
    model: null,
    async *answer({ question: { text } }) {
      if (text !== "") throw new Error(`about ${marker}`);
      yield { type: "end", outcome: "unknown" };
    },
  };
  assistant = open(broken);
  const events = await heard(await ask(1));
  expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "answer-failed" } });
  expect(JSON.stringify(events)).not.toContain(marker);
});

test("what was taken away since is gone from kept answers too", async () => {
  const { conversation } = recordIn(await heard(await ask(1)));
  passages.source = fewPassages([]);
  assistant = open();
  const pieces = exportPieces(
    "json",
    { member: someViewer.member, conversations: null },
    assistant.conversations,
    assistant.shelfOf(someViewer),
  );
  const text = (await Array.fromAsync(pieces)).join("");
  expect(text).not.toContain("half a credit");
  const exported = JSON.parse(text);
  expect(exported.conversations[0]).toMatchObject({ id: conversation });
  expect(exported.conversations[0].turns[0].record.passages[0]).toMatchObject({ state: "gone" });
  expect(exported.conversations[0].turns[0].record.sentences[0]).toMatchObject({ text: "" });
});

test("conversations are found by words of questions and answers, and exported as Markdown", async () => {
  await heard(await ask(1));
  await heard(await ask(2, `Who has seen the ${marker}s?`));
  const shelf = assistant.shelfOf(someViewer);
  const find = (query: string, viewer = someViewer) =>
    searchConversations(
      query,
      { member: viewer.member, before: null },
      assistant.conversations,
      shelf,
    );
  const [hit] = (await find("Zebrafinch")).results;
  expect(hit).toMatchObject({ turn: id(2), where: "question" });
  const [start, end] = hit?.highlights[0] ?? [0, 0];
  expect(hit?.excerpt.slice(start, end)).toBe("zebrafinchs");
  expect((await find("half credit")).results).toMatchObject([{ turn: id(1), where: "answer" }]);
  expect((await find(marker, other)).results).toEqual([]);

  const wanted = { member: someViewer.member, conversations: null };
  const pieces = exportPieces("md", wanted, assistant.conversations, shelf);
  const text = (await Array.fromAsync(pieces)).join("");
  expect(text).toContain(`## Who has seen the ${marker}s?`);
  expect(text).toContain("> A loaf of bread costs half a credit.");
});

test("pages of conversations come newest first and end", async () => {
  for (let n = 1; n <= 5; n += 1) {
    clockMs.now += 1_000;
    await heard(await ask(n, `Question number ${n}`));
  }
  const { member } = someViewer;
  const first = assistant.conversations.list(member, null, 3);
  const rest = assistant.conversations.list(member, first.at(-1) ?? null, 3);
  expect([...first, ...rest].map(({ title }) => title)).toEqual(
    [5, 4, 3, 2, 1].map((n) => `Question number ${n}`),
  );
});

test("nothing of a conversation can be read in the box's files, and deleting leaves nothing", async () => {
  const text = `Where does the ${marker} sleep?`;
  const { conversation } = recordIn(await heard(await ask(1, text)));
  const row = kept.store.db
    .query<{ sealed_question: Uint8Array }, []>("SELECT sealed_question FROM assistant_turn")
    .get();
  const sealed = row?.sealed_question ?? new Uint8Array();
  // The search finds what is there: the sealed row, and the words in a file that has them.
  expect(kept.filesWith(sealed)).not.toEqual([]);
  await Bun.write(`${kept.dir}/planted`, `the ${marker.toUpperCase()}`);
  expect(kept.filesWith(marker)).toEqual([`${kept.dir}/planted`]);
  await Bun.file(`${kept.dir}/planted`).delete();
  expect(kept.filesWith(marker)).toEqual([]);

  expect(await assistant.conversations.remove(someViewer.member, conversation)).toBe(true);
  expect(assistant.conversations.list(someViewer.member, null, 10)).toEqual([]);
  expect(kept.filesWith(sealed)).toEqual([]);
  const copy = `${kept.dir}/copy`;
  await kept.store.backup(copy);
  expect(kept.filesWith(sealed)).toEqual([]);
});

test("whoever leaves takes the key along", async () => {
  await heard(await ask(1));
  const { member } = someViewer;
  await assistant.conversations.forget(member);
  expect(kept.store.keyring.has(member)).toBe(false);
  expect(assistant.conversations.list(member, null, 10)).toEqual([]);
});
