import { describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kinds } from "../../mesh/kinds/index.ts";
import type { MemberId } from "../../mesh/op/index.ts";
import { type Moot, now, openMoot, plainItem } from "./fixtures/moot.ts";

/** Letters that nothing else here uses, in words so that indexes split them as they do words. */
const marker = "ꙀꙂꙄꙆꙈꙊ ꙌꙎꙐꙒꙔꙖ";

/** `file: form` for everything in the folder that is left of the marker. */
function tracesIn(dir: string): string[] {
  const letters = [...marker.replace(" ", "")];
  const pairs = letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
  const forms = new Map<string, Buffer>();
  for (const pair of pairs) {
    forms.set(`raw ${pair}`, Buffer.from(pair, "utf8"));
    forms.set(`folded ${pair}`, Buffer.from(pair.toLowerCase(), "utf8"));
  }
  const found: string[] = [];
  for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
    const path = join(dir, name);
    if (!statSync(path).isFile()) continue;
    const content = readFileSync(path);
    for (const [form, pattern] of forms) {
      if (content.includes(pattern)) found.push(`${name}: ${form}`);
    }
  }
  return found;
}

/** A file read for the member, with the marker in its name and its text. */
async function bringFile(moot: Moot, member: MemberId, text = `Text ${marker}`): Promise<string> {
  const { imports } = moot.knowledge;
  const bytes = new TextEncoder().encode(text);
  const { id } = await imports.create(member, { name: `${marker}.txt`, size: bytes.length });
  await imports.put(member, id, 0, bytes);
  await imports.idle();
  return id;
}

async function plant(moot: Moot) {
  const [ana, ben, mo] = ["ana", "ben", "mo"].map((name) => moot.person(name));
  if (ana === undefined || ben === undefined || mo === undefined) throw new Error("Who?");
  for (let n = 0; n < 60; n++) await ana.item({ title: `Filler ${n}`, body: "words ".repeat(n) });
  const item = await ana.item({
    title: `Title ${marker}`,
    body: `Body ${marker} ${marker.toLowerCase()}`,
    tags: [marker],
    category: marker,
    context: marker,
    attribution: marker,
    source: marker,
  });
  const edit = { ...plainItem, item, parents: [item], body: `Other ${marker}` };
  const second = await ben.do(kinds.item, edit);
  const report = await ben.do(kinds.itemReport, { item, reason: "private", text: marker });
  const question = await ana.do(kinds.question, { text: marker, lang: "en", audience: "members" });
  const answer = await ben.do(kinds.answer, { question, text: marker, item: null });
  await mo.do(kinds.questionClose, { question, accepted: answer });
  return { ana, ben, mo, targets: [item, second, report, question, answer] };
}

describe("erasing", () => {
  test("leaves nothing in any file, nor in a fresh backup", async () => {
    const moot = await openMoot();
    const { mo, ana, targets } = await plant(moot);
    await bringFile(moot, ana.member);
    const search = (query: string) =>
      moot.knowledge.search({ query, viewer: ana.viewer, limit: 20, now });
    expect((await search(marker)).length).toBe(2);
    // The search for traces finds what is there.
    const before = tracesIn(moot.dir);
    expect(before.some((trace) => trace.startsWith("folkmoot.db"))).toBe(true);
    expect(before.some((trace) => trace.includes("folded"))).toBe(true);
    expect(before.some((trace) => trace.includes("preview.ndjson"))).toBe(true);
    expect(before.some((trace) => trace.includes("meta.json"))).toBe(true);
    await mo.do(kinds.erase, { targets });
    expect(await search(marker)).toEqual([]);
    expect(await moot.knowledge.spelling(ana.viewer, ["ꙁꙃꙅꙇꙉ"])).toEqual([[]]);
    expect(tracesIn(moot.dir)).toEqual([]);
    const backups = mkdtempSync(join(tmpdir(), "folkmoot-knowledge-backup-"));
    await moot.store.backup(join(backups, "copy"));
    expect(tracesIn(backups)).toEqual([]);
    rmSync(backups, { recursive: true });
    await moot.close();
  });

  test("takes along what was read from files of its author's, and of nobody else's", async () => {
    const moot = await openMoot();
    const [ana, ben, mo] = [moot.person("ana"), moot.person("ben"), moot.person("mo")];
    for (const { member } of [ana, ben]) await bringFile(moot, member);
    const item = await ana.item();
    const { imports } = moot.knowledge;
    expect(await imports.list(ana.member)).toHaveLength(1);
    expect(await mo.refusal(kinds.erase, { targets: [item] })).toBeNull();
    expect(await imports.list(ana.member)).toEqual([]);
    expect(await imports.list(ben.member)).toHaveLength(1);
    await moot.close();
  });

  test("finds no preview of a file whose parts were taught", async () => {
    const moot = await openMoot();
    const [ana, ben] = [moot.person("ana"), moot.person("ben")];
    const { imports } = moot.knowledge;
    const [id, other] = [
      await bringFile(moot, ana.member),
      await bringFile(moot, ana.member, "Something else."),
    ];
    const part = await imports.part(ana.member, id, 0);
    await ben.item({ body: part?.text ?? "" });
    await ana.item({ body: "Words of her own." });
    expect(await imports.list(ana.member)).toHaveLength(2);
    await ana.item({ body: part?.text ?? "", title: "Taught" });
    while ((await imports.list(ana.member)).length > 1) await Bun.sleep(5);
    expect((await imports.list(ana.member)).map((left) => left.id)).toEqual([other]);
    await moot.close();
  });

  test("is for authors and moderators", async () => {
    const moot = await openMoot();
    const [ana, ben, founder] = ["ana", "ben", "founder"].map((name) => moot.person(name));
    const id = (await ana?.item()) ?? "";
    expect(await ben?.refusal(kinds.erase, { targets: [id as never] })).toBe("not-own");
    expect(await founder?.refusal(kinds.erase, { targets: [id as never] })).toBeNull();
    await moot.close();
  });
});

/** What the tables say, with neither row numbers nor counters. */
function contents(moot: Moot): Record<string, unknown[]> {
  const all = (sql: string) => moot.store.db.query(sql).values();
  return {
    items: all("SELECT * FROM knowledge_item ORDER BY id"),
    versions: all("SELECT * FROM knowledge_version ORDER BY id"),
    parents: all("SELECT * FROM knowledge_parent ORDER BY version, parent"),
    labels: all("SELECT * FROM knowledge_label ORDER BY item, label"),
    reviews: all("SELECT * FROM knowledge_review ORDER BY version"),
    hiding: all("SELECT * FROM knowledge_hiding ORDER BY item, by_moderator"),
    reports: all("SELECT * FROM knowledge_report ORDER BY id"),
    feedback: all("SELECT * FROM knowledge_feedback ORDER BY version, member, part"),
    questions: all("SELECT * FROM knowledge_question ORDER BY id"),
    answers: all("SELECT * FROM knowledge_answer ORDER BY id"),
    closings: all("SELECT * FROM knowledge_closing ORDER BY question"),
    passages: all(
      `SELECT p.version, p.part, a.audience, p.start, p.heading, p.text, p.words
       FROM knowledge_passage AS p JOIN knowledge_audience AS a ON a.number = p.audience
       ORDER BY p.version, p.part`,
    ),
    words: all(
      `SELECT p.version, p.part, length(w.body), length(w.title), length(w.about)
       FROM knowledge_passage AS p JOIN knowledge_words AS w ON w.rowid = p.id
       ORDER BY p.version, p.part`,
    ),
  };
}

test("tables are computed again from the log with the same result, erasures included", async () => {
  const moot = await openMoot();
  const { ana, ben, mo, targets } = await plant(moot);
  const eva = moot.person("eva");
  // Histories of which the first, a middle and the last version are erased.
  for (const erased of [0, 1, 2]) {
    const first = await ana.item({ title: `History ${erased}` });
    const edit = (parents: (typeof first)[], body: string) =>
      ben.do(kinds.item, { ...plainItem, item: first, parents, body });
    const second = await edit([first], "Second.");
    const third = await edit([second, first], "Third.");
    await ben.do(kinds.feedback, { target: third, verdict: "up", passage: 0 });
    await mo.do(kinds.itemLabel, { item: first, label: "seen", on: true });
    await mo.do(kinds.erase, { targets: [[first, second, third][erased] ?? first] });
  }
  const elders = await eva.item({ audience: "group:elders", title: "Quiet" });
  const vandal = { ...plainItem, item: elders, parents: [elders], audience: "group:elders" };
  expect(await ben.refusal(kinds.item, vandal)).toBe("unknown-item");
  await mo.do(kinds.erase, { targets: [...targets, elders] });
  const effects = () =>
    moot.store.operations({ after: 0, limit: 1000 }).map(({ id, effect }) => [id, effect]);
  const before = { tables: contents(moot), effects: effects() };
  await moot.store.rebuild();
  expect({ tables: contents(moot), effects: effects() }).toEqual(before);
  const found = await moot.knowledge.search({
    query: "third history",
    viewer: ana.viewer,
    limit: 20,
    now,
  });
  expect(found.length).toBe(2);
  await moot.close();
});
