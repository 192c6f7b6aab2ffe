/**
 * A proposal as it stands on a phone in a real Chromium: whoever has just said something sees at
 * once, without scrolling, that only this phone knows it.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { kinds } from "../../mesh/kinds/index.ts";
import { fromBase64Url, type OpId } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, phone, type TestBrowser } from "../support/browser.ts";
import { propose } from "../support/decide.ts";
import { TestMember } from "../support/member.ts";
import {
  foundRibera,
  makeInvitation,
  openAddress,
  press,
  untilInstalled,
} from "../support/walkthrough.ts";

// Two processors, shared by a browser and a box: patience, not a measurement.
setDefaultTimeout(90_000);

const title = "Share what we know about the garden and the old orchard with Monte Verde";
let box: TestBox;
let browser: TestBrowser;
let page: Page;
let thread: OpId;

beforeAll(async () => {
  box = await startBox();
  browser = await launchBrowser({ context: { viewport: phone, reducedMotion: "reduce" } });
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await foundRibera(page, box);
  const { hash } = new URL(await makeInvitation(page, box.plainUrl));
  const seed = fromBase64Url(hash.slice(1)) ?? new Uint8Array();
  const bo = await TestMember.join(box, seed, { name: "Bo" });
  const summary = "They have the same soil. ".repeat(8);
  thread = await propose(bo, { text: { title, summary }, topic: "garden" });
  await bo.speak(kinds.comment, { thread, parent: null, text: "What do you think?" });
  await untilInstalled(page);
  await openAddress(page, `${box.plainUrl}/decide/${thread}`);
  await page.getByText("What do you think?", { exact: true }).first().waitFor();
  await box.box.close();
});

afterAll(async () => {
  await browser?.close();
  await box?.close();
});

/** Whether all of it can be read without scrolling: inside the page, above its bar. */
async function isInSight(words: string): Promise<boolean> {
  const mark = page.getByText(words).first();
  await mark.waitFor();
  return mark.evaluate((element) => {
    const [own, page] = [element, element.closest(".page-scroll")].map((part) =>
      part?.getBoundingClientRect(),
    );
    if (own === undefined || page === undefined) return false;
    return own.top >= page.top && own.bottom <= page.bottom;
  });
}

test("a comment", async () => {
  await page.getByLabel("What do you think?").fill("Not the medicine.");
  await press(page, "Say it");
  await page.getByText("Not the medicine.").waitFor();
  await openAddress(page, `${box.plainUrl}/decide/${thread}`);
  await page.getByText("What you said here").waitFor();
  expect(await isInSight("On this phone only")).toBe(true);
});

test("a vote", async () => {
  // By the keyboard: the buttons that were pressed are gone afterwards, and the focus is not.
  await page.getByRole("button", { name: "Yes", exact: true }).press("Enter");
  await page.getByRole("button", { name: "Vote: Yes" }).press("Enter");
  await page.getByText("Your vote", { exact: true }).waitFor();
  await page.locator(":focus", { hasText: "Change your vote" }).waitFor();
  expect(await isInSight("On this phone only")).toBe(true);
  await openAddress(page, `${box.plainUrl}/decide/${thread}`);
  await page.getByText("Your vote", { exact: true }).waitFor();
  expect(await isInSight("On this phone only")).toBe(true);
});

test("and the outbox calls the vote by the proposal's title", async () => {
  await openAddress(page, `${box.plainUrl}/me/outbox`);
  const waiting = page.getByRole("list", { name: "On this phone only" });
  await waiting.getByText("Not the medicine.").waitFor();
  await waiting.getByText(title.slice(0, 60)).waitFor();
});
