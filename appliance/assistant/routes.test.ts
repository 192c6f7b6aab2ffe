/** Asking over HTTPS, as phones do it: streams, retries, what is whose. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { baseAssistantPolicy, effects, type ItemBody, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { decide } from "../../tests/support/decide.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import type { AnswerRecord } from "./answer-record.ts";

const mill: ItemBody = {
  item: null,
  parents: [],
  form: "article",
  title: "The key of the mill",
  body: "The key of the mill hangs behind the blue door. Ask Zenobia before you take it.",
  context: null,
  example: null,
  lang: "en",
  category: "tools",
  tags: ["key"],
  audience: "members",
  consent: "local_only",
  attribution: null,
  source: null,
  validUntil: null,
  supersedes: null,
  series: null,
};

let box: TestBox;
let rosa: TestMember;
let ana: TestMember;
let item: OpId;

beforeAll(async () => {
  box = await startBox();
  const { founder, members } = await foundedBox(box, 1);
  rosa = founder;
  ana = members[0] as TestMember;
  item = await rosa.speak(kinds.item, mill);
});
afterAll(() => box.close());

let questions = 0;
const newId = () => (++questions).toString(16).padStart(32, "0");
const question = "Where does the key of the mill hang?";

interface Told {
  readonly type: string;
  readonly record?: AnswerRecord;
  readonly repeated?: boolean;
  readonly conversation?: string;
}

async function told(response: Response): Promise<Told[]> {
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const text = await response.text();
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? "") as Told);
}

async function answered(member: TestMember, text = question): Promise<AnswerRecord> {
  const events = await told(await member.post("/api/ask", { id: newId(), question: text }));
  const last = events.at(-1);
  if (last?.record === undefined) throw new Error(`ended with ${last?.type}`);
  return last.record;
}

test("an answer streams, cites its item, and is in the conversation afterwards", async () => {
  const id = newId();
  const events = await told(await ana.post("/api/ask", { id, question }));
  expect(events.map(({ type }) => type)).toEqual(["asked", "passages", "answer", "done"]);
  const record = events.at(-1)?.record;
  expect(record?.passages[0]).toMatchObject({ item, author: "Rosa", state: "current", part: 0 });
  expect(record?.sentences[0]?.text).toContain("hangs behind the blue door");

  const list = await ana.get<{ conversations: { id: string }[] }>("/api/conversations");
  expect(list.conversations[0]?.id).toBe(events[0]?.conversation ?? "");
  const kept = await ana.get<{ turns: { record: AnswerRecord; state: string }[] }>(
    `/api/conversations/${events[0]?.conversation}`,
  );
  expect(kept.turns).toMatchObject([{ state: "answered", record }]);

  const again = await told(await ana.post("/api/ask", { id, question }));
  expect(again[0]?.repeated).toBe(true);
  expect(again.at(-1)?.record).toEqual(record as AnswerRecord);
});

test("a dropped connection loses nothing", async () => {
  const id = newId();
  const conversation = newId();
  const gone = new AbortController();
  const token = ana.token ?? (await ana.openSession());
  const response = await box.fetch("/api/ask", {
    method: "POST",
    body: JSON.stringify({ id, question, conversation }),
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    signal: gone.signal,
  });
  gone.abort();
  await response.text().catch(() => {});
  const events = await told(await ana.post("/api/ask", { id, question, conversation }));
  expect(events.at(-1)?.type).toBe("done");
  const kept = await ana.get<{ turns: { state: string }[] }>(`/api/conversations/${conversation}`);
  expect(kept.turns).toMatchObject([{ state: "answered" }]);
});

test("refusals say what is wrong, before any stream", async () => {
  const refused = async (body: object) => {
    const response = await ana.post("/api/ask", body);
    const { error } = (await response.json()) as { error: { code: string } };
    return [response.status, error.code];
  };
  expect(await refused({ id: newId(), question: "  " })).toEqual([400, "question-empty"]);
  const long = "why ".repeat(600);
  expect(await refused({ id: newId(), question: long })).toEqual([413, "question-too-long"]);
  expect((await refused({ id: "x", question }))[0]).toBe(422);
  expect((await refused({ id: newId(), question, surprise: 1 }))[0]).toBe(422);
  const stranger = await box.fetch("/api/ask", {
    method: "POST",
    body: JSON.stringify({ id: newId(), question }),
    headers: { "content-type": "application/json" },
  });
  expect(stranger.status).toBe(401);
});

test("nobody reads, continues, exports or deletes another member's conversation", async () => {
  const { conversation, id } = await answered(ana);
  const path = `/api/conversations/${conversation}`;
  for (const response of [
    await rosa.fetch(path),
    await rosa.fetch(`${path}/export?format=json`),
    await rosa.fetch(path, { method: "DELETE" }),
    await rosa.post("/api/ask", { id: newId(), question, conversation }),
  ]) {
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("conversation-not-found");
  }
  expect((await rosa.post("/api/ask", { id, question })).status).toBe(409);
  const hits = await rosa.get<{ results: unknown[] }>("/api/conversations/search?q=mill");
  expect(hits.results).toEqual([]);
  expect((await ana.fetch(path)).status).toBe(200);
});

test("search, export and deletion work on one's own", async () => {
  const { conversation } = await answered(ana, "Should I ask Zenobia for the key?");
  const hits = await ana.get<{ results: { conversation: string }[] }>(
    "/api/conversations/search?q=zenobia",
  );
  expect(hits.results.map((hit) => hit.conversation)).toContain(conversation);

  const one = await ana.fetch(`/api/conversations/${conversation}/export?format=md`);
  expect(one.headers.get("content-disposition")).toContain("attachment");
  expect(await one.text()).toContain("Zenobia");
  const all = await ana.get<{ conversations: unknown[] }>("/api/conversations/export?format=json");
  expect(all.conversations.length).toBeGreaterThan(1);

  const path = `/api/conversations/${conversation}`;
  expect((await ana.fetch(path, { method: "DELETE" })).status).toBe(204);
  expect((await ana.fetch(path)).status).toBe(404);
  expect((await ana.fetch("/api/conversations", { method: "DELETE" })).status).toBe(204);
  const left = await ana.get<{ conversations: unknown[] }>("/api/conversations");
  expect(left.conversations).toEqual([]);
});

test("the assistant says who it is", async () => {
  expect(await ana.get<object>("/api/assistant")).toMatchObject({
    engine: "quoting",
    model: null,
    addModel: "no-model",
    policy: { version: 1 },
  });
});

test("without a model nothing is drafted, and it says so", async () => {
  const response = await ana.fetch("/api/draft", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ task: "plain", item, language: "es" }),
  });
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ error: { code: "no-model" } });
});

test("what the community decides about it holds from the next answer on", async () => {
  const offLimits = [{ topic: "the mill", words: [], say: "Zenobia speaks for the mill." }];
  await decide(rosa, effects.assistantPolicy, { ...baseAssistantPolicy, offLimits }, [ana]);
  expect(await ana.get<object>("/api/assistant")).toMatchObject({
    policy: { version: 2, offLimits },
  });
  const record = await answered(ana);
  expect(record).toMatchObject({
    passages: [],
    sentences: [{ kind: "community", text: "Zenobia speaks for the mill." }],
    policy: { version: 2 },
    ruling: { kind: "off-limits", topic: "the mill" },
  });
  await decide(rosa, effects.assistantPolicy, baseAssistantPolicy, [ana]);
  expect((await answered(ana)).policy).toEqual({ version: 3 });
});

test("an answer keeps its words when its item is edited, and loses them when it is erased", async () => {
  const { conversation, passages } = await answered(ana);
  const version = await rosa.speak(kinds.item, { ...mill, item, parents: [item], body: "Lost." });
  const after = await ana.get<{ turns: { record: AnswerRecord }[] }>(
    `/api/conversations/${conversation}`,
  );
  expect(after.turns[0]?.record.passages[0]).toEqual(passages[0]);
  expect(version).not.toBe(item);
  await rosa.speak(kinds.erase, { targets: [item] });
  const kept = await ana.fetch(`/api/conversations/${conversation}`);
  const text = await kept.text();
  expect(text).not.toContain("blue door");
  expect(JSON.parse(text).turns[0].record.passages[0]).toMatchObject({ state: "gone", text: "" });
});
