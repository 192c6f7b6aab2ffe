import { afterEach, beforeEach, expect, test } from "bun:test";
import { fewPassages, type PassageText, someViewer } from "../../tests/support/few-passages.ts";
import { openPrivateStore, type PrivateStore } from "../../tests/support/private-store.ts";
import { WaitingModel } from "../../tests/support/waiting-model.ts";
import { systemClock } from "../clock.ts";
import { ModelPool } from "../engine/index.ts";
import { silentLog } from "../log.ts";
import { systemRandom } from "../random.ts";
import type { AnswerRecord, QuestionId } from "./answer-record.ts";
import type { AskEvent } from "./asking.ts";
import { type Assistant, createAssistant } from "./assistant.ts";
import { migrations } from "./conversation-table.ts";
import type { Viewer } from "./passage-source.ts";
import { basePolicy, type Policy } from "./policy.ts";

const bread = {
  title: "Bread at the bakery",
  text: "A loaf of bread costs half a credit. The minga bakes it on Fridays.",
};
const flour = { title: "Flour", text: "The bakery takes bread flour from the old mill." };
const minga = { form: "term", title: "Minga", text: "Work that all do together." } as const;
const tequio = { form: "term", title: "Tequio", text: "Work owed to the village." } as const;
const question = "How much does a loaf of bread cost at the bakery?";

let kept: PrivateStore;
let pool: ModelPool;
let model: WaitingModel;
let policy: Policy;
/** Versions that were erased, or are for others now. */
let gone: Set<string>;
/** What its asker is by now. */
let standing: Pick<Viewer, "roles" | "groups"> | null;

beforeEach(async () => {
  kept = await openPrivateStore(migrations, systemClock);
  pool = new ModelPool(systemClock);
  model = new WaitingModel("A loaf of bread costs half a credit.");
  pool.add({ model, place: "box", weight: 1, mayRead: "private" });
  policy = basePolicy;
  gone = new Set();
  standing = null;
});
afterEach(() => kept.remove());

function open(texts: readonly PassageText[]): Assistant {
  const few = fewPassages(texts);
  const all = texts.flatMap((_, at) => few.passagesOf(someViewer, idOf(at + 1) as never));
  return createAssistant({
    store: kept.store,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    source: {
      ...few,
      everyPassage: () => all,
      passage: (viewer, version, part) =>
        gone.has(version) || !viewer.roles.has("member")
          ? null
          : few.passage(viewer, version, part),
    },
    nameOf: () => null,
    languages: () => ["en"],
    pool,
    policy: () => policy,
    standingOf: () => standing,
  });
}

const idOf = (n: number) => n.toString(16).padStart(32, "0");

/** Asks; `onEvent` may act in the middle. Resolves to everything that was said. */
async function ask(
  assistant: Assistant,
  onEvent: (event: AskEvent) => void = () => {},
  viewer: Viewer = someViewer,
): Promise<AskEvent[]> {
  const request = { id: idOf(7) as QuestionId, question, conversation: null };
  const progress = await assistant.asking.ask(request, viewer);
  return new Promise((resolve) => {
    const events: AskEvent[] = [];
    progress.follow((event, isLast) => {
      events.push(event);
      onEvent(event);
      if (isLast) resolve(events);
    });
  });
}

function recordIn(events: readonly AskEvent[]): AnswerRecord {
  const last = events.at(-1);
  if (last?.type !== "done") throw new Error(`ended with ${last?.type}`);
  return last.record;
}

/** The queue moves. */
function letWrite(): void {
  model.isReady = true;
  pool.pump();
}

const read = () => model.read().join("\n");

test("what was erased while the question waited is not read by the model", async () => {
  const events = await ask(open([bread, flour]), ({ type }) => {
    if (type !== "quoted") return;
    gone.add(idOf(1));
    setTimeout(letWrite, 1);
    model.goOn.resolve();
  });
  expect(read()).toContain("old mill");
  expect(read()).not.toContain("half a credit");
  // Only numbers of what it read can be cited.
  expect(JSON.stringify(model.asked[0]?.schema)).toContain('"enum":[2]');
  const record = recordIn(events);
  expect(record.notices).toEqual(["model-unsure"]);
  expect(JSON.stringify(record)).not.toContain("half a credit");
});

test("what is erased while the model writes is shown from then on no more", async () => {
  letWrite();
  const said: string[] = [];
  const events = await ask(open([bread]), (event) => {
    if (event.type !== "answer" || event.sentence.kind !== "generated") return;
    said.push(event.sentence.text);
    gone.add(idOf(1));
    model.goOn.resolve();
  });
  expect(said).toEqual(["A loaf of bread costs half a credit.", ""]);
  expect(recordIn(events).sentences.map(({ text }) => text)).toEqual(["", ""]);
});

test("whoever is no member any more gets nothing written", async () => {
  const events = await ask(open([bread]), ({ type }) => {
    if (type !== "quoted") return;
    standing = { roles: new Set(), groups: new Set() };
    setTimeout(letWrite, 1);
  });
  expect(model.asked).toEqual([]);
  expect(recordIn(events).passages.map(({ state }) => state)).toEqual(["gone"]);
});

test("whoever was let see more meanwhile sees no more than was asked with", async () => {
  standing = { roles: new Set(["member", "steward"]), groups: new Set(["elders"]) };
  const guest: Viewer = { ...someViewer, roles: new Set(["guest"]) };
  const onQuoted = ({ type }: AskEvent) => {
    if (type === "quoted") letWrite();
  };
  const events = await ask(open([bread]), onQuoted, guest);
  expect(model.asked).toEqual([]);
  expect(recordIn(events).passages.map(({ state }) => state)).toEqual(["gone"]);
});

test("words of the community explain themselves also where only a passage has them", async () => {
  letWrite();
  model.goOn.resolve();
  await ask(open([bread, minga, tequio]));
  expect(read()).toContain("Minga: Work that all do together.");
  expect(read()).not.toContain("Tequio");
});

test("unless the community does not want it", async () => {
  letWrite();
  model.goOn.resolve();
  policy = { ...basePolicy, houseTerms: false };
  await ask(open([bread, minga]));
  expect(read()).not.toContain("Work that all do together");
});

test("an answer shows the version of the rules that it was made under", async () => {
  policy = { ...basePolicy, version: 4, personality: "A patient neighbour." };
  const events = await ask(open([bread]), ({ type }) => {
    if (type !== "quoted") return;
    policy = { ...basePolicy, version: 5, personality: "A stern clerk." };
    setTimeout(letWrite, 1);
    model.goOn.resolve();
  });
  expect(read()).toContain("patient neighbour");
  expect(recordIn(events).policy).toEqual({ version: 4 });
});

test("with a model, what nobody wrote about is unknown, and not for want of a model", async () => {
  letWrite();
  const assistant = open([bread]);
  const request = {
    id: idOf(8) as QuestionId,
    question: "Who repairs violins?",
    conversation: null,
  };
  const progress = await assistant.asking.ask(request, someViewer);
  const end = await new Promise<AskEvent>((resolve) => {
    progress.follow((event, isLast) => isLast && resolve(event));
  });
  expect(recordIn([end]).notices).toEqual(["unknown", "ask-community"]);
  expect(model.asked).toEqual([]);
});
