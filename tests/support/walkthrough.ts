/** What people do in the app, step by step, for tests that begin somewhere in the middle. */
import type { Locator, Page } from "playwright-core";
import decodeQR from "qr/decode.js";

/** Founds a community by the link from the terminal. Ends on the page that says so. */
export async function foundCommunity(
  page: Page,
  link: string,
  who: { community: string; founder: string },
): Promise<void> {
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

/** What a QR code on screen says, read from its pixels as a camera would. */
async function readQr(page: Page, code: Locator): Promise<string> {
  await code.scrollIntoViewIfNeeded();
  const png = await code.screenshot();
  const { width, height, pixels } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d");
    context?.drawImage(picture, 0, 0);
    const { data } = context?.getImageData(0, 0, picture.width, picture.height) ?? { data: [] };
    return { width: picture.width, height: picture.height, pixels: [...data] };
  }, png.toString("base64"));
  return decodeQR({ width, height, data: Uint8Array.from(pixels) });
}
