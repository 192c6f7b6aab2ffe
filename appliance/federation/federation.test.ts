import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { effects, type ItemBody, kinds } from "../../mesh/kinds/index.ts";
import { generateSigner, type OpId, type PublicKey } from "../../mesh/op/index.ts";
import {
  decodeFeed,
  decodeManifest,
  encodeFeed,
  encodeManifest,
  type FeedFile,
  type FeedManifest,
  feedSignedBytes,
  verifyFeed,
} from "../../mesh/rules/index.ts";
import { decide } from "../../tests/support/decide.ts";
import { type DecidingBox, day, decidingBox, hour } from "../../tests/support/deciding-box.ts";
import { TestMember } from "../../tests/support/member.ts";
import { flipBit } from "../../tests/support/operations.ts";
import { plainItem } from "../knowledge/fixtures/moot.ts";
import { exportFeed } from "./index.ts";

interface Feed {
  partner: { withheld: string | null; items: number; exported: { serial: number } | null };
  items: { item: OpId; version: OpId; title: string; consent: string; labels: string[] }[];
  next: string | null;
  withdrawn: { item: OpId; title: string | null }[];
}

let deciding: DecidingBox;
let rosa: TestMember;
let ana: TestMember;
let guest: TestMember;
let key: PublicKey;
let dir = "";
beforeAll(async () => {
  deciding = await decidingBox(1);
  [rosa, ana] = deciding.members as [TestMember, TestMember];
  key = (await generateSigner({ extractable: false, algorithm: "Ed25519" })).publicKey;
  const { seed } = await rosa.invite({ uses: 1, role: "guest" });
  guest = await TestMember.join(deciding.box, seed, { name: "Gil" });
  await passes(effects.roleGrant, { member: rosa.member, role: "moderator" });
  dir = mkdtempSync(join(tmpdir(), "folkmoot-feed-"));
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await deciding.box.close();
});

const feed = (query = "") => deciding.get<Feed>(rosa, `/api/partners/Vega/feed${query}`);
const titles = async () => (await feed()).items.map(({ title }) => title);

async function passes(...[effect, params]: [Parameters<typeof decide>[1], unknown]) {
  rosa.token = null;
  ana.token = null;
  await decide(rosa, effect, params as never, [ana]);
}

const share = (exceptLabels: string[] = [], on = true, category = "garden") =>
  passes(effects.knowledgeShare, { category, partner: "Vega", on, exceptLabels });

function teach(title: string, given: Partial<ItemBody> = {}): Promise<OpId> {
  const body = { ...plainItem, title, category: "garden", consent: "federation_ok" as const };
  return ana.speak(kinds.item, { ...body, ...given });
}

describe("what a partner is given", () => {
  test("is nothing before it was admitted and something was shared, both by decision", async () => {
    await teach("Beans");
    await teach("Bees", { consent: "local_only" });
    await teach("Compost", { audience: "role:steward" });
    await teach("Roofs", { category: "building" });
    expect(await deciding.get<{ partners: object[] }>(rosa, "/api/partners")).toEqual({
      partners: [],
    });
    expect((await rosa.fetch("/api/partners/Vega/feed")).status).toBe(404);
    await share();
    expect(await feed()).toMatchObject({ partner: { withheld: "not-admitted" }, items: [] });
    await passes(effects.partnerAdmit, { name: "Vega", key, note: "" });
    expect(await titles()).toEqual(["Beans"]);
    expect((await feed()).items[0]).toMatchObject({ consent: "federation_ok", labels: [] });
  });

  test("never has an excepted label, however it is written", async () => {
    const herbs = await teach("Herbs");
    await rosa.speak(kinds.itemLabel, { item: herbs, label: "Plant  Medicine", on: true });
    expect((await feed()).items[1]).toMatchObject({ title: "Herbs", labels: ["Plant  Medicine"] });
    await share(["plant medicine"]);
    expect(await titles()).toEqual(["Beans"]);
    await rosa.speak(kinds.itemLabel, { item: herbs, label: "Plant  Medicine", on: false });
    expect(await titles()).toEqual(["Beans", "Herbs"]);
  });

  test("is the current version alone, while its author leaves it so", async () => {
    const item = await teach("Leeks");
    const edit = (parent: OpId, given: Partial<ItemBody>) =>
      teach("Leeks", { ...given, item, parents: [parent] });
    const second = await edit(item, { body: "Sow them in March." });
    const versionOf = async () => (await feed()).items.find((one) => one.item === item)?.version;
    expect(await versionOf()).toBe(second);
    const third = await edit(second, { consent: "local_only" });
    expect(await versionOf()).toBeUndefined();
    const fourth = await edit(third, { validUntil: ana.now() + hour });
    expect(await versionOf()).toBe(fourth);
    await deciding.pass(hour);
    expect(await versionOf()).toBeUndefined();
    const later = await teach("Peas");
    await teach("Peas and their kin", { supersedes: later });
    expect(await titles()).toEqual(["Beans", "Herbs", "Peas and their kin"]);
  });

  test("is empty while it is paused, by decision or in an emergency", async () => {
    const paused = (yes: boolean) => passes(effects.partnerPause, { key, paused: yes });
    await paused(true);
    expect(await feed()).toMatchObject({ partner: { withheld: "paused", items: 0 }, items: [] });
    await paused(false);
    expect(await titles()).toHaveLength(3);
    const people = [ana.member];
    const policy = { people, two: false, hours: 24, powers: ["pause_partner"] };
    await passes(effects.emergencyPolicy, policy);
    const alarm = { level: "alert" as const, reason: "A stolen box.", hours: 6 };
    const emergency = await ana.speak(kinds.emergency, alarm);
    await ana.speak(kinds.emergencyAct, { emergency, act: "pause_partner", words: "Vega" });
    expect(await feed()).toMatchObject({ partner: { withheld: "emergency" }, items: [] });
    await deciding.pass(6 * hour);
    expect(await titles()).toHaveLength(3);
  });

  test("comes in pages, by title, and only members see it", async () => {
    const first = await feed("?limit=2");
    expect(first.items.map(({ title }) => title)).toEqual(["Beans", "Herbs"]);
    const rest = await feed(`?limit=2&cursor=${first.next}`);
    expect(rest).toMatchObject({ items: [{ title: "Peas and their kin" }], next: null });
    expect((await rosa.fetch("/api/partners/Vega/feed?cursor=x")).status).toBe(400);
    guest.token = null;
    expect((await guest.fetch("/api/partners")).status).toBe(403);
  });
});

let made = 0;
async function exported(): Promise<Uint8Array> {
  const path = join(dir, `${++made}.feed`);
  await exportFeed(deciding.box.box.governance, { name: "Vega", path });
  return Bun.file(path).bytes();
}
const now = () => Math.floor(deciding.clock.nowMs() / 1_000);

describe("a feed as a file", () => {
  test("proves itself to whoever has nothing but the file", async () => {
    const { items } = await feed();
    const verdict = await verifyFeed(await exported(), now());
    expect(verdict).toMatchObject({ ok: true, problems: [], warnings: [], serial: 1 });
    expect(verdict.partner).toEqual({ name: "Vega", key });
    expect(verdict.items.map(({ item, version, title }) => ({ item, version, title }))).toEqual(
      items.map(({ item, version, title }) => ({ item, version, title })),
    );
    expect(verdict.items[0]).toMatchObject({ author: ana.member, consent: "federation_ok" });
  });

  test("names what is taken back since, and what was erased without its words", async () => {
    const { items } = await feed();
    const [beans, herbs] = items as [Feed["items"][0], Feed["items"][0]];
    await ana.speak(kinds.itemHide, { item: beans.item, on: true, reason: "not-ours" });
    await ana.speak(kinds.erase, { targets: [herbs.item] });
    const bytes = await exported();
    const verdict = await verifyFeed(bytes, now());
    expect(verdict).toMatchObject({ ok: true, serial: 2 });
    expect(verdict.items.map(({ title }) => title)).toEqual(["Peas and their kin"]);
    const gone = verdict.withdrawn.map(({ item }) => item);
    expect(gone.toSorted()).toEqual([beans.item, herbs.item].toSorted());
    expect(new TextDecoder().decode(bytes)).not.toContain("Herbs");
    expect((await feed()).withdrawn.toSorted((a, b) => (a.item < b.item ? -1 : 1))).toMatchObject(
      gone.toSorted().map((item) => ({ item, title: null })),
    );
    await ana.speak(kinds.itemHide, { item: beans.item, on: false, reason: "not-ours" });
    const again = await verifyFeed(await exported(), now());
    expect(again.withdrawn.map(({ item }) => item)).toEqual([herbs.item]);
  });

  test("of a paused partner takes everything back; after that it is given again", async () => {
    await passes(effects.partnerPause, { key, paused: true });
    const verdict = await verifyFeed(await exported(), now());
    expect(verdict).toMatchObject({ ok: true, items: [] });
    expect(verdict.withdrawn).toHaveLength(3);
    await passes(effects.partnerPause, { key, paused: false });
    expect((await verifyFeed(await exported(), now())).withdrawn).toHaveLength(1);
  });

  test("never replaces a file, and is for partners alone", async () => {
    const { governance } = deciding.box.box;
    const to = (name: string, path: string) => exportFeed(governance, { name, path });
    const path = join(dir, "1.feed");
    expect(to("Vega", path)).rejects.toMatchObject({ code: "cannot-write" });
    expect(to("Vega", join(dir, "nowhere", "x"))).rejects.toMatchObject({ code: "cannot-write" });
    expect(to("Altair", join(dir, "x"))).rejects.toMatchObject({ code: "unknown-partner" });
    await passes(effects.knowledgeShare, {
      category: "garden",
      partner: "Altair",
      on: true,
      exceptLabels: [],
    });
    expect(to("Altair", join(dir, "x"))).rejects.toMatchObject({ code: "not-admitted" });
    expect(await Bun.file(join(dir, "x")).exists()).toBe(false);
    const other = (await generateSigner({ extractable: false, algorithm: "Ed25519" })).publicKey;
    await passes(effects.partnerAdmit, { name: "Vega", key: other, note: "" });
    const { partners } = await deciding.get<{ partners: object[] }>(rosa, "/api/partners");
    expect(partners).toMatchObject([{ name: "Altair" }, { name: "Vega", note: "" }]);
  });
});

describe("a feed that was changed on the way", () => {
  let file: FeedFile;
  let manifest: FeedManifest;
  beforeAll(async () => {
    file = decodeFeed(await exported());
    manifest = decodeManifest(file.manifest);
  });

  const codesOf = async (changed: Partial<FeedFile>) =>
    (await verifyFeed(encodeFeed({ ...file, ...changed }), now())).problems.map(({ code }) => code);

  /** As the box itself would sign it. */
  async function signed(changed: Partial<FeedManifest>): Promise<Partial<FeedFile>> {
    const bytes = encodeManifest({ ...manifest, ...changed });
    const { boxSigner } = deciding.box.box.provisioned;
    const signature = await boxSigner.sign(feedSignedBytes(file.communityId, bytes));
    return { manifest: bytes, signature };
  }

  test("is no feed when it is cut off, and never holds with a bit turned over", async () => {
    const bytes = encodeFeed(file);
    expect(encodeFeed(decodeFeed(bytes))).toEqual(bytes);
    for (let length = 0; length < bytes.length; length += 97) {
      expect(verifyFeed(bytes.subarray(0, length), now())).rejects.toThrow("no feed");
    }
    for (let bit = 3; bit < bytes.length * 8; bit += 211) {
      const verdict = await verifyFeed(flipBit(bytes, bit), now()).catch(() => null);
      expect({ bit, ok: verdict?.ok ?? false }).toEqual({ bit, ok: false });
    }
  });

  test("says what does not hold", async () => {
    expect(await codesOf({})).toEqual([]);
    const unsigned = encodeManifest({ ...manifest, serial: 9 });
    expect(await codesOf({ manifest: unsigned })).toEqual(["manifest-unsigned"]);
    expect(await codesOf({ items: file.items.slice(1) })).toEqual(["item-missing"]);
    expect(await codesOf(await signed({ items: manifest.items.slice(1) }))).toEqual([
      "item-unlisted",
    ]);
    const [first, second] = manifest.items as [FeedManifest["items"][0], FeedManifest["items"][0]];
    const swapped = { ...first, item: second.item };
    expect(await codesOf(await signed({ items: [swapped, second] }))).toEqual(["item-differs"]);
    expect(await codesOf({ people: [] })).toContain("signature");
  });

  test("cannot give what its author did not release, even by the box's own hand", async () => {
    const { store } = deciding.box.box;
    const give = async (title: string, given: Partial<ItemBody>) => {
      const version = await teach(title, given);
      const items = [...manifest.items, { item: version, version, labels: [] }];
      const wires = [...file.items, store.wire(version, "whole") as Uint8Array];
      return codesOf({ ...(await signed({ items })), items: wires });
    };
    expect(await give("Ours", { consent: "local_only" })).toEqual(["item-not-released"]);
    expect(await give("Theirs", { audience: "role:steward" })).toEqual(["item-not-released"]);
    expect(await give("Past", { validUntil: manifest.time - 1 })).toEqual(["item-expired"]);
    expect(await give("Well", {})).toEqual([]);
    const header = store.wire(manifest.items[0]?.version as OpId, "header") as Uint8Array;
    expect(await codesOf({ items: [header, ...file.items.slice(1)] })).toEqual([
      "item-altered",
      "item-missing",
    ]);
  });

  test("dated ahead of the reader's clock is told with both times", async () => {
    const { ok, warnings } = await verifyFeed(encodeFeed(file), now() - day);
    expect({ ok, warnings }).toMatchObject({
      ok: true,
      warnings: [{ id: null, dated: manifest.time }],
    });
  });
});
