/** What is wrong with a page that a person would not have to look for. */
import type { Page } from "playwright-core";
import { axeFindings } from "./axe.ts";
import { phone } from "./browser.ts";

/** What axe finds in light and dark, and what runs off the side of a narrow phone. */
export async function troubles(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await axeFindings(page)));
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 320, height: 640 });
  const over = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll(".page-scroll")]
      .map((part) => part.scrollWidth - part.clientWidth)
      .reduce((most, width) => Math.max(most, width)),
  );
  await page.setViewportSize(phone);
  return over > 0 ? [...found, `${over} px run off the side`] : found;
}
