/** Ways into a community and out of it, on phones of their own, in a real Chromium. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { BrowserContextOptions, Page } from "playwright-core";
import { membershipOf } from "../../appliance/members/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import {
  foundRibera,
  joinByLink,
  makeInvitation,
  openAddress,
  press,
  readQr,
  until,
} from "../support/walkthrough.ts";

// Two processors, shared by browsers and boxes: patience, not a measurement.
setDefaultTimeout(60_000);

const iPhone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
let box: TestBox;
let founder: Page;
let words: string[] = [];
const browsers: TestBrowser[] = [];

beforeAll(async () => {
  box = await startBox();
  founder = await phone();
  words = await foundRibera(founder, box);
});

afterAll(async () => {
  await closeOthers();
  for (const browser of browsers) await browser.close();
  await box?.close();
});

/** A phone of somebody else's: a browser with a profile of its own. */
async function phone(context: BrowserContextOptions = {}): Promise<Page> {
  const browser = await launchBrowser({ context });
  browsers.push(browser);
  return browser.context.pages()[0] ?? (await browser.context.newPage());
}

/** Two processors are shared by all tests: a phone that is not needed any more is put away. */
async function closeOthers(): Promise<void> {
  for (const browser of browsers.splice(1)) await browser.close();
}

async function open(page: Page, path: string): Promise<void> {
  await openAddress(page, box.plainUrl + path);
}

/** The same page on the plain door, where no certificate is needed. */
function onPlainDoor(link: string): string {
  const { pathname, hash } = new URL(link);
  return `${box.plainUrl}${pathname}${hash}`;
}

async function invitation(): Promise<string> {
  return onPlainDoor(await makeInvitation(founder, box.plainUrl));
}

/** Whether a key was made on this phone. */
function hasKey(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const opening = indexedDB.open("folkmoot");
    const db = await new Promise<IDBDatabase>((done) => {
      opening.onsuccess = () => done(opening.result);
    });
    const counting = db.transaction("keys").objectStore("keys").count();
    const keys = await new Promise<number>((done) => {
      counting.onsuccess = () => done(counting.result);
    });
    db.close();
    return keys > 0;
  });
}

describe("joining", () => {
  test("by a short code that is typed, and the tour", async () => {
    await invitation();
    await press(founder, "No camera? Make a code to type");
    const code = (await founder.locator(".typed-code").textContent()) ?? "";
    const page = await phone();
    await open(page, "/");
    await press(page, /Type a short code/);
    await page.getByLabel("Short code").fill(code.toLowerCase().replace("-", " "));
    await press(page, "Continue");
    await page.getByLabel("Your name").fill("Bea Lund");
    await press(page, "Join");
    await page.getByRole("heading", { name: "Welcome to Ribera Alta" }).waitFor();
    await press(page, "Continue");
    await page.getByText("Partner communities too").click();
    await press(page, "Continue");
    await press(page, "Go to the first page");
    await page.getByRole("heading", { name: /Bea Lund/ }).waitFor();
  });

  test("a wrong code says what to do, and a used invitation opens nothing", async () => {
    await closeOthers();
    const page = await phone();
    await open(page, "/join?by=code");
    await page.getByLabel("Short code").fill("123");
    await press(page, "Continue");
    await page.getByText("A short code has eight letters and numbers.").waitFor();
    await page.getByLabel("Short code").fill("0000-0000");
    await press(page, "Continue");
    await page.getByText(/This code opens nothing/).waitFor();
    const link = await invitation();
    await joinByLink(page, link, "Cai Rivas");
    await closeOthers();
    const late = await phone();
    await late.goto(link);
    await late.getByText("This invitation has been used already").waitFor();
    expect(await hasKey(late)).toBe(false);
  });

  test("by an invitation that is gone meanwhile says what became of it, and what to do", async () => {
    await closeOthers();
    const late = await phone();
    const joinLate = async (link: string) => {
      await open(late, "/");
      await late.goto(link);
      await late.getByLabel("Your name").fill("Late Lena");
    };
    const used = await invitation();
    await joinLate(used);
    await joinByLink(await phone(), used, "Eva Soto");
    await press(late, "Join");
    await late.getByText("This invitation has been used already").waitFor();
    await late.getByText(/Ask whoever showed it to you/).waitFor();
    await press(late, "Use another code");
    await press(late, /Type a short code/);
    await late.getByLabel("Short code").waitFor();

    const withdrawn = await invitation();
    await joinLate(withdrawn);
    await open(founder, "/community/invite");
    await press(founder, "Stop this invitation");
    await founder.getByText("None yet").waitFor();
    await press(late, "Join");
    await late.getByText("This invitation was taken back").waitFor();
  });

  test("in a browser tab of an iPhone leads to the home screen and makes no key", async () => {
    await closeOthers();
    const link = await invitation();
    const page = await phone({ userAgent: iPhone });
    await page.goto(link);
    await page.getByRole("heading", { name: "First, put it on your home screen" }).waitFor();
    expect(await hasKey(page)).toBe(false);
  });
});

describe("devices", () => {
  test("a second one is added by its code, and is the same person", async () => {
    await closeOthers();
    await open(founder, "/me/devices");
    await press(founder, "Add a device");
    const picture = founder.locator(".invitation .qr").last();
    await picture.waitFor();
    await founder.getByText("It is on this phone only").waitFor({ state: "detached" });
    const link = await readQr(founder, picture);
    expect(link).toContain("/device#");
    const second = await phone();
    await second.goto(onPlainDoor(link));
    await press(second, "Add this device");
    await second.getByRole("heading", { name: /Ana Ruiz/ }).waitFor();
  });

  test("one that is shut out is told so at once, and keeps what it has", async () => {
    const second = browsers[1]?.context.pages()[0] as Page;
    await open(second, "/me");
    await second.getByText("Ana Ruiz").waitFor();
    await open(founder, "/me/devices");
    await press(founder, "Shut out");
    await founder.getByText(/Open invitations made with it end/).waitFor();
    await press(founder, "Shut it out");
    await second.getByRole("button", { name: "Signed out" }).waitFor();
    await second.getByText("Ana Ruiz").waitFor();
    await press(second, "Signed out");
    await second.getByText(/may not speak for a member any more/).waitFor();
  });
});

describe("leaving", () => {
  test("takes one's words along and clears the phone", async () => {
    await closeOthers();
    const link = await invitation();
    const page = await phone();
    await joinByLink(page, link, "Dov Adler");
    await open(page, "/me/delete");
    await page.getByText("It goes with me").click();
    await page.getByText("I understand that this cannot be undone").click();
    await press(page, "Leave for good");
    await page.getByRole("heading", { name: "Welcome", exact: true }).waitFor();
    expect(await hasKey(page)).toBe(false);
    await open(founder, "/community");
    await founder.getByText("Ana Ruiz").first().waitFor();
    expect(await founder.getByText("Dov Adler").count()).toBe(0);
  });

  test("the only steward is held back, and nothing has happened", async () => {
    await closeOthers();
    await open(founder, "/me/delete");
    await founder.getByText("I understand that this cannot be undone").click();
    await press(founder, "Leave for good");
    await founder.getByText(/You are the only steward/).waitFor();
    await open(founder, "/me");
    await founder.getByText("Ana Ruiz").waitFor();
  });
});

describe("the founder who lost the only phone", () => {
  test("is back with the twelve words, as a steward, and the lost phone is shut out", async () => {
    await closeOthers();
    const page = await phone();
    await open(page, "/");
    await press(page, /I am the founder/);
    const typed = [...words.slice(0, 11), "zzzz"].join(" ");
    await page.getByLabel("The twelve words").fill(typed);
    await page.getByText(/Word 12 is not in the list/).waitFor();
    await page.getByLabel("The twelve words").fill(words.join(" "));
    await press(page, "Let me back in");
    await page.getByRole("heading", { name: /Ana Ruiz/ }).waitFor();
    await open(page, "/me");
    await page.getByText("Steward", { exact: true }).waitFor();
    await founder.getByRole("button", { name: "Signed out" }).waitFor();
    await until(() => membershipOf(box.box.store.db)?.root?.document.version === 2);
  });
});
