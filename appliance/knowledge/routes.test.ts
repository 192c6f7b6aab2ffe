import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { effects, kinds } from "../../mesh/kinds/index.ts";
import { type OpId, utf8 } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { decide } from "../../tests/support/decide.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import { plainItem } from "./fixtures/moot.ts";
import type { ImportView } from "./import/imports.ts";
import { fileNameCharsMax, pieceBytesMax } from "./import/limits.ts";
import type { ItemDetail } from "./item-detail.ts";
import type { Facets } from "./item-list.ts";
import type { ItemSummary } from "./item-view.ts";

let box: TestBox;
let founder: TestMember;
let ana: TestMember;
let ben: TestMember;
beforeAll(async () => {
  box = await startBox();
  const founded = await foundedBox(box, 2);
  founder = founded.founder;
  [ana, ben] = founded.members as [TestMember, TestMember];
  await decide(founder, effects.roleGrant, { member: ana.member, role: "moderator" }, [ana, ben]);
  await decide(founder, effects.groupCreate, { name: "elders" }, [ana, ben]);
  await decide(founder, effects.groupAdd, { group: "elders", member: ana.member }, [ana, ben]);
  await Promise.all([founder, ana, ben].map((member) => member.openSession()));
});
afterAll(() => box.close());

async function answer(member: TestMember, path: string, init?: RequestInit) {
  const response = await member.fetch(path, init);
  const text = await response.text();
  const body = text === "" ? null : (JSON.parse(text) as { error?: { code: string } });
  return { status: response.status, code: body?.error?.code ?? null, body };
}

const put = (member: TestMember, id: string, offset: number, piece: Uint8Array<ArrayBuffer>) =>
  answer(member, `/api/imports/${id}?offset=${offset}`, {
    method: "PUT",
    headers: { "content-type": "application/octet-stream" },
    body: piece,
  });

describe("over HTTP", () => {
  let open: OpId;
  let quiet: OpId;
  beforeAll(async () => {
    open = await ben.speak(kinds.item, { ...plainItem, title: "Rope bridge", tags: ["rope"] });
    quiet = await ana.speak(kinds.item, {
      ...plainItem,
      title: "Rope signals of the elders",
      audience: "group:elders",
      tags: ["whisper"],
    });
  });

  test("nothing without a session", async () => {
    const paths = ["/api/items", `/api/items/${open}`, "/api/search?q=rope", "/api/facets"];
    paths.push("/api/review", "/api/questions", "/api/imports");
    for (const path of paths) expect((await box.fetch(path)).status).toBe(401);
  });

  test("lists, items, versions, facets and search tell of what is meant for the asker", async () => {
    const titles = async (member: TestMember) => {
      const { items } = await member.get<{ items: ItemSummary[] }>("/api/items?sort=title");
      return items.map(({ title }) => title);
    };
    expect(await titles(ben)).toEqual(["Rope bridge"]);
    expect(await titles(ana)).toEqual(["Rope bridge", "Rope signals of the elders"]);
    for (const path of [`/api/items/${quiet}`, `/api/items/${quiet}/versions/${quiet}`]) {
      expect(await answer(ben, path)).toMatchObject({ status: 404, code: "not-found" });
      expect((await answer(ana, path)).status).toBe(200);
    }
    const missing = await answer(ben, `/api/items/${"ab".repeat(16)}`);
    expect(missing.body).toEqual((await answer(ben, `/api/items/${quiet}`)).body);
    const facets = await ben.get<Facets>("/api/facets");
    expect(JSON.stringify(facets)).not.toContain("whisper");
    const found = async (member: TestMember) => {
      type Found = { passages: { item: OpId; authorName: string; highlights: number[][] }[] };
      return (await member.get<Found>("/api/search?q=roap%20signals")).passages;
    };
    expect((await found(ben)).map(({ item }) => item)).toEqual([open]);
    expect((await found(ana)).map(({ item }) => item)).toEqual([quiet, open]);
    expect(Object.keys((await found(ben))[0] ?? {})).not.toContain("score");
  });

  test("an item says what may be done with it", async () => {
    const item = await ben.get<ItemDetail>(`/api/items/${open}`);
    expect(item.may).toMatchObject({ edit: true, hide: true, erase: true, label: false });
    const asModerator = await ana.get<ItemDetail>(`/api/items/${open}`);
    expect(asModerator.may).toMatchObject({ label: true, review: true, report: true });
  });

  test("the review queue is for moderators", async () => {
    expect((await answer(ben, "/api/review")).status).toBe(403);
    const queue = await ana.get<{ awaiting: { id: OpId }[] }>("/api/review");
    expect(queue.awaiting.map(({ id }) => id)).toContain(open);
  });

  test.each([
    "/api/items?cursor=!!!",
    "/api/items?cursor=W10",
    "/api/items?limit=101",
    "/api/items?state=secret",
    "/api/items?audience=members",
    "/api/items/xyz",
    "/api/search",
    "/api/search?q=",
    "/api/questions/xyz",
    "/api/imports/xyz",
  ])("%s is refused with one flat answer", async (path) => {
    const { status, code } = await answer(ben, path);
    expect([400, 404, 422]).toContain(status);
    expect(["malformed-request", "not-found"]).toContain(code ?? "");
  });

  test("a question of more characters than anybody asks is refused", async () => {
    const { status } = await answer(ben, `/api/search?q=${"x".repeat(2001)}`);
    expect(status).toBe(422);
  });

  test("a file's name has its length, and nothing else comes with it", async () => {
    const announce = async (json: unknown) => (await ben.post("/api/imports", json)).status;
    expect(await announce({ name: "x".repeat(fileNameCharsMax + 1), size: 1 })).toBe(422);
    expect(await announce({ name: "a.txt", size: 1, path: "/etc" })).toBe(422);
  });

  test("questions are asked, answered and closed", async () => {
    const question = await ben.speak(kinds.question, {
      text: "Who keeps the rope?",
      lang: "en",
      audience: "members",
    });
    const said = await ana.speak(kinds.answer, { question, text: "The mill.", item: null });
    await ben.speak(kinds.questionClose, { question, accepted: said });
    expect(await ana.get(`/api/questions/${question}`)).toMatchObject({
      state: "closed",
      item: said,
      list: [{ id: said, text: "The mill.", accepted: true }],
    });
    const { questions } = await ben.get<{ questions: unknown[] }>("/api/questions?state=closed");
    expect(questions).toHaveLength(1);
    expect(await ben.get(`/api/items/${said}`)).toMatchObject({ question, body: "The mill." });
  });

  test("a file is brought in by pieces, read, and shown before anything is stored", async () => {
    const text = "Ring Rosa on +34 612 345 678. ";
    const paragraphs = Array.from({ length: 1500 }, (_, n) => `${text}${n}`);
    const file = utf8(`# Care\n\n${paragraphs.join("\n\n")}\n\n# More\n\nThe end.`);
    expect(file.length).toBeGreaterThan(10_000);
    const announced = await ben.post("/api/imports", { name: "care", size: file.length });
    const { id } = (await announced.json()) as ImportView;
    const half = Math.floor(file.length / 2);
    expect((await put(ben, id, 0, file.slice(0, half))).body).toEqual({ received: half } as never);
    const gap = await put(ben, id, half + 1, file.slice(half + 1));
    expect(gap).toMatchObject({ status: 409, code: "import-gap", body: { received: half } });
    expect((await put(ana, id, half, file.slice(half))).status).toBe(404);
    expect((await put(ben, id, half, new Uint8Array(pieceBytesMax + 1))).status).toBe(413);
    await put(ben, id, half, file.slice(half));
    let view = await ben.get<ImportView>(`/api/imports/${id}`);
    while (view.state === "reading") {
      await Bun.sleep(20);
      view = await ben.get<ImportView>(`/api/imports/${id}`);
    }
    expect(view).toMatchObject({ state: "ready", preview: { format: "markdown" } });
    expect(view.preview?.parts.length).toBeGreaterThan(1);
    type Part = { text: string; reminders: { kind: string }[] };
    const part = await ben.get<Part>(`/api/imports/${id}/parts/0`);
    expect(part.text.startsWith("## Care")).toBe(true);
    expect(part.reminders[0]?.kind).toBe("phone");
    expect((await answer(ben, `/api/imports/${id}/parts/99`)).status).toBe(404);
    expect((await answer(ben, `/api/imports/${id}`, { method: "DELETE" })).status).toBe(204);
    expect(await answer(ben, `/api/imports/${id}`)).toMatchObject({ code: "import-unknown" });
    expect(await ben.get("/api/imports")).toEqual({ imports: [] });
  });
});
