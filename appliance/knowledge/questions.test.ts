import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { kinds, type QuestionBody } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { bodyReaders } from "./body-readers.ts";
import { type Moot, now, openMoot, type Person } from "./fixtures/moot.ts";
import { itemDetail } from "./item-detail.ts";
import { listQuestions, type QuestionState, questionDetail } from "./question-list.ts";

let moot: Moot;
let mo: Person;
let ana: Person;
let ben: Person;
let eva: Person;
let gus: Person;
beforeAll(async () => {
  moot = await openMoot();
  [mo, ana, ben, eva, gus] = ["mo", "ana", "ben", "eva", "gus"].map((name) =>
    moot.person(name),
  ) as [Person, Person, Person, Person, Person];
});
afterAll(() => moot.close());

const asked: QuestionBody = {
  text: "When do we prune the fig trees?",
  lang: "en",
  audience: "members",
};
const detail = (person: Person, id: OpId) => questionDetail(moot.store, person.viewer, id);
const list = (person: Person, state: QuestionState) =>
  listQuestions(moot.store.db, person.viewer, state, { cursor: null, limit: 50 }).rows.map(
    ({ id }) => id,
  );
const finds = async (person: Person, query: string) => {
  const { viewer } = person;
  const hits = await moot.knowledge.search({ query, viewer, limit: 20, now });
  return hits.map(({ item }) => item);
};
const answerTo = (question: OpId, text: string, item: OpId | null = null) => ({
  question,
  text,
  item,
});

describe("a question", () => {
  test("is answered, and the accepted answer is knowledge from then on", async () => {
    const question = await gus.do(kinds.question, asked);
    const wrong = await ana.do(kinds.answer, answerTo(question, "In summer."));
    const right = await ben.do(
      kinds.answer,
      answerTo(question, "In late winter, while bare."),
      now + 1,
    );
    expect(list(eva, "open")).toContain(question);
    expect(detail(eva, question)).toMatchObject({
      state: "open",
      authorName: "gus",
      answers: 2,
      item: null,
      may: { close: false },
    });
    expect(await finds(eva, "prune fig")).toEqual([]);
    const close = { question, accepted: right };
    expect(await ana.refusal(kinds.questionClose, close)).toBe("not-own");
    await gus.do(kinds.questionClose, close);
    const closed = detail(gus, question);
    expect(closed).toMatchObject({ state: "closed", accepted: right, item: right, mine: true });
    expect(closed.list.map(({ id, accepted }) => [id, accepted])).toEqual([
      [wrong, false],
      [right, true],
    ]);
    expect(await finds(eva, "prune fig")).toEqual([right]);
    const item = itemDetail(moot.store, eva.viewer, right, now);
    expect(item).toMatchObject({
      title: asked.text,
      body: "In late winter, while bare.",
      author: ben.member,
      question,
      consent: "local_only",
      review: "awaiting",
    });
    const better = await eva.do(kinds.item, {
      ...{
        item: right,
        parents: [right],
        form: "article",
        title: "Pruning figs",
        body: "January.",
      },
      ...{ context: null, example: null, lang: "en", category: "garden", tags: [] },
      ...{ audience: "members", consent: "local_only", attribution: null, source: null },
      ...{ validUntil: null, supersedes: null, series: null },
    });
    expect(itemDetail(moot.store, ana.viewer, right, now).version).toBe(better);
  });

  test("can change its mind about which answer helped", async () => {
    const question = await ana.do(kinds.question, { ...asked, text: "Where is the zither?" });
    const attic = await ben.do(kinds.answer, answerTo(question, "In the attic."));
    const cellar = await eva.do(kinds.answer, answerTo(question, "In the cellar."));
    await ana.do(kinds.questionClose, { question, accepted: attic });
    await mo.do(kinds.questionClose, { question, accepted: cellar }, now + 1);
    expect(await finds(ben, "zither")).toEqual([cellar]);
    expect(itemDetail(moot.store, ben.viewer, cellar, now).review).toBe("accepted");
    await ana.do(kinds.questionClose, { question, accepted: null }, now + 2);
    expect(await finds(ben, "zither")).toEqual([]);
  });

  test("may be answered by an item that says it better", async () => {
    const item = await ana.item({ title: "Compost" });
    const question = await ben.do(kinds.question, { ...asked, text: "How does one compost?" });
    const answer = await ana.do(kinds.answer, answerTo(question, "See there.", item));
    await ben.do(kinds.questionClose, { question, accepted: answer });
    expect(detail(ben, question)).toMatchObject({ item, accepted: answer });
    expect(await finds(ben, "how does one compost")).not.toContain(answer);
  });

  test("is for its audience, and so is what comes of it", async () => {
    const question = await eva.do(kinds.question, { ...asked, audience: "group:elders" });
    expect(list(ben, "all")).not.toContain(question);
    expect(() => detail(ben, question)).toThrow("There is no such thing");
    expect(await ben.refusal(kinds.answer, answerTo(question, "Me!"))).toBe("unknown-question");
    const answer = await eva.do(kinds.answer, answerTo(question, "Under the old rowan."));
    await eva.do(kinds.questionClose, { question, accepted: answer });
    expect(await finds(eva, "rowan")).toEqual([answer]);
    expect(await finds(ben, "rowan")).toEqual([]);
    expect(list(eva, "mine")).toContain(question);
  });

  test("takes no answer of another question, nor anything else, as its own", async () => {
    const question = await ana.do(kinds.question, asked);
    const other = await ana.do(kinds.question, asked);
    const answer = await ben.do(kinds.answer, answerTo(other, "Elsewhere."));
    expect(await ana.refusal(kinds.questionClose, { question, accepted: other })).toBe(
      "unknown-answer",
    );
    await ana.do(kinds.questionClose, { question, accepted: answer });
    expect(detail(ana, question).item).toBeNull();
    expect(await ben.refusal(kinds.answer, answerTo(answer, "x"))).toBe("unknown-question");
  });

  test("is erased with what became of it; other people's edits stay", async () => {
    const question = await ana.do(kinds.question, { ...asked, text: "Who fell ill?" });
    const answer = await ben.do(kinds.answer, answerTo(question, "Somebody, of quinsy."));
    await ana.do(kinds.questionClose, { question, accepted: answer });
    expect(await finds(eva, "quinsy")).toEqual([answer]);
    await ana.do(kinds.erase, { targets: [question] });
    expect(await finds(eva, "quinsy ill")).toEqual([]);
    expect(() => detail(ana, question)).toThrow();
  });
});

test("bodies of operations go to those who may see what they say", async () => {
  const readers = bodyReaders(moot.store);
  const reads = (person: Person, kind: number, id: OpId) =>
    readers.get(kind)?.({ id }, person.viewer);
  const open = await ana.item();
  const quiet = await eva.item({ audience: "group:elders" });
  const question = await eva.do(kinds.question, { ...asked, audience: "group:elders" });
  const answer = await eva.do(kinds.answer, answerTo(question, "Here."));
  const report = await ben.do(kinds.itemReport, { item: open, reason: "wrong", text: "No." });
  const bodies = [
    [kinds.item.number, open, [true, true, true]],
    [kinds.item.number, quiet, [false, false, true]],
    [kinds.question.number, question, [false, false, true]],
    [kinds.answer.number, answer, [false, false, true]],
    [kinds.itemReport.number, report, [false, true, false]],
  ] as const;
  for (const [kind, id, seen] of bodies) {
    expect([ana, mo, eva].map((person) => reads(person, kind, id))).toEqual([...seen]);
  }
  await mo.do(kinds.itemHide, { item: open, on: true, reason: "other" });
  expect(reads(ben, kinds.item.number, open)).toBe(false);
});
