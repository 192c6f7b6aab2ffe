/**
 * Everybody can use it: axe finds nothing on what strangers see, nor with more contrast (members'
 * pages are in accessibility.e2e.ts); nothing runs off a narrow screen with large type; the
 * keyboard gets everywhere.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { axeFindings } from "../support/axe.ts";
import { type BoxProcess, startBoxProcess } from "../support/box-process.ts";
import { launchBrowser, phone, type TestBrowser } from "../support/browser.ts";
import { press } from "../support/walkthrough.ts";

setDefaultTimeout(120_000);

const pages = [
  "/",
  "/ask",
  "/ask/earlier",
  "/knowledge",
  "/knowledge/new",
  "/decide",
  "/decide/new",
  "/decide/log",
  "/decide/delegations",
  "/decide/offices",
  "/meetings",
  "/meetings/new",
  "/community",
  "/community/invite",
  "/community/settings",
  "/more",
  "/me",
  "/me/profile",
  "/me/devices",
  "/me/privacy",
  "/me/delete",
  "/me/outbox",
  "/box",
  "/box/connection",
  "/box/record",
  "/tour",
  "/no-such-page",
];
const strangersPages = ["/", "/join", "/join?by=code", "/recover", "/found"];

let box: BoxProcess;
let member: TestBrowser;
let stranger: TestBrowser;
let page: Page;

beforeAll(async () => {
  box = await startBoxProcess(["--demo"]);
  member = await launchBrowser();
  page = await pageOf(member);
  await page.goto(stewardLink());
  await press(page, "Add this device");
  await page.getByRole("navigation").waitFor();
  stranger = await launchBrowser();
});

afterAll(async () => {
  await member?.close();
  await stranger?.close();
  await box?.close();
});

async function pageOf(browser: TestBrowser): Promise<Page> {
  return browser.context.pages()[0] ?? (await browser.context.newPage());
}

/** The way into the demo as one of its stewards, on the plain door. */
function stewardLink(): string {
  const link = box.links.find((one) => one.includes("/device#"));
  if (link === undefined) throw new Error(`no device link among ${box.links.join(" ")}`);
  return `${box.plainOrigin}/device${new URL(link).hash}`;
}

async function open(of: Page, path: string): Promise<void> {
  await of.goto(box.plainOrigin + path);
  await of.locator("h1").waitFor();
  await of.locator(".loading").first().waitFor({ state: "detached" });
  // Colours fade for a moment after a theme changes; axe would measure the middle of it.
  await of.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished)),
  );
}

for (const colorScheme of ["light", "dark"] as const) {
  describe(`axe finds nothing, ${colorScheme}`, () => {
    test("for a stranger", async () => {
      const of = await pageOf(stranger);
      await of.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const path of strangersPages) {
        await open(of, path);
        expect({ path, findings: await axeFindings(of) }).toEqual({ path, findings: [] });
      }
    });

    test("in the sheet for text size and colours, with more contrast", async () => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await open(page, "/more");
      await press(page, "Text size and colours");
      await page.getByRole("dialog").getByText("More contrast").click();
      expect(await axeFindings(page)).toEqual([]);
      await page.getByRole("dialog").getByText("More contrast").click();
    });
  });
}

describe("large type on a narrow screen", () => {
  test("nothing runs off the side", async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.evaluate(() =>
      localStorage.setItem("folkmoot.appearance", JSON.stringify({ textSize: "160" })),
    );
    const over: Record<string, number> = {};
    for (const path of pages) {
      await open(page, path);
      const wide = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll(".page-scroll")]
          .map((box) => box.scrollWidth - box.clientWidth)
          .reduce((most, width) => Math.max(most, width)),
      );
      if (wide > 0) over[path] = wide;
    }
    await page.evaluate(() => localStorage.removeItem("folkmoot.appearance"));
    await page.setViewportSize(phone);
    expect(over).toEqual({});
  });

  test("every control is at least 48 px, or stands inside a sentence", async () => {
    const small: string[] = [];
    for (const path of pages) {
      await open(page, path);
      small.push(
        ...(await page.evaluate((at) => {
          const controls = [...document.querySelectorAll<HTMLElement>("button, a[href], select")];
          return controls
            .filter((control) => control.offsetParent !== null && !control.closest("p, li p"))
            .filter((control) => !control.matches(".skip, .prose a"))
            .filter((control) => control.getBoundingClientRect().height < 47.5)
            .map((control) => `${at} ${control.outerHTML.slice(0, 100)}`);
        }, path)),
      );
    }
    expect(small).toEqual([]);
  });
});

describe("the keyboard", () => {
  test("skips to the page, and finds itself at the title after going somewhere", async () => {
    await open(page, "/more");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toContain("Skip to the page");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.getByRole("link", { name: "Me Profile" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Me", exact: true }).waitFor();
    expect(await focused(page)).toBe("Me");
    expect(await page.title()).toStartWith("Me · ");
  });

  test("opens a dialog, stays inside it, and comes back to where it was", async () => {
    await open(page, "/me");
    const opener = page.getByRole("button", { name: "Text size and colours" });
    await opener.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press("Tab");
      const outside = await page.evaluate(
        () =>
          !document.activeElement?.closest("dialog") && document.activeElement !== document.body,
      );
      expect(outside).toBe(false);
    }
    await page.keyboard.press("Escape");
    expect(await focused(page, "aria-label")).toBe("Text size and colours");
  });
});

/** The words, or an attribute, of what has the focus. */
function focused(of: Page, attribute?: string): Promise<string> {
  return of.evaluate(
    (name) =>
      (name === null
        ? document.activeElement?.textContent
        : document.activeElement?.getAttribute(name)) ?? "",
    attribute ?? null,
  );
}
