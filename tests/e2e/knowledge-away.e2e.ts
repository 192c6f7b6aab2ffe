/**
 * Teaching and asking without the box, in a real phone-sized Chromium: it is said what only this
 * phone knows, everything arrives once, and what is erased is gone in both places.
 */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { plainItem } from "../../appliance/knowledge/fixtures/moot.ts";
import { kinds } from "../../mesh/kinds/index.ts";
import { ask, share, type TeachingBox, teachingBox, write } from "../support/teaching-box.ts";
import { press, until } from "../support/walkthrough.ts";

const minuteMs = 60_000;
let there: TeachingBox;
let page: Page;
let written = "";

beforeAll(async () => {
  there = await teachingBox();
  ({ page } = there);
}, 2 * minuteMs);

afterAll(() => there?.close());

test(
  "without the box one writes, edits and asks, and it says so",
  async () => {
    await there.neighbour.speak(kinds.item, { ...plainItem, title: "Water pump" });
    await there.open("/knowledge");
    await page.getByRole("link", { name: /Water pump/ }).waitFor();
    const conversation = await hearAndLoseTheBox("Quando parte il traghetto?");
    await there.open("/knowledge/new");
    await write(page, "Spare fuses", "Spare fuses lie in a tin.");
    written = await share(page, "Share");
    await page.getByText("On this phone only").first().waitFor();
    await there.expectAccessible();
    await page.getByRole("link", { name: "Edit" }).click();
    await page.getByLabel("What others should know").fill("Spare fuses lie in the blue tin.");
    await share(page, "Share the new version");
    await page.getByText("Spare fuses lie in the blue tin.").waitFor();
    await there.open("/knowledge");
    await page.getByRole("link", { name: /Spare fuses/ }).waitFor();
    await page.getByRole("searchbox").fill("blue tin");
    await page.getByText("only what this phone has seen is searched").waitFor();
    await page.getByRole("link", { name: /Spare fuses/ }).waitFor();
    await there.expectAccessible();
    await there.open(`/ask/${conversation}`);
    await page.getByText("Nobody has taught this yet").waitFor();
    await ask(page, "Where are the spare fuses?");
    await page.getByText("Waits on this phone.").waitFor();
    await there.expectAccessible();
    await page.reload();
    await page.getByText("Waits on this phone.").waitFor();
  },
  2 * minuteMs,
);

test(
  "with the box back, all of it arrives once",
  async () => {
    await there.box.startAgain();
    await there.neighbour.openSession();
    // The phone tries by itself, ever more rarely; a member who knows better does not wait for it.
    await press(page, "Out of reach");
    await press(page, "Try now");
    await page.getByText("Answer from 1 passage").waitFor();
    await page.getByText("Spare fuses lie in the blue tin.").first().waitFor();
    const detail = await there.detailOf(written);
    expect([detail.versions, detail.body]).toEqual([2, "Spare fuses lie in the blue tin."]);
    const all = await there.neighbour.get<{ items: { title: string }[] }>("/api/items?limit=100");
    expect(all.items.filter(({ title }) => title === "Spare fuses")).toHaveLength(1);
    await page.reload();
    await page.getByText("Where are the spare fuses?").first().waitFor();
    expect(await turnsOf("Where are the spare fuses?")).toBe(1);
    expect(await turnsOf("Quando parte il traghetto?")).toBe(1);
  },
  2 * minuteMs,
);

test(
  "an author erases a text, and it is gone here and on the box",
  async () => {
    await there.open(`/knowledge/${written}`);
    await press(page, "Erase");
    await page.getByRole("dialog").getByText("Nobody can bring it back").waitFor();
    await there.expectAccessible();
    await press(page, "Erase for good");
    await page.waitForURL(/\/knowledge$/);
    await until(async () => (await there.detailOf(written).catch(() => null)) === null);
    await page.getByRole("link", { name: /Spare fuses/ }).waitFor({ state: "detached" });
    await there.open(`/knowledge/${written}`);
    await page.getByText("Nothing to see here").waitFor();
    await there.expectAccessible();
  },
  minuteMs,
);

/**
 * Asks, and pulls the plug as soon as the answer is heard: what was heard is on the phone although
 * its conversation could not be read. Returns the conversation.
 */
async function hearAndLoseTheBox(question: string): Promise<string> {
  const read = "**/api/conversations/**";
  await page.route(read, (route) => route.abort());
  await there.open("/ask");
  await ask(page, question);
  await page.getByText("Nobody has taught this yet").waitFor();
  await there.box.kill();
  await page.unroute(read);
  await page.reload();
  await page.getByRole("heading", { name: question }).waitFor();
  await page.getByText("Nobody has taught this yet").waitFor();
  expect(await turnsOf(question)).toBe(1);
  expect(await page.getByText("Waits on this phone.").count()).toBe(0);
  return new URL(page.url()).pathname.split("/")[2] ?? "";
}

function turnsOf(question: string): Promise<number> {
  return page.locator(".turn", { hasText: question }).count();
}

test("no page complained", () => {
  expect(there.complaints).toEqual([]);
});
