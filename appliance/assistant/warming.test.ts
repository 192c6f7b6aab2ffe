import { expect, test } from "bun:test";
import { openDemo } from "../../tests/support/demo.ts";
import { systemClock } from "../clock.ts";
import type { Answering } from "./answering.ts";
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
  expect(asked.length).toBe(400);
  // What it reads is what every member may see.
  expect(new Set(asked)).toEqual(new Set(["member"]));
  expect(demo.store.position()).toBe(before);
  expect(db.query("SELECT count(*) AS n FROM assistant_turn").get()).toEqual({ n: 0 });
  await demo.close();
});

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
  const asked: string[] = [];
  const source: PassageSource = {
    ...demo.knowledge,
    everyPassage: (viewer) => {
      looked += 1;
      return looked < 4 ? [] : every(viewer);
    },
    frequencies: (viewer, words) => {
      asked.push(words.map(({ word }) => word).join());
      return demo.knowledge.frequencies(viewer, words);
    },
  };
  const { engine, pool, policy, shelfOf } = demo.assistant;
  const answering: Answering = {
    retrievals: new Retrievals(source),
    clock: systemClock,
    language: () => "en",
    ...{ engine, pool, policy, shelfOf },
  };
  await warmUp(source, answering, new AbortController().signal, 1);
  expect(looked).toBeGreaterThan(4);
  expect(asked.length).toBe(400);
  await demo.close();
});
