/**
 * Two tabs of one browser share one event stream; the tab that somebody looks at hears of changes
 * at once, also when the system has put the one that held the stream to sleep.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { toBase64Url } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { TestMember } from "../support/member.ts";
import { joinByLink, openAddress, until, untilInstalled } from "../support/walkthrough.ts";

// Two processors, shared by a browser and a box: patience, not a measurement.
setDefaultTimeout(60_000);

let box: TestBox;
let browser: TestBrowser;
let first: Page;
let second: Page;
let rosa: TestMember;
let invitation: Uint8Array;
let wakeUp = () => {};
const streams = new Map<Page, number>();

beforeAll(async () => {
  box = await startBox();
  browser = await launchBrowser();
  first = browser.context.pages()[0] ?? (await browser.context.newPage());
  rosa = await TestMember.found(box);
  ({ seed: invitation } = await rosa.invite({ uses: 5 }));
  await joinByLink(first, `${box.plainUrl}/join#${toBase64Url(invitation)}`, "Ana Ruiz");
  await untilInstalled(first);
  count(first);
  await openAddress(first, `${box.plainUrl}/community`);
  await until(() => streams.get(first) === 1);
  second = await browser.context.newPage();
  count(second);
  await openAddress(second, `${box.plainUrl}/community`);
});

afterAll(async () => {
  await browser?.close();
  await box?.close();
});

function count(page: Page): void {
  streams.set(page, 0);
  page.on("request", (request) => {
    if (!request.url().endsWith("/api/events")) return;
    streams.set(page, (streams.get(page) ?? 0) + 1);
  });
}

/** As a system does it: no code of the page runs, and the browser keeps what it holds. */
async function fallAsleep(page: Page): Promise<void> {
  await page.route("**/nap", async (route) => {
    await new Promise<void>((resolve) => {
      wakeUp = resolve;
    });
    await route.fulfill({ body: "" });
  });
  const asleep = page.waitForRequest("**/nap");
  const nap = page.evaluate(() => {
    const request = new XMLHttpRequest();
    request.open("GET", "/nap", false);
    request.send();
  });
  nap.catch(() => undefined);
  await asleep;
}

const look = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));

test("the second hears what the first is told, without a stream of its own", async () => {
  await look(second);
  await TestMember.join(box, invitation, { name: "Bo" });
  await second.getByText("Bo", { exact: true }).waitFor();
  expect(streams.get(second)).toBe(0);
});

test("when the first sleeps, the one that is looked at hears by itself", async () => {
  await fallAsleep(first);
  await look(second);
  await until(() => streams.get(second) === 1);
  await TestMember.join(box, invitation, { name: "Cai" });
  await second.getByText("Cai", { exact: true }).waitFor();
});

test("the first wakes up, hears through the second, and follows when that is closed", async () => {
  const before = streams.get(first) ?? 0;
  wakeUp();
  await TestMember.join(box, invitation, { name: "Dan" });
  await first.getByText("Dan", { exact: true }).waitFor();
  await second.close();
  await until(() => (streams.get(first) ?? 0) > before);
  await TestMember.join(box, invitation, { name: "Eva" });
  await first.getByText("Eva", { exact: true }).waitFor();
});
