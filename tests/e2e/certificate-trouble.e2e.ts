/** A box whose certificate the phone no longer trusts: said so, with a way out, nothing lost. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { foundRibera, openAddress, press, until, untilInstalled } from "../support/walkthrough.ts";

setDefaultTimeout(60_000);

let box: TestBox;
let impostor: TestBox;
let browser: TestBrowser;
let page: Page;
let origin: string;

beforeAll(async () => {
  box = await startBox();
  const { https } = box.box.ports as { https: number };
  origin = `https://${box.hostname}:${https}`;
  browser = await launchBrowser({ trust: box.ca, hosts: [box.hostname] });
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await foundRibera(page, box, { origin });
  await untilInstalled(page);
  await open("/me");
  await page.getByText("Ana Ruiz").waitFor();
});

afterAll(async () => {
  await browser?.close();
  await impostor?.close();
  await box?.close();
});

async function open(path: string): Promise<void> {
  await openAddress(page, origin + path);
}

/** What the phone was last told about the box, changed as if time had passed. */
function changeContact(change: Record<string, unknown>): Promise<void> {
  return page.evaluate(async (part) => {
    const opening = indexedDB.open("folkmoot");
    const db = await new Promise<IDBDatabase>((done) => {
      opening.onsuccess = () => done(opening.result);
    });
    const tx = db.transaction("meta", "readwrite");
    const reading = tx.objectStore("meta").get("contact");
    reading.onsuccess = () => {
      tx.objectStore("meta").put({ ...reading.result, ...part }, "contact");
    };
    await new Promise((done) => {
      tx.oncomplete = done;
    });
    db.close();
  }, change);
}

test("with another certificate at its address, the app opens, and offers the plain page", async () => {
  const ports = box.box.ports as { https: number; http: number };
  await box.box.close();
  impostor = await startBox({ ports });
  await open("/me/profile");
  await page.getByLabel("About you").fill("I mend bicycles");
  await press(page, "Save");
  await page.getByText("On this phone only").waitFor();
  await page.getByRole("button", { name: "Out of reach" }).click();
  await press(page, "What I can do");
  await page.getByText("Is it the certificate?").waitFor();
  const plain = page.getByRole("link", { name: "Open the box's plain page" });
  expect(await plain.getAttribute("href")).toStartWith("http://");
  await page.getByText("1 thing waits on this phone").waitFor();
});

test("when the last one known has run out, it is called by its name", async () => {
  await changeContact({ certificateEnds: Math.floor(Date.now() / 1000) - 60 });
  await page.reload();
  await page.getByRole("heading", { name: "This phone may not trust the box right now" }).waitFor();
});

test("once it is mended, everything is sent", async () => {
  await impostor.box.close();
  box = await box.restart();
  await open("/me/outbox");
  await until(async () => (await page.getByText("On this phone only").count()) === 0);
  await page.getByText("On the box").first().waitFor();
  await open("/me");
  await page.getByText("I mend bicycles").waitFor();
});
