/** axe finds nothing on any page of the demo community, phone and desktop, light and dark. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { axeFindings } from "../support/axe.ts";
import { type BoxProcess, startBoxProcess } from "../support/box-process.ts";
import { desktop, launchBrowser, phone, type TestBrowser } from "../support/browser.ts";
import { demoPages, enterDemo, settled } from "../support/demo-pages.ts";

const minuteMs = 60_000;
// As tall as the longest page: what the bar at the thumb covers until one scrolls is not too small.
const tallPhone = { width: phone.width, height: 4_000 };
let box: BoxProcess;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  box = await startBoxProcess(["--demo"]);
  // axe is injected as a script, which the app's own policy rightly refuses.
  browser = await launchBrowser({ context: { bypassCSP: true, serviceWorkers: "block" } });
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await enterDemo(page, box);
}, minuteMs);

afterAll(async () => {
  await browser?.close();
  await box?.close();
});

test(
  "every page of the demo community",
  async () => {
    const violations: string[] = [];
    for (const one of await demoPages(page, box)) {
      await page.setViewportSize(tallPhone);
      await page.goto(box.plainOrigin + one.path);
      await settled(page);
      await one.prepare?.(page);
      for (const [viewport, colorScheme] of [
        [tallPhone, "light"],
        [tallPhone, "dark"],
        [desktop, "light"],
        [desktop, "dark"],
      ] as const) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await settled(page);
        for (const finding of await axeFindings(page)) {
          violations.push(`${one.name} ${viewport.width} ${colorScheme}: ${finding}`);
        }
      }
    }
    expect(violations).toEqual([]);
  },
  12 * minuteMs,
);
