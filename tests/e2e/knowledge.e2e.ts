/**
 * Knowledge on a real box, in a real phone-sized Chromium: teach, find, edit, compare, bring two
 * versions together, moderate. Files and questions: asking.e2e.ts; far away: knowledge-away.e2e.ts.
 */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { plainItem } from "../../appliance/knowledge/fixtures/moot.ts";
import { kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { desktop, phone } from "../support/browser.ts";
import { share, type TeachingBox, teachingBox, write } from "../support/teaching-box.ts";
import { press, until } from "../support/walkthrough.ts";

const minuteMs = 60_000;
let there: TeachingBox;
let page: Page;
let pump = "";

beforeAll(async () => {
  there = await teachingBox();
  ({ page } = there);
}, 2 * minuteMs);

afterAll(() => there?.close());

test(
  "what is taught can be found, also with a typing error, and read",
  async () => {
    await there.open("/knowledge/new");
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByText("Give it a name that others would look for.").waitFor();
    await there.expectAccessible();
    await write(
      page,
      "Water pump",
      "The key hangs behind the door.\n\nTurn the **red** valve first. Then start the motor.",
    );
    pump = await share(page, "Share");
    await page.getByText("Everybody in this community may read it").first().waitFor();
    await until(async () => (await there.detailOf(pump).catch(() => null)) !== null);
    await there.open("/knowledge");
    await page.getByRole("searchbox").fill("valvve");
    await page.getByRole("link", { name: /Water pump/ }).click();
    await page.locator(".cited").waitFor();
    expect(await page.locator("main strong", { hasText: "red" }).count()).toBe(1);
    await there.expectAccessible();
  },
  minuteMs,
);

test(
  "a reminder comes before something private is shared, and what was begun is kept",
  async () => {
    await there.open("/knowledge/new");
    await write(page, "Who has the ladder", "Ring Teo, +34 612 345 678.");
    await page.getByText("Does this belong to somebody?").waitFor();
    await page.getByText("A phone number").waitFor();
    await there.expectAccessible();
    await page.reload();
    await page.getByText("You had begun this before").waitFor();
    expect(await page.getByLabel("Title").inputValue()).toBe("Who has the ladder");
    await press(page, "Start again");
    await until(async () => (await page.getByLabel("Title").inputValue()) === "");
  },
  minuteMs,
);

test(
  "an edit is a version, and two versions can be compared",
  async () => {
    await there.open(`/knowledge/${pump}/edit`);
    const body = page.getByLabel("What others should know");
    await until(async () => (await body.inputValue()).includes("red"));
    await body.fill("The key hangs behind the door.\n\nTurn the **blue** valve first.");
    await share(page, "Share the new version");
    await until(async () => (await there.detailOf(pump)).versions === 2);
    await page.getByText("blue").waitFor();
    await there.open(`/knowledge/${pump}/versions`);
    await page.locator("ins", { hasText: "blue" }).waitFor();
    await page.locator("del", { hasText: "red" }).waitFor();
    await there.expectAccessible();
  },
  minuteMs,
);

test(
  "two edits made apart are brought together by a person, and nothing is lost",
  async () => {
    const { edit } = await there.detailOf(pump);
    const version = { ...plainItem, item: pump as OpId, title: "Water pump" };
    const text = "The key hangs behind the door.\n\nTurn the **blue** valve first.";
    const versions = [`Ask Rosa.\n\n${text}`, `${text}\n\nStop when it rattles.`];
    for (const body of versions) {
      await there.neighbour.speak(kinds.item, {
        ...version,
        tags: [],
        parents: edit.parents,
        body,
      });
    }
    await there.open(`/knowledge/${pump}`);
    await page.getByText("Two versions were written apart").waitFor();
    await press(page, "Look at both");
    await page.getByRole("heading", { name: "Version 2" }).waitFor();
    await there.expectAccessible();
    await press(page, "Bring them together");
    await page.getByText("Both versions are joined here").waitFor();
    await share(page, "Share the new version");
    await until(async () => (await there.detailOf(pump)).heads.length < 2);
    const { body } = await there.detailOf(pump);
    expect([body.includes("Ask Rosa"), body.includes("rattles")]).toEqual([true, true]);
  },
  minuteMs,
);

test(
  "a moderator accepts, labels and hides; a report reaches the moderators",
  async () => {
    const body = { ...plainItem, title: "Boats", body: "They lie by the weir." };
    const boats = await there.neighbour.speak(kinds.item, body);
    await there.open("/knowledge/review");
    const card = page.locator(".card", { hasText: "Boats" });
    await card.getByRole("button", { name: "Accept or send back" }).click();
    await there.expectAccessible();
    await page.getByRole("dialog").getByRole("button", { name: "Accept", exact: true }).click();
    await card.waitFor({ state: "detached" });
    await there.open(`/knowledge/${boats}`);
    await press(page, "Moderate");
    await page.getByLabel("New label").fill("seen");
    await press(page, "Add label");
    await page.getByRole("button", { name: "Remove label: seen" }).waitFor();
    await there.expectAccessible();
    await page.getByRole("button", { name: "Hide", exact: true }).click();
    await page.getByText("Hidden by a moderator or its author").waitFor();
    await press(page, "Report");
    await page.getByLabel("Anything the moderators should know").fill("Who says so?");
    await there.expectAccessible();
    // Another width is another page; it waits until what is typed here is done with.
    await page.setViewportSize(desktop);
    await page.getByRole("navigation").first().waitFor();
    expect(await page.getByLabel("Anything the moderators should know").inputValue()).toBe(
      "Who says so?",
    );
    await page.setViewportSize(phone);
    await press(page, "Tell the moderators");
    await page.getByRole("dialog").getByText("Thank you.").waitFor();
    await there.open("/knowledge/review");
    await page.getByRole("tab", { name: "Reported (1)" }).click();
    await page.getByText("Who says so?").waitFor();
    await there.expectAccessible();
  },
  minuteMs,
);

test("no page complained", () => {
  expect(there.complaints).toEqual([]);
});
