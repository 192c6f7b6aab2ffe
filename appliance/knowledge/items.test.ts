import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { effects, type ItemBody, kinds } from "../../mesh/kinds/index.ts";
import { type OpId, toOpId } from "../../mesh/op/index.ts";
import { day, type Moot, now, openMoot, type Person, plainItem } from "./fixtures/moot.ts";
import { itemDetail, versionDetail } from "./item-detail.ts";
import { facetsOf, type ItemFilter, type ListedItem, listItems } from "./item-list.ts";
import { summariesOf } from "./item-view.ts";
import { reviewQueue } from "./review-queue.ts";

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
  ) as [Person, Person, Person, Person, Person, Person];
});
afterAll(() => moot.close());

const detail = (person: Person, item: OpId) => itemDetail(moot.store, person.viewer, item, now);
const edit = (item: OpId, parents: OpId[], given: Partial<ItemBody> = {}): ItemBody => ({
  ...plainItem,
  item,
  parents,
  ...given,
});
const list = (person: Person, given: Partial<ItemFilter> = {}, limit = 100) =>
  listItems(
    moot.store.db,
    person.viewer,
    { state: "all", sort: "newest", now, ...given },
    { cursor: null, limit },
  ).rows.map(({ version }) => version.item);

function sees(person: Person, item: OpId): boolean {
  try {
    detail(person, item);
    return true;
  } catch {
    return false;
  }
}

async function finds(person: Person, query: string): Promise<OpId[]> {
  const { viewer } = person;
  const hits = await moot.knowledge.search({ query, viewer, limit: 20, now });
  return hits.map(({ item }) => item);
}

describe("an item", () => {
  test("is there with everything its author said", async () => {
    const id = await ana.item({
      title: "Bean soup",
      body: "# Soak\n\nSoak the **beans** overnight.",
      tags: ["beans", "soup"],
      attribution: "Doña Luz",
      source: "her notebook",
      validUntil: now + day,
    });
    expect(detail(ben, id)).toMatchObject({
      id,
      version: id,
      title: "Bean soup",
      excerpt: "Soak Soak the beans overnight.",
      author: ana.member,
      authorName: "ana",
      attribution: "Doña Luz",
      source: "her notebook",
      review: "awaiting",
      conflict: false,
      expired: false,
      versions: 1,
      edit: { parents: [id] },
      eraseTargets: [],
      may: { edit: true, label: false, review: false, report: true, hide: false, erase: false },
    });
    expect(detail(ana, id).may).toMatchObject({ report: false, hide: true, erase: true });
    expect(detail(gus, id).may).toMatchObject({ edit: false });
  });

  test("keeps every version; the newest is shown", async () => {
    const id = await ana.item({ title: "Bread", body: "Bake for forty minutes." });
    const second = await ben.do(kinds.item, edit(id, [id], { title: "Bread", body: "Fifty." }));
    const shown = detail(ana, id);
    expect(shown).toMatchObject({ version: second, body: "Fifty.", versions: 2 });
    expect(shown.history.map((version) => version.id).sort()).toEqual([id, second].sort());
    const first = versionDetail(moot.store, ana.viewer, id, id);
    expect(first.body).toBe("Bake for forty minutes.");
    expect(await finds(ana, "forty")).not.toContain(id);
    expect(await finds(ana, "fifty")).toContain(id);
  });

  test("edited apart has two heads until a person brings them together", async () => {
    const id = await ana.item({ title: "Hens", body: "Feed at seven." });
    const left = await ana.do(kinds.item, edit(id, [id], { title: "Hens", body: "Feed at six." }));
    const right = await ben.do(kinds.item, edit(id, [id], { title: "Hens", body: "Feed twice." }));
    const apart = detail(eva, id);
    expect(apart.conflict).toBe(true);
    expect(apart.heads.map((head) => head.id).sort()).toEqual([left, right].sort());
    expect(apart.edit.parents.slice(0, 2).sort()).toEqual([left, right].sort());
    expect(reviewQueue(moot.store, mo.viewer, now, { cursor: null, limit: 9 }).conflicts).toEqual([
      expect.objectContaining({ id }),
    ]);
    expect(await finds(eva, "feed six twice hens")).toContain(id);
    const joined = await eva.do(
      kinds.item,
      edit(id, [...apart.edit.parents], { title: "Hens", body: "Feed at six and at noon." }),
    );
    expect(detail(ben, id)).toMatchObject({ version: joined, conflict: false, versions: 4 });
  });

  test("is shown the same in whatever order its versions came", async () => {
    // A phone signs; another carries them to the box in another order.
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(order, async (places) => {
        const first = await ana.sign(kinds.item, { ...plainItem, title: "Order" });
        const { id } = first;
        const second = await ana.sign(kinds.item, edit(id, [id], { title: "Left" }));
        const third = await ben.sign(kinds.item, edit(id, [id], { title: "Right" }));
        const fourth = await ana.sign(kinds.item, edit(id, [second.id], { title: "Left again" }));
        const made = [first, second, third, fourth];
        const wires = places.map((place) => made[place]?.bytes ?? new Uint8Array());
        for (const wire of wires) await moot.store.submit([wire], { carrier: "local" });
        const { heads } = detail(eva, id);
        seen.add(
          heads
            .map(({ title }) => title)
            .sort()
            .join(),
        );
        expect(await finds(eva, "right")).toContain(id);
      }),
      { numRuns: 8 },
    );
    expect([...seen]).toEqual(["Left again,Right"]);
  });
});

describe("who may say what", () => {
  test("a stranger to the item may not change who sees it or how far it travels", async () => {
    const id = await ana.item();
    for (const change of [{ audience: "role:moderator" }, { consent: "commons_ok" }] as const) {
      expect(await ben.refusal(kinds.item, edit(id, [id], change))).toBe("audience");
      expect(sees(eva, id)).toBe(true);
    }
    await ana.do(kinds.item, edit(id, [id], { audience: "group:elders" }));
    // What everybody saw before is for the elders from now on, its history included.
    expect([ana, eva, ben].map((person) => sees(person, id))).toEqual([true, true, false]);
    expect(await finds(ben, "well")).not.toContain(id);
  });

  test("who may not see an item cannot build upon it", async () => {
    const id = await eva.item({ audience: "group:elders" });
    const vandal = edit(id, [id], { audience: "group:elders", body: "Nonsense" });
    expect(await ben.refusal(kinds.item, vandal)).toBe("unknown-item");
    expect(detail(eva, id).version).toBe(id);
  });

  test("groups must exist, edits name what they were made from, guests only read", async () => {
    const nobody = { ...plainItem, audience: "group:nobody" };
    expect(await ana.refusal(kinds.item, nobody)).toBe("unknown-group");
    const id = await ana.item();
    expect(await ana.refusal(kinds.item, edit(id, []))).toBe("parents");
    expect(await ana.refusal(kinds.item, { ...plainItem, parents: [id] })).toBe("parents");
    expect(await gus.refusal(kinds.item, plainItem)).toBe("role");
    expect(await ana.refusal(kinds.itemLabel, { item: id, label: "x", on: true })).toBe("role");
    const stranger = toOpId("ff".repeat(16));
    const report = { item: stranger, reason: "wrong", text: "" } as const;
    expect(await ana.refusal(kinds.itemReport, report)).toBe("unknown-item");
  });

  test("moderators return a version, and the one before is shown again", async () => {
    const id = await ana.item({ body: "True." });
    const worse = await ben.do(kinds.item, edit(id, [id], { body: "False." }));
    const verdict = { version: worse, verdict: "return", reasonCode: "unsourced" } as const;
    await mo.do(kinds.itemReview, verdict);
    expect(detail(ana, id)).toMatchObject({ version: id, body: "True." });
    expect(detail(ana, id).history.map((version) => version.id)).toEqual([id]);
    const own = detail(ben, id).history.find((version) => version.id === worse);
    expect(own).toMatchObject({ review: "returned", reviewReason: "unsourced", shown: false });
    await mo.do(kinds.itemReview, { ...verdict, verdict: "accept" }, now + 1);
    expect(detail(ana, id)).toMatchObject({ version: worse, review: "accepted" });
  });

  test("authors and moderators hide, each for themselves", async () => {
    const id = await ana.item({ title: "Secret path" });
    const hide = (on: boolean) => ({ item: id, on, reason: "other" }) as const;
    expect(await ben.refusal(kinds.itemHide, hide(true))).toBe("not-own");
    await mo.do(kinds.itemHide, hide(true));
    expect([ana, mo, ben].map((person) => sees(person, id))).toEqual([true, true, false]);
    expect(list(ben)).not.toContain(id);
    expect(list(ana, { state: "mine" })).toContain(id);
    expect(await finds(ana, "secret path")).not.toContain(id);
    await ana.do(kinds.itemHide, hide(false), now + 9);
    expect(sees(ben, id)).toBe(false);
    await mo.do(kinds.itemHide, hide(false), now + 9);
    expect(sees(ben, id)).toBe(true);
    expect(await finds(ben, "secret path")).toContain(id);
  });

  test("labels, reports and thumbs", async () => {
    const id = await ana.item();
    await mo.do(kinds.itemLabel, { item: id, label: "checked", on: true });
    expect(detail(ben, id).labels).toEqual(["checked"]);
    expect(list(ben, { label: "checked" })).toEqual([id]);
    await mo.do(kinds.itemLabel, { item: id, label: "checked", on: false }, now + 1);
    expect(detail(ben, id).labels).toEqual([]);
    await ben.do(kinds.itemReport, { item: id, reason: "wrong", text: "Thirteen metres." });
    const queue = () => reviewQueue(moot.store, mo.viewer, now, { cursor: null, limit: 9 });
    const reported = { text: "Thirteen metres.", authorName: "ben", item: { id } };
    expect(queue().reports).toMatchObject([reported]);
    await mo.do(kinds.itemReview, { version: id, verdict: "accept", reasonCode: "fine" });
    expect(queue().reports).toEqual([]);
    // Within a second, too, the last word counts.
    for (const verdict of ["up", "down", "up", "down", "up", "down"] as const) {
      await ben.do(kinds.feedback, { target: id, verdict, passage: 0 });
    }
    await gus.do(kinds.feedback, { target: id, verdict: "up", passage: 0 });
    expect(detail(ana, id).feedback).toEqual({ up: 1, down: 1 });
  });
});

describe("what replaces what", () => {
  test("only an author's own item, or one a moderator stands behind, is put aside", async () => {
    const old = await mo.item({ title: "Evacuation", body: "Leave by the upper road." });
    const rival = await ben.item({ title: "Evacuation fun", body: "Stay.", supersedes: old });
    expect(list(ana, { state: "superseded" })).not.toContain(old);
    expect((await finds(ana, "leave by the upper road")).indexOf(old)).toBe(0);
    await mo.do(kinds.itemReview, { version: rival, verdict: "accept", reasonCode: "fine" });
    expect(list(ana, { state: "superseded" })).toContain(old);
    expect(list(ana, { state: "current" })).not.toContain(old);
    expect(detail(ana, old).supersededBy).toBe(rival);
    const found = await finds(ana, "leave by the upper road");
    expect(found.indexOf(rival)).toBeLessThan(found.indexOf(old));
  });

  test("who may not see the new one is not told of it", async () => {
    const old = await eva.item({ title: "Herbs", body: "Gather horsetail in May." });
    await eva.item({ title: "Herbs now", supersedes: old, audience: "group:elders" });
    expect(detail(ana, old).supersededBy).toBeNull();
    expect(list(ana, { state: "current" })).toContain(old);
    expect(list(eva, { state: "current" })).not.toContain(old);
  });
});

describe("versions for different audiences", () => {
  test("show neither a conflict nor a count to who sees one of them", async () => {
    const id = await ana.item({ title: "Split" });
    await ana.do(kinds.item, edit(id, [id], { title: "Split, for all" }));
    const quiet = { title: "Split, for elders", audience: "group:elders" };
    await ana.do(kinds.item, edit(id, [id], quiet), now + 1);
    expect(detail(ben, id)).toMatchObject({
      title: "Split, for all",
      conflict: false,
      versions: 2,
    });
    expect(detail(ben, id).edit.parents).toHaveLength(2);
    expect(detail(eva, id)).toMatchObject({ title: "Split, for elders", conflict: true });
    const listed = (person: Person) =>
      listItems(
        moot.store.db,
        person.viewer,
        { state: "all", sort: "newest", now },
        { cursor: null, limit: 100 },
      ).rows.find(({ version }) => version.item === id);
    expect(listed(ben)).toMatchObject({ conflict: false, version: { title: "Split, for all" } });
    expect(listed(eva)).toMatchObject({ conflict: true, version: { title: "Split, for elders" } });
    const [forBen] = summariesOf(moot.store.db, ben.viewer, [listed(ben) as ListedItem], now);
    expect(forBen?.versions).toBe(2);
  });
});

describe("reviewing first", () => {
  test("shows what members write to others only once a moderator accepted it", async () => {
    const before = await ana.item({ title: "Before" });
    await moot.decide(effects.knowledgeReview, { reviewFirst: true });
    const id = await ana.item({ title: "Waiting", body: "Zucchini harvest." });
    expect([ana, mo, ben].map((person) => sees(person, id))).toEqual([true, true, false]);
    expect(sees(ben, before)).toBe(true);
    expect(await finds(ben, "zucchini")).toEqual([]);
    const waiting = reviewQueue(moot.store, mo.viewer, now, { cursor: null, limit: 99 }).awaiting;
    expect(waiting.map((version) => version.id)).toContain(id);
    await mo.do(kinds.itemReview, { version: id, verdict: "accept", reasonCode: "fine" });
    expect(sees(ben, id)).toBe(true);
    expect(await finds(ben, "zucchini")).toEqual([id]);
    const better = await ana.do(kinds.item, edit(id, [id], { body: "Zucchini in July." }));
    expect(detail(ben, id).version).toBe(id);
    await mo.do(kinds.itemReview, { version: better, verdict: "accept", reasonCode: "fine" });
    expect(detail(ben, id).version).toBe(better);
    await moot.decide(effects.knowledgeReview, { reviewFirst: false });
  });
});

describe("lists", () => {
  test("are paged without gaps or doubles, by time and by title", async () => {
    for (const sort of ["newest", "title"] as const) {
      const whole = list(ana, { sort });
      const paged: OpId[] = [];
      let cursor: readonly [string | number, string] | null = null;
      for (let page = 0; page < 100; page++) {
        const filter = { state: "all", sort, now } as const;
        const { rows, next } = listItems(moot.store.db, ana.viewer, filter, { cursor, limit: 3 });
        paged.push(...rows.map(({ version }) => version.item));
        if (next === null) break;
        cursor = JSON.parse(Buffer.from(next, "base64url").toString());
      }
      expect(paged).toEqual(whole);
    }
  });

  test("filter, and facets count what their viewer sees", async () => {
    const id = await eva.item({
      audience: "group:elders",
      category: "hidden-category",
      tags: ["hidden-tag"],
      lang: "eo",
      form: "term",
    });
    expect(list(eva, { category: "hidden-category", tag: "hidden-tag", lang: "eo" })).toEqual([id]);
    expect(list(eva, { form: "term", author: eva.member })).toEqual([id]);
    expect(list(ana, { tag: "hidden-tag" })).toEqual([]);
    expect(JSON.stringify(await facetsOf(moot.store.db, ana.viewer))).not.toMatch(/hidden|eo"/);
    await moot.decide(effects.knowledgeCategory, { category: "weaving", on: true });
    const facets = await facetsOf(moot.store.db, eva.viewer);
    expect(facets.categories).toContainEqual({ name: "weaving", count: 0 });
    expect(facets.categories).toContainEqual({ name: "hidden-category", count: 1 });
    expect(facets.tags).toContainEqual({ name: "hidden-tag", count: 1 });
    expect(facets.total).toBe(list(eva).length);
  });
});

test("a clock that runs ahead puts nothing above what is said later", async () => {
  const ahead = await ana.item({ title: "From the year 2060" }, now + 34 * 365 * day);
  expect(detail(ben, ahead).changed).toBe(now);
});
