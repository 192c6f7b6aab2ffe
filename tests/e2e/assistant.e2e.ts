/**
 * A model comes onto the box in the browser, writes answers in turn, stops when told to, and drafts
 * what people sign. On generated models in the real engine process.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { plainItem } from "../../appliance/knowledge/fixtures/moot.ts";
import { kinds } from "../../mesh/kinds/index.ts";
import { toBase64Url } from "../../mesh/op/index.ts";
import { axeFindings } from "../support/axe.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { desktop, launchBrowser, phone, type TestBrowser } from "../support/browser.ts";
import { deployModel, propose } from "../support/decide.ts";
import { settled } from "../support/demo-pages.ts";
import { modelFiles } from "../support/gguf/models.ts";
import { foundedBox, type TestMember } from "../support/member.ts";
import { chooseFiles, press } from "../support/walkthrough.ts";

setDefaultTimeout(120_000);

const dir = mkdtempSync(join(tmpdir(), "folkmoot-e2e-models-"));
const bridge = "The old bridge is closed to vehicles when the river reaches 2.8 metres.";
let box: TestBox;
let founder: TestMember;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  box = await startBox({ config: "assistant:\n  slots: 1\n  contextTokens: 16384\n" });
  founder = (await foundedBox(box)).founder;
  // axe is injected as a script, which the app's own policy rightly refuses.
  const context = { bypassCSP: true, serviceWorkers: "block", viewport: phone } as const;
  browser = await launchBrowser({ context });
  page = browser.context.pages()[0] as Page;
  const { seed } = await founder.invite({ purpose: "device" });
  await page.goto(`${box.plainUrl}/device#${toBase64Url(seed)}`);
  await press(page, "Add this device");
  await page.getByRole("heading", { name: "Needs you" }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await box?.close();
  rmSync(dir, { recursive: true });
});

/** As tall as the page: what the bar at the thumb covers until one scrolls is not too small. */
const tallPhone = { ...phone, height: 4_000 };

/** What axe finds on the page, as wide as a phone and as a desk, light and dark. */
async function findings(name: string, viewports = [tallPhone, desktop]): Promise<string[]> {
  const all: string[] = [];
  for (const viewport of viewports) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      const found = await axeFindings(page);
      all.push(...found.map((each) => `${name} ${viewport.width} ${colorScheme}: ${each}`));
    }
  }
  await page.setViewportSize(phone);
  await page.emulateMedia({ colorScheme: "light" });
  return all;
}

const chooseFile = (path: string) => chooseFiles(page, "Choose the file", path);

async function deploy({ path, sha256 }: { path: string; sha256: string }): Promise<void> {
  const { models } = box.box;
  await models.library.add(path, {});
  await deployModel(founder, sha256, { name: "Model" });
  const runs = () => models.status().answer;
  while (runs()?.sha256 !== sha256 || runs()?.state.is !== "ready") await Bun.sleep(20);
}

test("a file is sent with progress, checked, and refused with why when it is not good", async () => {
  const { path } = modelFiles.scripted();
  const bytes = readFileSync(path);
  const malicious = new Uint8Array(4_096).fill(0xff);
  malicious.set(bytes.subarray(0, 8));
  const files = { "evil.gguf": malicious, "cut.gguf": bytes.subarray(0, 300_000) };
  // Somebody began to send a model and left.
  await box.box.models.uploads.begin({ size: 9_000_000, sha256: null, provenance: {} });
  await page.goto(`${box.plainUrl}/box/models`);
  await page.getByText("No language model yet").waitFor();
  await page.getByText(/sent in part/).waitFor();
  expect(await findings("models, none")).toEqual([]);
  await press(page, "Throw it away");
  await page.getByText(/sent in part/).waitFor({ state: "detached" });
  expect(await box.box.models.uploads.list()).toEqual([]);
  // Slow enough to be seen.
  await page.route("**/api/models/uploads/*?offset=*", async (route) => {
    await Bun.sleep(60);
    await route.continue();
  });
  const none = join(dir, "notes.gguf");
  writeFileSync(none, "These are our notes.");
  await chooseFile(none);
  await press(page, "Send it to the box");
  await page.getByText("This file is not a model.").waitFor();
  expect(await box.box.models.uploads.list()).toEqual([]);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(dir, name), content);
    await chooseFile(join(dir, name));
    await press(page, "Send it to the box");
    await page.getByText(/^It was not added: /).waitFor();
  }
  expect(await findings("models, refused")).toEqual([]);
  expect(box.box.models.library.list()).toEqual([]);
  await chooseFile(path);
  await page.getByLabel("Where it comes from").fill("a stick from the valley");
  await press(page, "Send it to the box");
  await page.getByText(/is sent to the box/).waitFor();
  // The box goes out of reach in the middle, and its sender to another page.
  await page.route("**/api/**", (route) => route.abort());
  await page.getByText("it goes on by itself when the box is back").waitFor();
  expect(await findings("models, out of reach")).toEqual([]);
  await press(page, "Back");
  await page.getByRole("heading", { name: "The box", exact: true }).waitFor();
  await page.unroute("**/api/**");
  await press(page, /^Language models/);
  await page.getByText("scripted-reader is on the box.").waitFor();
  expect(await page.getByLabel("Where it comes from").inputValue()).toBe("");
  await page.getByText("a stick from the valley").waitFor();
  await page.unroute("**/api/models/uploads/*?offset=*");
  await press(page, "Try it");
  await page.getByText(/^It wrote: /).waitFor();
  await deploy(modelFiles.scripted());
  await page.reload();
  await page.getByText("scripted-reader answers now.").waitFor();
  await page.getByText(/a process of its own/).waitFor();
  expect(await findings("models, running")).toEqual([]);
});

test("a place in the queue changes while one looks, and Stop ends the waiting", async () => {
  await founder.speak(kinds.item, { ...plainItem, title: "The old bridge", body: bridge });
  const { pool } = box.box.models;
  const never = new AbortController().signal;
  const take = (owner: string) =>
    pool.lease({ owner, secrecy: "private", onPlace: () => {} }, never);
  const held = await take("somebody");
  const [second, third] = [take("another"), take("a third")];
  await page.goto(`${box.plainUrl}/ask`);
  await page.getByLabel("Your question").fill("When is the old bridge closed to vehicles?");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByText("2 questions are answered before yours.").waitFor();
  // The quote is there at once, in the form in which answers are.
  await page.getByText(bridge).first().waitFor();
  expect(await findings("answer, queued")).toEqual([]);
  held.release();
  await page.getByText("1 question is answered before yours.").waitFor();
  (await second).release();
  await page.getByText("Yours is next.").waitFor();
  await press(page, "Stop here");
  await page.getByText("You stopped it here.").waitFor();
  await page.getByLabel("Your question").fill("What closes the old bridge to vehicles?");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByText("Yours is next.").waitFor();
  (await third).release();
  await page.getByText(/Written by scripted-reader/).waitFor();
  expect(await findings("answer, written")).toEqual([]);
  // The connection breaks in the middle: what was read stays, and the rest comes by itself.
  const begun = [
    { type: "passages", passages: [bridgePassage] },
    { type: "answer", sentence },
  ];
  const body = begun.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  const half = { contentType: "text/event-stream", body };
  await page.goto(`${box.plainUrl}/ask`);
  await page.route("**/api/ask", (route) => route.fulfill(half));
  await page.getByLabel("Your question").fill("When is the old bridge closed to vehicles?");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByText("The connection broke off.").waitFor();
  await page.locator(".quotation").getByText(bridge).waitFor();
  await page.unroute("**/api/ask");
  await page.getByText(/Written by scripted-reader/).waitFor();
});

test("a model drafts, and nothing stands anywhere before a person has signed it", async () => {
  await deploy(modelFiles.reciting("drafter", drafterScript));
  const draft = async (task: string) => {
    await press(page, task);
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("button", { name: "Write a draft" }).click();
    await sheet.getByText(drafted).waitFor();
    await sheet.getByText(/Drafted by drafter/).waitFor();
    return sheet;
  };
  await page.goto(`${box.plainUrl}/knowledge`);
  await page
    .getByRole("link", { name: /The old bridge/ })
    .first()
    .click();
  for (const task of ["In plain language", "Translate"]) {
    const sheet = await draft(task);
    if (task === "Translate") expect(await findings("draft", [tallPhone])).toEqual([]);
    await sheet.getByRole("button", { name: "Close" }).click();
    await sheet.waitFor({ state: "hidden" });
  }

  const thread = await propose(founder, { text: { title: "A rail for the bridge" } });
  for (const text of ["It is high.", "It costs much.", "We have the wood."]) {
    await founder.speak(kinds.comment, { thread, parent: null, text });
  }
  const { pool } = box.box.models;
  const wish = { owner: "somebody", secrecy: "private", onPlace: () => {} } as const;
  const held = await pool.lease(wish, new AbortController().signal);
  await page.setViewportSize(desktop);
  await page.goto(`${box.plainUrl}/decide/${thread}`);
  await press(page, "Summarise");
  const summary = page.getByRole("dialog");
  await summary.getByRole("button", { name: "Write a draft" }).click();
  await summary.getByText("Yours is next with the model.").waitFor();
  held.release();
  await summary.getByText(/Drafted by drafter/).waitFor();
  expect(await findings("summary", [desktop])).toEqual([]);

  await page.goto(`${box.plainUrl}/decide/new`);
  await page.getByLabel("What do you propose?").fill("A rail for the bridge");
  const proposal = await draft("Draft a proposal");
  await proposal.getByRole("button", { name: "Go on with this" }).click();
  expect(await page.getByLabel("In detail").inputValue()).toBe(drafted);

  await page.goto(`${box.plainUrl}/knowledge/new`);
  await page.getByLabel("Title").fill("Bridge day");
  await page.getByLabel("What others should know").fill("sunday, bring gloves");
  const notice = await draft("Draft a notice");
  const before = (await founder.get<{ items: object[] }>("/api/items")).items.length;
  await notice.getByRole("button", { name: "Go on with this" }).click();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("heading", { name: "Bridge day" }).waitFor();
  const after = (await founder.get<{ items: object[] }>("/api/items")).items.length;
  expect(after).toBe(before + 1);
});

test("the pages of the assistant's rules and of programs have nothing that axe finds", async () => {
  for (const path of ["/ask/rules", "/box/programs"]) {
    await page.goto(box.plainUrl + path);
    await settled(page);
    expect(await findings(path)).toEqual([]);
  }
});

test("rules that are half written are kept, and told apart from those that hold", async () => {
  const firsts = page.getByLabel("Somebody is to be asked first; it does not answer");
  await page.goto(`${box.plainUrl}/ask/rules`);
  await press(page, "Decide it now");
  await page.getByText("Change something first.").waitFor();
  await firsts.fill("songs / Teo\nold seeds");
  await press(page, "Decide it now");
  await page.getByText("“old seeds” lacks its topic, or whom to ask.").waitFor();
  expect(await findings("rules, incomplete", [tallPhone])).toEqual([]);
  await page.goto(`${box.plainUrl}/ask`);
  await page.goto(`${box.plainUrl}/ask/rules`);
  await page.getByRole("button", { name: "Undo my changes" }).waitFor();
  expect(await firsts.inputValue()).toBe("songs / Teo\nold seeds");
  await firsts.fill("old seeds / an elder");
  await press(page, "Decide it now");
  await page.getByText("The proposal is made").waitFor();
  await page.goto(`${box.plainUrl}/ask/rules`);
  await page.getByText("Version 2").waitFor();
  expect(await firsts.inputValue()).toBe("old seeds / an elder");
});

const drafted = "«Everybody meets at the bridge on Sunday.»";
const drafterScript = {
  name: "drafter",
  start: "«",
  branches: [{ when: null, say: "Everybody meets at the bridge on Sunday.»" }],
} as const;

const sentence = { text: bridge, citations: [1], kind: "quote", start: 0, support: "yes" };
const bridgePassage = {
  ...{ n: 1, item: "0".repeat(32), version: "0".repeat(32), part: 0, title: "The old bridge" },
  ...{ text: bridge, start: 0, highlights: [], lang: "en", category: "", form: "article" },
  ...{ author: null, created: 0, validUntil: null, state: "current", replacedBy: null },
};
