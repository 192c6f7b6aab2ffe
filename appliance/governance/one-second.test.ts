/** What one device says within one second stands in the order in which it was said. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { propose, signProposal, vote } from "../../tests/support/decide.ts";
import { type DecidingBox, decidingBox } from "../../tests/support/deciding-box.ts";
import type { MadeOperation, TestMember } from "../../tests/support/member.ts";

interface Talk {
  title: string;
  comments: { text: string }[];
  notes: { text: string }[];
  versions: { title: string }[];
}

let deciding: DecidingBox;
let rosa: TestMember;
let ana: TestMember;
beforeAll(async () => {
  deciding = await decidingBox(1);
  [rosa, ana] = deciding.members as [TestMember, TestMember];
});
afterAll(() => deciding.box.close());

const words = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
const talk = (thread: OpId) => deciding.get<Talk>(rosa, `/api/decisions/${thread}`);
const textsOf = (said: { text: string }[]) => said.map(({ text }) => text);

test("comments and notes of one second", async () => {
  const thread = await propose(rosa);
  const comments: MadeOperation[] = [];
  for (const text of words) {
    comments.push(await ana.sign(kinds.comment, { thread, parent: null, text }));
  }
  // However they arrive.
  for (const comment of comments.toReversed()) await ana.submit(comment);
  expect(textsOf((await talk(thread)).comments)).toEqual(words);
  for (const member of [rosa, ana]) await vote(member, thread);
  for (const text of words) await rosa.speak(kinds.outcomeNote, { thread, text });
  expect(textsOf((await talk(thread)).notes)).toEqual(words);
  const { entries } = await deciding.get<{ entries: Talk[] }>(rosa, "/api/decisions/log");
  expect(textsOf(entries[0]?.notes ?? [])).toEqual(words);
  const before = await talk(thread);
  await deciding.box.box.rebuild();
  expect(await talk(thread)).toEqual(before);
});

test("versions of one second: the last one stands", async () => {
  const thread = await propose(rosa, { text: { title: words[0] as string } });
  let previous = thread;
  for (const title of words.slice(1)) {
    const made = await signProposal(rosa, { thread, previous, text: { title } });
    await rosa.submit(...made);
    previous = made.at(-1)?.id as OpId;
  }
  const found = await talk(thread);
  expect(found.title).toBe("eight");
  expect(found.versions.map(({ title }) => title)).toEqual(words);
});
