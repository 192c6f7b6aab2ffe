/**
 * The member's journey on a real box and a real, phone-sized Chromium that trusts the box's own
 * authority: found, invite, join by the QR code's link, teach, ask, lose the box, write, come back.
 */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { type BoxProcess, startBoxProcess } from "../support/box-process.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { foundCommunity, joinByLink, makeInvitation } from "../support/walkthrough.ts";

const minuteMs = 60_000;
let box: BoxProcess;
let founder: TestBrowser;
let member: TestBrowser;
const complaints: string[] = [];

beforeAll(async () => {
  box = await startBoxProcess();
  founder = await phone();
  member = await phone();
}, minuteMs);

afterAll(async () => {
  await founder?.close();
  await member?.close();
  await box?.close();
});

test(
  "a founder scans the code in the terminal, and the community exists",
  async () => {
    const page = await pageOf(founder);
    const seed = new URL(box.links[0] as string).hash;
    await foundCommunity(page, `${box.origin}/found${seed}`, {
      community: "Calle Luna",
      founder: "Ana Ruiz",
    });
    await page.goto(`${box.origin}/`);
    await page.getByRole("heading", { name: /Ana Ruiz/ }).waitFor();
    const health = await fetch(`${box.plainOrigin}/health`).then((reply) => reply.json());
    expect(health).toMatchObject({ parts: { store: { state: "ok" }, log: { state: "ok" } } });
  },
  minuteMs,
);

let invitation = "";

test(
  "an invitation's QR code, read from the screen, lets a second phone in",
  async () => {
    invitation = await makeInvitation(await pageOf(founder), box.origin);
    expect(invitation).toStartWith(`${box.origin}/join#`);
    await joinByLink(await pageOf(member), invitation, "Bea Lund");
    const page = await pageOf(founder);
    await page.goto(`${box.origin}/community`);
    await page.getByText("Bea Lund").waitFor();
  },
  minuteMs,
);

test(
  "what one teaches, the other is told, with its source",
  async () => {
    const page = await pageOf(founder);
    await teach(
      page,
      "Water pump",
      "The key to the water pump hangs behind the door of the bakery.",
    );
    await page.getByText("On the box").or(page.getByText("Water pump")).first().waitFor();
    const other = await pageOf(member);
    await ask(other, "Where is the key to the water pump?");
    await other.getByText("hangs behind the door of the bakery").first().waitFor();
    await other.getByText(/Answer from \d+ passage/).waitFor();
  },
  minuteMs,
);

test(
  "with the box gone the app opens, reads and writes; back again, it all arrives once",
  async () => {
    const page = await pageOf(member);
    await page.goto(`${box.origin}/knowledge`);
    await page.getByText("Water pump").first().waitFor();
    await waitForServiceWorker(page);
    await box.kill();
    await page.reload();
    await page.getByText("Water pump").first().waitFor();
    await teach(page, "Spare fuses", "Spare fuses are in the blue tin on the top shelf.");
    await page.goto(`${box.origin}/me/outbox`);
    await page.getByText("On this phone only").first().waitFor();
    const { profile } = member;
    await member.context.close();
    member = await phone(profile);
    const again = await pageOf(member);
    await again.goto(`${box.origin}/me/outbox`);
    await again.getByText("On this phone only").first().waitFor();
    await box.startAgain();
    await again.getByText("On this phone only").first().waitFor({ state: "detached" });
    const first = await pageOf(founder);
    await first.goto(`${box.origin}/knowledge`);
    await first.getByText("Spare fuses").first().waitFor();
    expect(await first.getByRole("link", { name: /Spare fuses/ }).count()).toBe(1);
  },
  2 * minuteMs,
);

test("no page complained", () => {
  expect(complaints).toEqual([]);
});

async function phone(profile?: string): Promise<TestBrowser> {
  const browser = await launchBrowser({
    trust: box.authority,
    hosts: [box.hostname],
    ...(profile === undefined ? {} : { profile }),
  });
  const page = await pageOf(browser);
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const isExpected = /ERR_CONNECTION_REFUSED|Failed to load resource/.test(message.text());
    if (message.type() === "error" && !isExpected) complaints.push(message.text());
  });
  return browser;
}

async function pageOf(browser: TestBrowser): Promise<Page> {
  return browser.context.pages()[0] ?? (await browser.context.newPage());
}

async function teach(page: Page, title: string, body: string): Promise<void> {
  await page.goto(`${box.origin}/knowledge/new`);
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("What others should know").fill(body);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.waitForURL((url) => url.pathname !== "/knowledge/new");
}

async function ask(page: Page, question: string): Promise<void> {
  await page.goto(`${box.origin}/ask`);
  await page.getByLabel("Your question").fill(question);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
}

async function waitForServiceWorker(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (navigator.serviceWorker.controller === null) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
}
