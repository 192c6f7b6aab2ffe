/** Every page of the app, as a steward of the demo community sees it. */
import type { Page } from "playwright-core";
import type { BoxProcess } from "./box-process.ts";

export interface DemoPage {
  readonly name: string;
  readonly path: string;
  /** What to do before looking: ask a question, open a sheet. */
  prepare?(page: Page): Promise<unknown>;
}

/** Signs this browser in as the demo's steward. */
export async function enterDemo(page: Page, box: BoxProcess): Promise<void> {
  const link = box.links.find((one) => one.includes("/device#"));
  if (link === undefined) throw new Error("the demo printed no way in for a steward");
  await page.goto(`${box.plainOrigin}/device${new URL(link).hash}`);
  await page.getByRole("button", { name: "Add this device" }).click();
  await page.getByRole("heading", { name: "Needs you" }).waitFor();
}

/** Paths that follow from what the demo holds: its first item, question and member. */
export async function demoPages(page: Page, box: BoxProcess): Promise<DemoPage[]> {
  const hrefOf = async (path: string, pattern: RegExp) => {
    await page.goto(box.plainOrigin + path);
    await page.locator("main a[href]").first().waitFor();
    for (let tries = 0; tries < 100; tries++) {
      const hrefs = await page
        .locator("main a")
        .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
      const found = hrefs.find((href) => pattern.test(href));
      if (found !== undefined) return found;
      await page.waitForTimeout(100);
    }
    throw new Error(`${path} leads to nothing like ${pattern}`);
  };
  const item = await hrefOf("/knowledge", /^\/knowledge\/[0-9a-f]{32}/);
  const question = await hrefOf("/knowledge/questions", /^\/knowledge\/questions\/[0-9a-f]{32}/);
  const proposal = await hrefOf("/decide", /^\/decide\/[0-9a-f]{32}$/);
  const decision = await hrefOf("/decide/log", /^\/decide\/[0-9a-f]{32}$/);
  const member = await hrefOf("/community", /^\/community\/members\//);
  const itemId = item.slice(0, "/knowledge/".length + 32);
  return [
    { name: "home", path: "/" },
    { name: "ask", path: "/ask" },
    { name: "answer", path: "/ask", prepare: askForWater },
    { name: "earlier-questions", path: "/ask/earlier" },
    { name: "assistant-rules", path: "/ask/rules" },
    { name: "knowledge", path: "/knowledge" },
    { name: "item", path: itemId },
    { name: "versions", path: `${itemId}/versions` },
    { name: "edit", path: `${itemId}/edit` },
    { name: "teach", path: "/knowledge/new" },
    { name: "import", path: "/knowledge/import" },
    { name: "review", path: "/knowledge/review" },
    { name: "questions", path: "/knowledge/questions" },
    { name: "question", path: question },
    { name: "decide", path: "/decide" },
    { name: "proposal", path: proposal },
    { name: "vote", path: proposal, prepare: beginVoting },
    { name: "propose", path: "/decide/new" },
    { name: "propose-effect", path: "/decide/new", prepare: beginSharing },
    { name: "decisions", path: "/decide/log" },
    { name: "decision", path: decision },
    { name: "check", path: `${decision}/check`, prepare: checkIt },
    { name: "heard", path: `${proposal}/facilitate` },
    { name: "meetings", path: "/meetings" },
    { name: "plan-meeting", path: "/meetings/new" },
    { name: "offices", path: "/decide/offices" },
    { name: "delegations", path: "/decide/delegations" },
    { name: "community", path: "/community" },
    { name: "member", path: member },
    { name: "invite", path: "/community/invite" },
    { name: "invitation", path: "/community/invite", prepare: makeOne },
    { name: "belongings", path: "/community/settings" },
    { name: "partners", path: "/community/partners" },
    { name: "partner", path: "/community/partners/Valle%20Sereno" },
    { name: "more", path: "/more" },
    { name: "emergency", path: "/emergency" },
    { name: "me", path: "/me" },
    { name: "profile", path: "/me/profile" },
    { name: "devices", path: "/me/devices" },
    { name: "privacy", path: "/me/privacy" },
    { name: "delete", path: "/me/delete" },
    { name: "outbox", path: "/me/outbox" },
    { name: "box", path: "/box" },
    { name: "models", path: "/box/models" },
    { name: "programs", path: "/box/programs" },
    { name: "record", path: "/box/record" },
    { name: "connection", path: "/box/connection" },
    { name: "tour", path: "/tour" },
    { name: "lost", path: "/nowhere" },
  ];
}

async function askForWater(page: Page): Promise<void> {
  await page.getByLabel("Your question").fill("How do I boil water safely at home?");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByText(/Answer from \d+ passage/).waitFor();
}

async function beginVoting(page: Page): Promise<void> {
  await page.getByRole("button", { name: "No", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Why").waitFor();
}

async function beginSharing(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Add something" }).click();
  await page.getByRole("button", { name: "Share knowledge with a partner community" }).click();
}

async function checkIt(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Count again on this phone" }).click();
  await page.getByText("Everything in it holds").waitFor();
}

async function makeOne(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Make the invitation" }).click();
  await page.locator(".invitation .qr").last().waitFor();
}

/** Waits until the page has said what it has to say. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").waitFor();
  await page.waitForFunction(() => document.querySelector(".loading") === null);
  await page.waitForTimeout(250);
}
