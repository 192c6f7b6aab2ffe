import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { toHex } from "../../mesh/op/index.ts";
import { openDemo, type TestDemo } from "../../tests/support/demo.ts";
import { memberEntries, membershipOf } from "../members/index.ts";
import { corpusItems } from "./corpus.ts";
import { people } from "./people.ts";

let demo: TestDemo;
beforeAll(async () => {
  demo = await openDemo("everything");
});
afterAll(() => demo.close());

describe("the sample community", () => {
  test("says nothing without effect", () => {
    const log = demo.store.operations({ after: 0, limit: 5_000 });
    expect(log.filter(({ effect }) => !effect.done)).toEqual([]);
    expect(log.length).toBeGreaterThan(300);
  });

  test("has its people, two stewards, moderators and elders", () => {
    const everybody = memberEntries(demo.store.db);
    expect(everybody.map(({ profile }) => profile?.name)).toEqual(people.map(({ name }) => name));
    const withRole = (role: string) =>
      everybody.filter(({ roles }) => roles.some((each) => each === role)).length;
    expect(withRole("steward")).toBe(2);
    expect(withRole("moderator")).toBe(3);
    expect(everybody.filter(({ groups }) => groups.includes("elders-council"))).toHaveLength(3);
    expect(membershipOf(demo.store.db)?.root?.document.threshold).toBe(2);
  });

  test("has the whole corpus, for those it is meant for", async () => {
    expect(demo.items.size).toBe(corpusItems().length);
    const sees = (asker: "member" | "steward" | "elder", corpusId: string) => {
      const item = demo.items.get(corpusId);
      if (item === undefined) throw new Error(corpusId);
      return demo.knowledge.passagesOf(demo.viewer(asker), item).length > 0;
    };
    for (const { id, audience } of corpusItems()) {
      expect([id, sees("member", id)]).toEqual([id, audience === "members"]);
      expect([id, sees("steward", id)]).toEqual([id, audience !== "elders-council"]);
      expect([id, sees("elder", id)]).toEqual([id, audience !== "stewards"]);
    }
  });

  test("keeps histories, what replaced what, dates, and vocabulary as entries", () => {
    const viewer = demo.viewer("member");
    const first = (corpusId: string) =>
      demo.knowledge.passagesOf(viewer, demo.items.get(corpusId) ?? ("" as never))[0];
    expect(first("k003")?.supersededBy).toBe(demo.items.get("k004") ?? null);
    expect(first("k003")?.validUntil).not.toBeNull();
    expect(first("k148")).toMatchObject({ form: "term", title: "tequio", lang: "en" });
    expect(first("k151")?.form).toBe("term");
    expect(first("k012")?.version).not.toBe(demo.items.get("k012"));
  });

  test("has proposals with files, which are there as they were named", async () => {
    const { db } = demo.store;
    type Row = { named: number; whole: number };
    const counted = db
      .query<Row, []>(
        `SELECT (SELECT count(*) FROM attachment_naming) AS named,
           (SELECT count(*) FROM attachment WHERE received = bytes) AS whole`,
      )
      .get();
    expect(counted).toEqual({ named: 4, whole: 4 });
  });

  test("opens the same doors again, and adds nothing", async () => {
    const position = demo.store.position();
    const [one, two] = [await demo.seed(), await demo.seed()];
    expect(demo.store.position()).toBe(position);
    expect(one).toEqual(two);
    expect(one.map(({ as, purpose }) => [as, purpose])).toEqual([
      ["steward", "device"],
      ["elder", "device"],
      ["member", "invite"],
    ]);
    expect(new Set(one.map(({ seed }) => toHex(seed))).size).toBe(3);
  });

  test("shows new links before the old ones run out", async () => {
    const before = await demo.seed();
    const now = Math.floor(Date.now() / 1_000) + 85 * 24 * 3_600;
    const after = await demo.seed({ now });
    expect(after.map(({ seed }) => toHex(seed))).not.toEqual(before.map(({ seed }) => toHex(seed)));
  });

  test("does not mix with another community", async () => {
    await expect(demo.seed({ seed: "somewhere else" })).rejects.toMatchObject({
      code: "not-a-demo",
    });
  });
});
