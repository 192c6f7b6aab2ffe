/**
 * Files and questions on a real box, in a real phone-sized Chromium: what is brought is asked
 * about, what nobody knows is asked of everybody, and a conversation belongs to who had it.
 */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { makePdf } from "../support/sample-files.ts";
import { ask, itemInAddress, type TeachingBox, teachingBox } from "../support/teaching-box.ts";
import { press, until } from "../support/walkthrough.ts";

const minuteMs = 60_000;
let there: TeachingBox;
let page: Page;

beforeAll(async () => {
  there = await teachingBox();
  ({ page } = there);
}, 2 * minuteMs);

afterAll(() => there?.close());

test(
  "files become knowledge only after they were looked through",
  async () => {
    await there.open("/knowledge/import");
    await page.locator("input[type=file]").setInputFiles([
      {
        name: "bees.md",
        mimeType: "text/markdown",
        buffer: Buffer.from("# Bees\n\nThe hives stand on the south wall.\n\n# Honey\n\nIn July."),
      },
      {
        name: "river.pdf",
        mimeType: "application/pdf",
        buffer: Buffer.from(makePdf([[{ text: "The river rises in three hours.", size: 12 }]])),
      },
      { name: "broken.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 nothing") },
    ]);
    await page.getByText("Ready to look at").nth(1).waitFor();
    await page.getByText("Could not be read").waitFor();
    await there.expectAccessible();
    await page.getByRole("link", { name: /river.pdf/ }).click();
    await page.getByText("Nothing is shared yet.").waitFor();
    await page.getByText("Read and rename part 1").click();
    await page.getByText("The river rises in three hours.").waitFor();
    await there.expectAccessible();
    await press(page, /^Share 1 part/);
    await page.waitForURL(/\/knowledge\/[0-9a-f]{32}$/);
    const river = itemInAddress(page);
    await until(async () => (await there.detailOf(river).catch(() => null)) !== null);
    await there.open("/knowledge/import");
    await page.getByRole("link", { name: /bees.md/ }).click();
    await page.getByLabel("Category").fill("animals");
    await press(page, /^Share \d part/);
    await page.waitForURL((url) => !url.pathname.includes("import"));
    await there.open("/knowledge/import");
    await page.getByRole("link", { name: /broken.pdf/ }).click();
    await page.getByText("The box could not read this file").waitFor();
    await there.expectAccessible();
    await press(page, "Throw it away");
    await page.getByText("broken.pdf").waitFor({ state: "detached" });
  },
  2 * minuteMs,
);

test(
  "an answer quotes, and its numbers lead to the very words",
  async () => {
    await there.open("/ask");
    await ask(page, "When does the river rise?");
    await page.getByText("Answer from 1 passage").waitFor();
    await page.locator(".quotation").getByText("The river rises in three hours.").waitFor();
    await press(page, "Yes");
    await page.getByText("Thank you.").first().waitFor();
    await there.expectAccessible();
    await page.getByRole("link", { name: /^Source 1/ }).click();
    await page.locator(".cited", { hasText: "three hours" }).waitFor();
  },
  minuteMs,
);

test(
  "what nobody knows is asked of everybody, and an accepted answer becomes knowledge",
  async () => {
    await there.open("/ask");
    await ask(page, "Quando parte il traghetto?");
    await page.getByText("Nobody has taught this yet").waitFor();
    await there.expectAccessible();
    await press(page, "Ask the community");
    await page.getByText("You asked the community").first().waitFor();
    const list = () =>
      there.neighbour.get<{ questions: { id: OpId; text: string }[] }>("/api/questions?state=open");
    await until(async () => (await list()).questions.length === 1);
    const [asked] = (await list()).questions;
    const question = asked?.id as OpId;
    const text = "The ferry leaves at six from the old pier.";
    await there.neighbour.speak(kinds.answer, { question, text, item: null });
    await page.getByRole("link", { name: "See the question" }).click();
    await page.getByText(text).waitFor();
    await there.expectAccessible();
    await press(page, "This answers it");
    await page.getByText("It has become knowledge:").waitFor();
    await page.getByRole("link", { name: "Open", exact: true }).click();
    await page.getByText("Rosa").first().waitFor();
  },
  minuteMs,
);

test(
  "a conversation is found, taken along, and deleted for good",
  async () => {
    await there.open("/ask/earlier");
    await page.getByLabel("Search your conversations").fill("traghetto");
    await page.getByText("1 place found").waitFor();
    await there.expectAccessible();
    await page.locator("main .list a").first().click();
    // Only this conversation knows these words; the other question was asked of everybody, too.
    await ask(page, "Where are the spare fuses?");
    await page.getByText("Nobody has taught this yet").nth(1).waitFor();
    await page.getByRole("button", { name: "Export or delete" }).click();
    const saving = page.waitForEvent("download");
    await press(page, "To read (Markdown)");
    const saved = await (await saving).createReadStream();
    const text = (await Array.fromAsync(saved as AsyncIterable<Buffer>)).join("");
    expect(text).toContain("Quando parte il traghetto?");
    await there.expectAccessible();
    await press(page, "Delete this conversation");
    await page.getByRole("button", { name: "Delete for good" }).click();
    await page.waitForURL(/\/ask$/);
    await there.open("/ask/earlier");
    await page.getByText("When does the river rise?").waitFor();
    expect(await page.getByText("Quando parte il traghetto?").count()).toBe(0);
    const left = await page.evaluate(async () => {
      const opening = indexedDB.open("folkmoot");
      const db = await new Promise<IDBDatabase>((done) => {
        opening.onsuccess = () => done(opening.result);
      });
      const rows = db.transaction("cache").objectStore("cache").getAll();
      const all = await new Promise<unknown[]>((done) => {
        rows.onsuccess = () => done(rows.result);
      });
      db.close();
      return all.filter((row) => JSON.stringify(row).includes("fuses?")).length;
    });
    expect(left).toBe(0);
  },
  minuteMs,
);

test("no page complained", () => {
  expect(there.complaints).toEqual([]);
});
