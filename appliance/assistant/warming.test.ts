import { expect, test } from "bun:test";
import type { MemberId } from "../../mesh/op/index.ts";
import { openDemo } from "../../tests/support/demo.ts";
import { systemClock } from "../clock.ts";
import type { AskedQuestion } from "./answer-record.ts";
import { type Answering, answer } from "./answering.ts";
import type { PassageSource } from "./passage-source.ts";
import { Retrievals } from "./retrievals.ts";
import { warmUp } from "./warming.ts";

test("a box warms up on its own titles, and keeps nothing of it", async () => {
  const demo = await openDemo("knowledge");
  const { db } = demo.store;
  const asked: string[] = [];
  const { frequencies } = demo.knowledge;
  demo.knowledge.frequencies = (viewer, words) => {
    asked.push([...viewer.roles, ...viewer.groups].join());
    return frequencies(viewer, words);
  };
  const before = demo.store.position();
  await demo.assistant.warmUp();
  expect(asked.length).toBe(1_200);
  // What it reads is what every member may see.
  expect(new Set(asked)).toEqual(new Set(["member"]));
  expect(demo.store.position()).toBe(before);
  expect(db.query("SELECT count(*) AS n FROM assistant_turn").get()).toEqual({ n: 0 });
  await demo.close();
}, 60_000);

test("and stops when the box closes", async () => {
  const demo = await openDemo("knowledge");
  const warming = demo.assistant.warmUp();
  demo.assistant.close();
  await warming;
  await demo.close();
});

test("and waits for something to be asked about", async () => {
  const demo = await openDemo("knowledge");
  const every = demo.knowledge.everyPassage;
  let looked = 0;
  const source: PassageSource = {
    ...demo.knowledge,
    everyPassage: (viewer) => {
      looked += 1;
      return looked < 4 ? [] : every(viewer);
    },
  };
  const asked: string[] = [];
  const rehearse = async (question: string) => void asked.push(question);
  await warmUp(source, rehearse, new AbortController().signal, 1);
  expect(looked).toBeGreaterThan(4);
  // As passages are called, with a slip, and what they say.
  expect(new Set(asked).size).toBeGreaterThan(50);
  await demo.close();
}, 60_000);

test("whoever really asks goes before a rehearsal", async () => {
  const demo = await openDemo("knowledge");
  const { engine, pool, policy, shelfOf } = demo.assistant;
  const answering: Answering = {
    retrievals: new Retrievals(demo.knowledge),
    clock: systemClock,
    language: () => "en",
    ...{ engine, pool, policy, shelfOf },
  };
  const told: string[] = [];
  const nothing = () => {};
  const signal = new AbortController().signal;
  const ask = (text: string, how: Answering) => {
    const asked: AskedQuestion = { text, member: "a".repeat(32) as MemberId } as AskedQuestion;
    return answer(asked, demo.viewer("member"), how, {
      ...{ signal, stop: signal },
      ...{ onRuling: nothing, onSentence: nothing, onQuoted: nothing, onPlace: nothing },
      onPassages: () => told.push(text),
      onWriting: nothing,
    });
  };
  const rehearsals = ["one", "two", "three", "four"].map((which) =>
    ask(`Who can repair bicycle ${which}?`, { ...answering, isRehearsal: true }),
  );
  await Promise.all([...rehearsals, ask("When is the library open?", answering)]);
  expect(told).toHaveLength(5);
  expect(told[0]).toBe("When is the library open?");
  await demo.close();
});

test("a box that cannot answer is not asked on and on", async () => {
  const demo = await openDemo("knowledge");
  let asked = 0;
  demo.knowledge.frequencies = () => {
    asked += 1;
    throw new Error("the index is gone");
  };
  await expect(demo.assistant.warmUp()).rejects.toThrow("not answered");
  expect(asked).toBe(1);
  await demo.close();
});
