import { afterEach, beforeEach, expect, test } from "bun:test";
import { kinds } from "../../mesh/kinds/index.ts";
import { hashingEmbedder } from "../../tests/support/hashing-embedder.ts";
import { type Moot, now, openMoot } from "./fixtures/moot.ts";

let moot: Moot;
beforeEach(async () => {
  moot = await openMoot();
  const eva = moot.person("eva");
  await eva.item({ title: "Mill", body: "Grinding flour on market mornings.", lang: "en" });
  await eva.item({ title: "Pond", body: "Ducks." });
  await eva.item({ title: "Grindstones", body: "Of the council.", audience: "group:elders" });
});
afterEach(() => moot.close());

async function titlesFor(query: string, by = "ana", filter = {}): Promise<string[]> {
  const { viewer } = moot.person(by);
  const hits = await moot.knowledge.search({ query, viewer, limit: 20, now, ...filter });
  return hits.map(({ title }) => title);
}

async function embedAll(): Promise<void> {
  const { vectors } = moot.knowledge;
  await vectors.use(hashingEmbedder());
  while (vectors.status().state !== "ready") await Bun.sleep(5);
}

test("finds by nearness what no word finds, for those who may see it, and not without a model", async () => {
  expect(await titlesFor("grindery")).toEqual([]);
  await embedAll();
  expect((await titlesFor("grindery"))[0]).toBe("Mill");
  expect(await titlesFor("grindery")).not.toContain("Grindstones");
  expect((await titlesFor("grindery", "eva")).slice(0, 2).sort()).toEqual(["Grindstones", "Mill"]);
  await moot.knowledge.vectors.use(null);
  expect(await titlesFor("grindery")).toEqual([]);
});

test("filters what is near as it does what words find, and does not guess behind sure hits", async () => {
  await embedAll();
  expect(await titlesFor("grindery", "ana", { lang: "xx" })).toEqual([]);
  expect(await titlesFor("ducks")).toEqual(["Pond"]);
});

test("what was erased is no longer near", async () => {
  const id = await moot.person("ana").item({ title: "Grinder", body: "For coffee." });
  await embedAll();
  expect(await titlesFor("grindery")).toContain("Grinder");
  await moot.person("ana").do(kinds.erase, { targets: [id] });
  expect(await titlesFor("grindery")).not.toContain("Grinder");
});
