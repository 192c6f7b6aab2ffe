import { expect, test } from "bun:test";
import { openDemo } from "../../tests/support/demo.ts";

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
