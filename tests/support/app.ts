/** The web app in a browser, used as a person would. */
import type { Page } from "playwright-core";
import { formatLink } from "../../mesh/rules/index.ts";
import type { TestBox } from "./box.ts";

/** Presses the button or link of this name. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("button", { name }).or(page.getByRole("link", { name })).first().click();
}

/** Founds a community through the wizard. Returns the twelve words. */
export async function foundCommunity(
  page: Page,
  box: TestBox,
  given: { origin?: string; community?: string; name?: string } = {},
): Promise<string[]> {
  const seed = box.foundingCode();
  if (seed === null) throw new Error("this box has its community already");
  const origin = given.origin ?? box.plainUrl;
  await page.goto(formatLink({ purpose: "founding", origin, seed }));
  await page.getByLabel("Name of the community").fill(given.community ?? "Ribera Alta");
  await press(page, "Continue");
  await page.getByRole("button", { name: "Everybody is heard" }).click();
  await press(page, "Continue");
  await press(page, "Continue");
  await page.getByLabel("Your name").fill(given.name ?? "Ana Ruiz");
  await press(page, "Continue");
  const list = page.locator(".words li");
  await list.first().waitFor();
  const words = await list.allTextContents();
  await page.getByText("I have written them down").click();
  await press(page, "Continue");
  for (const label of await page.getByText(/^Word number/).allTextContents()) {
    const word = words[Number(/\d+/.exec(label)?.[0]) - 1] ?? "";
    await page.getByLabel(label, { exact: true }).fill(word);
  }
  await press(page, "Found the community");
  await page.getByRole("heading", { name: / is here$/ }).waitFor();
  return words;
}

/** Waits until this page is run by its service worker, so that it opens without the box. */
export async function untilInstalled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}
