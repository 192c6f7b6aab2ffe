/** A steward gives a program a key in the app; the program uses it; the steward takes it back. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import OpenAI from "openai";
import type { Page } from "playwright-core";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, phone, type TestBrowser } from "../support/browser.ts";
import { foundRibera, press } from "../support/walkthrough.ts";

let box: TestBox;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  box = await startBox();
  browser = await launchBrowser({ context: { serviceWorkers: "block", viewport: phone } });
  page = browser.context.pages()[0] as Page;
  await foundRibera(page, box);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await box.close();
});

test("a key is given, opens, is seen by name, and opens nothing once taken back", async () => {
  await page.goto(`${box.plainUrl}/box`);
  await press(page, /Programs/);
  await page.getByText("No program has a key").waitFor();
  await press(page, "Give a key");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Give the key" }).click();
  await dialog.getByText("Say what it is for.").waitFor();
  // What is missing stands above what a phone shows: whoever types now, types there.
  await dialog.locator("input:focus").waitFor();
  await page.keyboard.type("The school's website");
  await dialog.getByRole("button", { name: "Give the key" }).click();
  const key = (await dialog.getByText(/^fm_[\w-]{43}$/).textContent()) ?? "";
  const address = await dialog.getByText(/\/v1$/).textContent();
  expect(address).toBe(`${box.plainUrl}/v1`);
  const client = new OpenAI({ apiKey: key, baseURL: address, maxRetries: 0 });
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(["community"]);
  // It is shown once, so a tap beside it takes nothing away.
  await page.mouse.click(4, 4);
  await page.keyboard.press("Escape");
  expect(await dialog.getByText(key).isVisible()).toBe(true);
  await dialog.getByRole("button", { name: "I have put it away" }).click();
  await page.getByText(/Ana Ruiz gave it on/).waitFor();
  expect(await page.content()).not.toContain(key);
  await page.getByRole("button", { name: "Take back" }).click();
  await dialog.getByRole("button", { name: "Take it back" }).click();
  await page.getByText("Former keys").first().waitFor();
  await expect(client.models.list().then()).rejects.toMatchObject({ status: 401 });
}, 60_000);
