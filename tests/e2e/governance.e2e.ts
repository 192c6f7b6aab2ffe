/**
 * The journey of a proposal, on a real box, with one real Chromium and eight phones that are phones
 * as far as the box can tell: written, blocked, changed, passed, done, checked, in two taps a vote.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { exportFeed } from "../../appliance/federation/index.ts";
import { choices, effects, kinds } from "../../mesh/kinds/index.ts";
import { generateSigner, type OpId, type PublicKey } from "../../mesh/op/index.ts";
import { verifyFeed } from "../../mesh/rules/index.ts";
import { decide, effectOf, propose, vote } from "../support/decide.ts";
import { type DecidingPage, decidingPage, threadInAddress } from "../support/deciding-page.ts";
import type { MadeOperation, TestMember } from "../support/member.ts";
import { troubles } from "../support/troubles.ts";
import { press, until, untilInstalled } from "../support/walkthrough.ts";

// Two processors, shared by a browser and a box: patience, not a measurement.
setDefaultTimeout(90_000);

const partner = "Monte Verde";
let partnerKey: PublicKey;
const title = "Share what we know about the garden with Monte Verde";
let there: DecidingPage;
let page: Page;
/** Founder and steward; everybody but her came later. */
let rosa: TestMember;
/** An elder, who knows the healing plants. */
let teo: TestMember;
let others: readonly TestMember[];

beforeAll(async () => {
  partnerKey = (await generateSigner({ extractable: false, algorithm: "Ed25519" })).publicKey;
  there = await decidingPage(7, async (founder) => {
    await decide(founder, effects.knowledgeCategory, { category: "garden", on: true });
    await decide(founder, effects.roleGrant, { member: founder.member, role: "moderator" });
    await decide(founder, effects.partnerAdmit, { name: partner, key: partnerKey, note: "" });
  });
  ({ page, rosa, teo, others } = there);
  await untilInstalled(page);
});

afterAll(() => there?.close());

function signBallot(member: TestMember, proposal: OpId): Promise<MadeOperation> {
  return member.sign(kinds.ballot, { proposal, choice: choices.yes, revision: 1 });
}

async function teach(heading: string, label: string | null): Promise<OpId> {
  const item = await rosa.speak(kinds.item, {
    item: null,
    parents: [],
    form: "article",
    title: heading,
    body: `All about: ${heading}.`,
    context: null,
    example: null,
    lang: "en",
    category: "garden",
    tags: [],
    audience: "members",
    consent: "federation_ok",
    attribution: null,
    source: null,
    validUntil: null,
    supersedes: null,
    series: null,
  });
  if (label !== null) await rosa.speak(kinds.itemLabel, { item, label, on: true });
  return item;
}

async function feed(): Promise<string[]> {
  const path = `/api/partners/${encodeURIComponent(partner)}/feed`;
  const { items } = await rosa.get<{ items: { title: string }[] }>(path);
  return items.map((item) => item.title).sort();
}

async function chooseShare(exceptLabels: string): Promise<void> {
  await press(page, "Add something");
  await press(page, "Share knowledge with a partner community");
  await page.getByLabel("Category").selectOption("garden");
  await page.getByLabel("Partner community").selectOption(partner);
  await page.getByLabel("Never anything with these labels").fill(exceptLabels);
  await press(page, "Take it into the proposal");
}

describe("a proposal to share garden knowledge", () => {
  let thread: OpId;

  test("is written with what it does, and kept while it is written", async () => {
    await teach("Tomatoes under the south wall", null);
    await teach("Which plants heal", "plant medicine");
    // They are partners, and still nothing goes to them: nobody has decided that yet.
    expect(await feed()).toEqual([]);
    await there.open("/community/partners");
    await page.getByText("Nothing was decided to be shared with them.").waitFor();
    expect(await troubles(page)).toEqual([]);
    await there.open("/decide");
    await page.getByText("Nothing is open").waitFor();
    expect(await troubles(page)).toEqual([]);
    await press(page, "Propose something");
    await page.getByLabel("What do you propose?").fill(title);
    await page
      .getByLabel("What is at stake")
      .fill("They have the same soil. They could read our notes, and would tell us theirs.");
    await chooseShare("");
    await page.getByText(`Share “garden” with ${partner}`).waitFor();
    await page.getByText(/5 of 9 have to take part/).waitFor();
    expect(await troubles(page)).toEqual([]);
    await page.waitForTimeout(500);
    await page.reload();
    await page.getByText("This is what you had begun to write").waitFor();
    expect(await page.getByLabel("What do you propose?").inputValue()).toBe(title);
    await page.getByText("My own yes goes along").click();
    await press(page, "Propose it");
    await page.waitForURL(/\/decide\/[0-9a-f]{32}$/);
    thread = threadInAddress(page);
    await page.getByText("0 of 9 took part, 5 needed").waitFor();
  });

  test("is voted on by half of the members while the box is out of reach", async () => {
    await vote(rosa, thread);
    await vote(others[0] as TestMember, thread);
    await vote(others[1] as TestMember, thread, choices.no);
    const reason = await teo.speak(kinds.ballotReason, {
      text: "The healing plants were told to us, not to everybody. They are not ours to give.",
      path: "talk",
    });
    const blocked = { proposal: thread, choice: choices.block, revision: 1, reason, ranking: [] };
    await teo.speak(kinds.ballotFull, blocked);
    await page.getByText("4 of 9 took part, 5 needed").waitFor();
    const away = others.slice(2);
    await there.open("/decide");
    await page.getByText("Your vote is missing").waitFor();
    await there.open(`/decide/${thread}`);
    await there.box.box.close();
    const carried = await Promise.all(away.map((member) => signBallot(member, thread)));
    // Ana, too: two taps.
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    await page.getByRole("button", { name: "Vote: Yes" }).click();
    await page.getByText("On this phone only").waitFor();
    expect(await troubles(page)).toEqual([]);
    await page.reload();
    await page.getByText("On this phone only").waitFor();
    await there.open("/decide");
    await page.getByText("Your vote: Yes").first().waitFor();
    await there.comeBack();
    for (const [i, member] of away.entries()) await member.submit(carried[i] as MadeOperation);
    await there.open(`/decide/${thread}`);
    await page.getByText("Blocked", { exact: true }).first().waitFor();
    await page.getByText(/7 of 9 who take a side say yes: 77\.7/).waitFor();
    await page.getByText("They are not ours to give").first().waitFor();
    expect(await troubles(page)).toEqual([]);
    expect(await feed()).toEqual([]);
  });

  test("is talked through with who blocked it, and changed", async () => {
    await there.open("/decide");
    await page.getByText("A block waits to be talked about").waitFor();
    await there.open(`/decide/${thread}`);
    await press(page, "Suggest this way");
    await page.getByText("Not yet: Teo").waitFor();
    const { opening } = await teo.get<{ opening: OpId }>(`/api/decisions/${thread}`);
    await teo.speak(kinds.mediation, { opening, path: "talk", state: "agree" });
    await page.getByText("Everybody agreed to this way").waitFor();
    await page.getByLabel("What do you think?").fill("What if the healing plants stay here?");
    await press(page, "Say it");
    await teo.speak(kinds.comment, { thread, parent: null, text: "Then I gladly say yes." });
    await page.getByText("Then I gladly say yes.").waitFor();
    await press(page, "Change the proposal");
    await page.getByText("Everybody who has voted is asked to vote again").waitFor();
    await page.getByRole("button", { name: "Take it out" }).click();
    await chooseShare("plant medicine");
    await page
      .getByLabel("What is at stake")
      .fill("They could read our notes, but never what we know about healing plants.");
    await press(page, "Propose this version");
    await page.waitForURL(new RegExp(`/decide/${thread}$`));
    await page.getByText("1 of 9 took part, 5 needed").waitFor();
    await page.getByText(/8 votes? on it no longer count|9 votes on it no longer count/).waitFor();
    await page.getByRole("button", { name: /9 votes on it no longer count/ }).click();
    await page.locator("dialog ins, dialog del").first().waitFor();
    expect(await troubles(page)).toEqual([]);
    await page.keyboard.press("Escape");
  });

  test("passes, and the box does what it says, once", async () => {
    const { version } = await rosa.get<{ version: OpId }>(`/api/decisions/${thread}`);
    expect(version).not.toBe(thread);
    const late = { proposal: thread, choice: choices.yes, revision: 2 };
    expect(await teo.refusal(kinds.ballot, late)).toBe("cast-on-earlier-version");
    const away = [teo, ...others.slice(0, 3)];
    const carried = await Promise.all(away.map((member) => signBallot(member, version)));
    for (const member of [rosa, ...others.slice(3)]) await vote(member, version);
    await page.getByText("5 of 9 took part, 5 needed").waitFor();
    for (const [i, member] of away.entries()) await member.submit(carried[i] as MadeOperation);
    await page.getByText("Passed and done").waitFor();
    await page.getByText("It passed.").waitFor();
    await page.getByText(/^Done, /).waitFor();
    expect(await feed()).toEqual(["Tomatoes under the south wall"]);
    expect(await troubles(page)).toEqual([]);
    await page.getByText("Add what became of it").click();
    await page.getByLabel("What became of it?").fill("They sent us bean seeds.");
    await press(page, "Say it");
    await page.getByText("They sent us bean seeds.").waitFor();
  });

  test("reaches the partner, whom everybody can look over the shoulder, until it is paused", async () => {
    await there.open("/community");
    await page.getByText("What our partners receive").click();
    await page.getByRole("link", { name: partner }).click();
    await page.getByText("Tomatoes under the south wall").waitFor();
    await page.getByText("but nothing labelled plant medicine").waitFor();
    expect(await page.getByText("Which plants heal").count()).toBe(0);
    expect(await troubles(page)).toEqual([]);
    const dir = mkdtempSync(join(tmpdir(), "folkmoot-feed-"));
    const carried = async (name: string) => {
      await exportFeed(there.box.box.governance, { name: partner, path: join(dir, name) });
      const bytes = await Bun.file(join(dir, name)).bytes();
      return verifyFeed(bytes, Math.floor(Date.now() / 1_000));
    };
    expect(await carried("first")).toMatchObject({
      ok: true,
      community: "Ribera Alta",
      items: [{ title: "Tomatoes under the south wall" }],
      withdrawn: [],
    });
    await press(page, "Propose to pause it");
    await page.getByText("Pause a partner community").first().waitFor();
    expect(await page.getByLabel("What do you propose?").inputValue()).toContain(partner);
    const pause = effectOf(effects.partnerPause, { key: partnerKey, paused: true });
    const stop = await propose(rosa, { effects: [pause], text: { title: "Wait with them" } });
    for (const member of [rosa, teo, ...others]) await vote(member, stop);
    expect(await feed()).toEqual(["Tomatoes under the south wall"]);
    await there.open(`/decide/${stop}`);
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    await page.getByRole("button", { name: "Vote: Yes" }).click();
    await page.getByText("Passed and done").waitFor();
    expect(await feed()).toEqual([]);
    await there.open(`/community/partners/${encodeURIComponent(partner)}`);
    await page.getByText("Receives nothing: a decision has paused it.").waitFor();
    await page.getByRole("heading", { name: "Taken back" }).waitFor();
    const last = await carried("second");
    expect(last).toMatchObject({ ok: true, items: [], withdrawn: [{}] });
    rmSync(dir, { recursive: true });
  });

  test("is counted again on the phone, and a changed file does not pass", async () => {
    await there.open(`/decide/${thread}`);
    await press(page, "Check it yourself");
    await press(page, "Count again on this phone");
    await page.getByText("Everything in it holds").waitFor();
    await page.getByText("9 of 9, 5 needed").waitFor();
    expect(await troubles(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      press(page, "Save the file"),
    ]);
    const bytes = await Bun.file((await download.path()) ?? "").bytes();
    const at = bytes.length >> 1;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const file = {
      name: "a.moot",
      mimeType: "application/octet-stream",
      buffer: Buffer.from(bytes),
    };
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByText(/This does not prove its result|This file is not a decision/).waitFor();
  });

  test("stands in the log, to search, print and take along", async () => {
    await there.open("/decide/log");
    await page.getByLabel("Search decisions").fill("bean seeds");
    await page.getByRole("link", { name: title }).waitFor();
    await until(async () => (await page.locator(".log > li").count()) === 1);
    expect(await troubles(page)).toEqual([]);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("navigation").isVisible()).toBe(false);
    expect(await page.getByText(/^Decisions of .*, printed/).isVisible()).toBe(true);
    expect((await page.pdf({ format: "A4" })).length).toBeGreaterThan(2_000);
    await page.emulateMedia({ media: "screen" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      press(page, "A page to print (HTML)"),
    ]);
    const html = await Bun.file((await download.path()) ?? "").text();
    expect(html).toContain(title);
    expect(html).toContain("They sent us bean seeds.");
  });
});

describe("the pages", () => {
  test("tell of trouble in words: refused, slow, never seen", async () => {
    await there.open("/decide/00000000000000000000000000000000");
    await page.getByText("There is no such proposal here").waitFor();
    await page
      .context()
      .route("**/api/decisions/log?*", (route) =>
        route.fulfill({ status: 500, json: { error: { code: "broken", message: "Broken." } } }),
      );
    await page.evaluate(() => indexedDB.databases());
    await there.open("/decide/log");
    await page.getByLabel("Search decisions").fill("nobody ever asked this");
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await page.context().unroute("**/api/decisions/log?*");
  });

  test("speak Spanish, too", async () => {
    await page.evaluate(() => localStorage.setItem("folkmoot.language", "es"));
    await there.open("/decide");
    await page.getByRole("heading", { name: "Decidir" }).waitFor();
    await page.evaluate(() => localStorage.removeItem("folkmoot.language"));
  });

  test("broke nothing on the way", () => {
    expect(there.complaints).toEqual([]);
  });
});
