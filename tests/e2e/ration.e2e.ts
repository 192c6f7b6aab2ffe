/** A member who writes more than the box takes in a day: what waits is safe, and says so. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { systemClock } from "../../appliance/clock.ts";
import { kinds } from "../../mesh/kinds/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { foundRibera, openAddress, press, until } from "../support/walkthrough.ts";

setDefaultTimeout(90_000);

const dayMs = 24 * 3_600_000;
let box: TestBox;
let browser: TestBrowser;
let page: Page;
let shiftMs = 0;

beforeAll(async () => {
  const clock = {
    nowMs: () => systemClock.nowMs() + shiftMs,
    monotonicMs: () => systemClock.monotonicMs() + shiftMs,
  };
  box = await startBox({ config: "limits:\n  memberMegabytesPerDay: 1\n", clock });
  browser = await launchBrowser();
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await foundRibera(page, box);
});

afterAll(async () => {
  await browser?.close();
  await box?.close();
});

async function open(path: string): Promise<void> {
  await openAddress(page, box.plainUrl + path);
}

function onBox(kind: { number: number }): number {
  const operations = box.box.store.operations({ after: 0, limit: 1_000 });
  return operations.filter((op) => op.kind === kind.number).length;
}

/** What the phone remembers of the box's wish to wait, as if the time had passed. */
function forgetHolds(): Promise<void> {
  return page.evaluate(async () => {
    const opening = indexedDB.open("folkmoot");
    const db = await new Promise<IDBDatabase>((done) => {
      opening.onsuccess = () => done(opening.result);
    });
    const tx = db.transaction("operations", "readwrite");
    const cursors = tx.objectStore("operations").openCursor();
    cursors.onsuccess = () => {
      const cursor = cursors.result;
      if (cursor === null) return;
      cursor.update({ ...cursor.value, heldUntilMs: 0 });
      cursor.continue();
    };
    await new Promise<void>((done) => {
      tx.oncomplete = () => done();
    });
    db.close();
  });
}

const book = Array.from(
  { length: 40 },
  (_, n) => `# Chapter ${n}\n\n${"The river. ".repeat(3_500)}`,
);

test("keeps on the phone what is too much for today, and lets everything else go", async () => {
  await open("/knowledge/import");
  const buffer = Buffer.from(book.join("\n\n"));
  const file = { name: "book.md", mimeType: "text/markdown", buffer };
  await page.locator("input[type=file]").setInputFiles([file]);
  await page.getByText("Ready to look at").waitFor();
  await page.getByRole("link", { name: /book.md/ }).click();
  await press(page, /^Share 40 parts/);
  await page.waitForURL((url) => !url.pathname.includes("import"));
  await open("/me/outbox");
  await page.getByText(/more than the box takes from one person in a day/).waitFor();
  const taken = onBox(kinds.item);
  expect(taken).toBeGreaterThan(20);
  expect(taken).toBeLessThan(40);
  // Who one is does not stand in line behind it.
  const profiles = onBox(kinds.profile);
  await open("/me/profile");
  await page.getByLabel("Name", { exact: true }).fill("Ana Ruiz Sol");
  await press(page, "Save");
  await until(() => onBox(kinds.profile) > profiles);
  expect(onBox(kinds.item)).toBe(taken);
});

test("sends the rest a day later, each once", async () => {
  shiftMs += dayMs;
  await open("/me/outbox");
  await forgetHolds();
  await press(page, "Send now");
  await until(() => onBox(kinds.item) === 40);
  await page.getByText(/more than the box takes/).waitFor({ state: "detached" });
});
