/** What people do in the app, step by step, for tests that begin somewhere in the middle. */
import type { FileChooser, Locator, Page } from "playwright-core";
import decodeQR from "qr/decode.js";
import { toBase64Url } from "../../mesh/op/index.ts";
import type { TestBox } from "./box.ts";

/**
 * Founds a community by the link from the terminal. Ends on the page that says so. Returns the
 * twelve words of the recovery key.
 */
export async function foundCommunity(
  page: Page,
  link: string,
  who: { community: string; founder: string },
): Promise<string[]> {
  const next = () => page.getByRole("button", { name: "Continue" }).click();
  await page.goto(link);
  await page.getByLabel("Name of the community").fill(who.community);
  await next();
  await page.getByRole("button", { name: "Everybody is heard" }).click();
  await next();
  await next();
  await page.getByLabel("Your name").fill(who.founder);
  await next();
  const shown = page.locator("ol li").filter({ hasText: /./ });
  await shown.first().waitFor();
  const words = await shown.allInnerTexts();
  await page.getByRole("checkbox").first().check();
  await next();
  const fields = page.getByLabel(/Word number \d+/);
  await fields.first().waitFor();
  for (const field of await fields.all()) {
    const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent);
    const number = Number(/\d+/.exec(label ?? "")?.[0]);
    await field.fill(words[number - 1] ?? "");
  }
  await page.getByRole("button", { name: "Found the community" }).click();
  await page.getByRole("heading", { name: `${who.community} is here` }).waitFor();
  return words;
}

/**
 * Founds Ribera Alta on a new box as Ana Ruiz, by the code that the terminal shows. Returns the
 * words of the recovery key.
 */
export function foundRibera(
  page: Page,
  box: TestBox,
  { origin = box.plainUrl, founder = "Ana Ruiz" } = {},
): Promise<string[]> {
  const code = toBase64Url(box.foundingCode() ?? new Uint8Array());
  return foundCommunity(page, `${origin}/found#${code}`, { community: "Ribera Alta", founder });
}

/** Opens an address by hand, and waits for what it says. */
export async function openAddress(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator("h1").waitFor();
  await page.locator(".loading").first().waitFor({ state: "detached" });
}

/** Makes an invitation in the app and returns the link its QR code says. */
export async function makeInvitation(page: Page, origin: string): Promise<string> {
  await page.goto(`${origin}/community/invite`);
  await page.getByRole("button", { name: "Make the invitation" }).click();
  const code = page.locator(".invitation .qr").last();
  await code.waitFor();
  return readQr(page, code);
}

/** Joins by an invitation's link, as scanning its code opens it. Ends on the tour. */
export async function joinByLink(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.getByRole("heading", { name: /^Welcome to / }).waitFor();
}

/** Presses the button or link of this name. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("button", { name }).or(page.getByRole("link", { name })).first().click();
}

type Files = Parameters<FileChooser["setFiles"]>[0];

/** Presses the button of this name, and answers the browser's own dialog, as a person does. */
export async function chooseFiles(page: Page, name: string, files: Files): Promise<void> {
  const opens = page.waitForEvent("filechooser");
  await page.getByRole("button", { name, exact: true }).click();
  await (await opens).setFiles(files);
}

/** Waits until the page is run by its service worker, so that it opens without the box. */
export async function untilInstalled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Looks again and again until it is so, or until the test's own time is over. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await Bun.sleep(50);
}

/** What a QR code on screen says, read from its pixels as a camera would. */
export async function readQr(page: Page, code: Locator): Promise<string> {
  await code.scrollIntoViewIfNeeded();
  const png = await code.screenshot();
  const { width, height, pixels } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d");
    context?.drawImage(picture, 0, 0);
    const { data } = context?.getImageData(0, 0, picture.width, picture.height) ?? { data: [] };
    // As text: a list of a million numbers would take seconds to hand over.
    let pixels = "";
    for (const channel of data) pixels += String.fromCharCode(channel);
    return { width: picture.width, height: picture.height, pixels: btoa(pixels) };
  }, png.toString("base64"));
  return decodeQR({ width, height, data: new Uint8Array(Buffer.from(pixels, "base64")) });
}
