/** What happens on a real box while a question waits for the model, or is being answered. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { type ItemBody, kinds } from "../../mesh/kinds/index.ts";
import { toBase64Url } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import { WaitingModel } from "../../tests/support/waiting-model.ts";
import { systemClock } from "../clock.ts";
import { plainItem } from "../knowledge/fixtures/moot.ts";
import { createLog } from "../log.ts";
import type { AskEvent } from "./asking.ts";

const secret = "zenobia";
const mill: ItemBody = {
  ...plainItem,
  title: "The key of the mill",
  body: `The key of the mill hangs behind the blue door of ${secret}.`,
};
const question = `Where does ${secret} hang the key of the mill?`;
const sentence = "The key of the mill hangs behind the blue door.";

let box: TestBox;
let rosa: TestMember;
let ana: TestMember;
let model: WaitingModel;
const lines: string[] = [];

beforeAll(async () => {
  const write = (line: string) => void lines.push(line);
  box = await startBox({ log: createLog({ clock: systemClock, level: "debug", write }) });
  const { founder, members } = await foundedBox(box, 1);
  rosa = founder;
  ana = members[0] as TestMember;
});
afterAll(() => box.close());
beforeEach(() => {
  const { pool } = box.box.models;
  for (const { model } of pool.members) pool.remove(model);
  model = new WaitingModel(sentence);
  pool.add({ model, place: "box", weight: 1, mayRead: "private" });
});

const newId = () => crypto.randomUUID().replaceAll("-", "");

interface Told {
  readonly id: number;
  readonly event: AskEvent;
}

/** Reads the stream to its end, which may be that it was cut off; `onEvent` acts in the middle. */
async function told(
  response: Response,
  onEvent: (event: AskEvent) => unknown = () => {},
): Promise<Told[]> {
  const all: Told[] = [];
  let rest = "";
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    const pieces = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
    rest = pieces.pop() ?? "";
    for (const piece of pieces) {
      const [, id, json] = /^id: (\d+)\ndata: (.*)$/.exec(piece) ?? [];
      if (json === undefined) continue;
      all.push({ id: Number(id), event: JSON.parse(json) as AskEvent });
      await onEvent(all.at(-1)?.event as AskEvent);
    }
  }
  return all;
}

function letWrite(): void {
  model.isReady = true;
  box.box.models.pool.pump();
  model.goOn.resolve();
}

/** What a member asks, and what was done to the item while the question waited. */
async function askedWhile(change: () => Promise<unknown>): Promise<Told[]> {
  const response = await ana.post("/api/ask", { id: newId(), question });
  return told(response, async ({ type }) => {
    if (type !== "quoted") return;
    await change();
    letWrite();
  });
}

function passagesIn(all: readonly Told[]): readonly { state: string }[] {
  const last = all.at(-1)?.event;
  if (last?.type !== "done") throw new Error(`ended with ${last?.type}`);
  return last.record.passages;
}

test("the audience of an item changes: the model does not read it, nobody sees it any more", async () => {
  const item = await rosa.speak(kinds.item, mill);
  const all = await askedWhile(() =>
    rosa.speak(kinds.item, { ...mill, item, parents: [item], audience: "role:steward" }),
  );
  expect(model.asked).toEqual([]);
  expect(passagesIn(all)).toMatchObject([{ state: "gone" }]);
});

test("an item is erased: the model does not read it, nobody sees it any more", async () => {
  const item = await rosa.speak(kinds.item, mill);
  const all = await askedWhile(() => rosa.speak(kinds.erase, { targets: [item] }));
  expect(model.asked).toEqual([]);
  expect(passagesIn(all)).toMatchObject([{ state: "gone" }]);
});

test("the box starts again: asked once more, the answer is told from its first event on", async () => {
  const item = await rosa.speak(kinds.item, mill);
  const id = newId();
  const cut = await told(await ana.post("/api/ask", { id, question }), async ({ type }) => {
    if (type === "quoted") box = await box.restart();
  });
  rosa.box = box;
  ana.box = box;
  const after = String(cut.at(-1)?.id);
  expect(after).toMatch(/^\d+$/);
  for (const member of [rosa, ana]) member.token = null;
  // No model this time: what was heard of the former answer must not swallow the new one.
  const response = await ana.fetch("/api/ask", {
    method: "POST",
    body: JSON.stringify({ id, question }),
    headers: { "content-type": "application/json", "last-event-id": after },
  });
  const all = (await told(response)).map(({ event }) => event.type);
  expect(all).toEqual(["asked", "passages", "answer", "done"]);
  await rosa.speak(kinds.erase, { targets: [item] });
});

test("a member leaves: the model is not asked, their stream ends, nothing is kept", async () => {
  const item = await rosa.speak(kinds.item, mill);
  const all = await askedWhile(async () => {
    const leave = await ana.sign(kinds.leave, {});
    const left = await ana.post("/api/me/delete", { operations: [toBase64Url(leave.bytes)] });
    expect(left.status).toBe(204);
  });
  await Bun.sleep(50);
  expect(model.asked).toEqual([]);
  expect(all.map(({ event }) => event.type)).not.toContain("done");
  expect(box.box.store.keyring.has(ana.member)).toBe(false);
  await rosa.speak(kinds.erase, { targets: [item] });
});

test("and of all that no word is in the log, at its most talkative", () => {
  expect(lines).not.toEqual([]);
  expect(lines.join("\n").toLowerCase()).not.toContain(secret);
  expect(lines.join("\n")).not.toContain("blue door");
});
