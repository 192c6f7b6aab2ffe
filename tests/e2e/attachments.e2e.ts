/**
 * Files of proposals, on a real box, with the phones of two members: attached without the box, kept
 * over a restart of the browser, seen and saved by the other, changed with the next version, and
 * gone from everywhere when the words are erased. Both phones are one Chromium, which knows the box
 * under two names: to it these are two strangers.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import type { Page } from "playwright-core";
import { kinds } from "../../mesh/kinds/index.ts";
import { type OpId, toBase64Url, toOpId } from "../../mesh/op/index.ts";
import { logoPng } from "../../ui/design/png.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { TestMember } from "../support/member.ts";
import { troubles } from "../support/troubles.ts";
import {
  chooseFiles,
  joinByLink,
  openAddress,
  press,
  until,
  untilInstalled,
} from "../support/walkthrough.ts";

// Two processors, shared by a browser and a box: patience, not a measurement.
setDefaultTimeout(120_000);

const picture = Buffer.from(logoPng(96, { deflate: (bytes) => deflateSync(bytes), crc32 }));
const budget = Buffer.from(`what,cost\n${"pipes,120\n".repeat(20_000)}`);
const page1 = "<h1>Hello</h1><script>document.title = 'owned'</script>";
const title = "Lay a pipe to the upper garden";
const files = {
  picture: { name: "garden.png", mimeType: "image/png", buffer: picture },
  budget: { name: "budget.csv", mimeType: "text/csv", buffer: budget },
  page: { name: "plan.html", mimeType: "text/html", buffer: Buffer.from(page1) },
};

let box: TestBox;
let browser: TestBrowser;
const profile = mkdtempSync(join(tmpdir(), "folkmoot-attachments-"));
/** Founder and steward: may erase what others wrote. */
let rosa: TestMember;
let ana: Page;
let bo: Page;
let thread: OpId;
const complaints: string[] = [];

const anasUrl = () => box.plainUrl;
const bosUrl = () => box.plainUrl.replace("localhost", "127.0.0.1");

async function openBrowser(): Promise<void> {
  // axe is injected as a script, which the app's own policy rightly refuses.
  const context = { bypassCSP: true, reducedMotion: "reduce", acceptDownloads: true } as const;
  browser = await launchBrowser({ profile, context });
  ana = await newPage();
  bo = await newPage();
}

async function newPage(): Promise<Page> {
  const page = await browser.context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  return page;
}

beforeAll(async () => {
  box = await startBox();
  rosa = await TestMember.found(box);
  const seed = toBase64Url((await rosa.invite({ uses: 2 })).seed);
  await openBrowser();
  await joinByLink(ana, `${anasUrl()}/join#${seed}`, "Ana Ruiz");
  await joinByLink(bo, `${bosUrl()}/join#${seed}`, "Bo");
  await untilInstalled(ana);
  await untilInstalled(bo);
});

afterAll(async () => {
  await browser?.close();
  await box?.close();
  rmSync(profile, { recursive: true, force: true });
});

/** What the phone keeps of files under these keys of a store. */
function keptOn(page: Page, store: "drafts" | "cache", beginning: string): Promise<number> {
  return page.evaluate(
    async ([name, start]) => {
      const opening = indexedDB.open("folkmoot");
      const db = await new Promise<IDBDatabase>((done) => {
        opening.onsuccess = () => done(opening.result);
      });
      const keys = db.transaction(name).objectStore(name).getAllKeys();
      await new Promise((done) => {
        keys.onsuccess = done;
      });
      db.close();
      return keys.result.filter((key) => [key].flat().at(-1)?.toString().startsWith(start)).length;
    },
    [store, beginning] as const,
  );
}

const choose = (page: Page, ...chosen: (typeof files)[keyof typeof files][]) =>
  chooseFiles(page, "Attach files", chosen);

const row = (page: Page, name: string) => page.locator("li.list-item").filter({ hasText: name });

async function save(page: Page, name: string): Promise<Buffer> {
  const waiting = page.waitForEvent("download");
  await row(page, name).getByRole("button", { name: /^Save/ }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe(name);
  return Buffer.from(await Bun.file(await download.path()).bytes());
}

function filesOnBox(): { hash: string; whole: number }[] {
  return box.box.store.db
    .query<{ hash: string; whole: number }, []>(
      "SELECT hex(hash) AS hash, received = bytes AS whole FROM attachment ORDER BY id",
    )
    .all();
}

describe("without the box", () => {
  test("files are attached and taken out, and what does not go is told", async () => {
    await openAddress(ana, `${anasUrl()}/decide/new`);
    await box.box.close();
    await ana.getByLabel("What do you propose?").fill(title);
    await choose(ana, files.picture, files.budget, files.page);
    await row(ana, "plan.html").waitFor();
    expect(await row(ana, "budget.csv").textContent()).toContain("CSV · 200");
    await row(ana, "garden.png").locator("img.thumb").waitFor();
    await choose(ana, { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) });
    await ana.getByText("This file is empty.").waitFor();
    const large = Buffer.alloc(10_000_001);
    await choose(ana, { name: "film.mp4", mimeType: "video/mp4", buffer: large });
    await ana.getByText(/A file may have 10 MB/).waitFor();
    expect(await troubles(ana)).toEqual([]);
    // By keyboard, as somebody does who sees nothing of it.
    const chooser = ana.waitForEvent("filechooser");
    await ana.getByRole("button", { name: "Attach files", exact: true }).press("Enter");
    await (await chooser).setFiles([]);
    await ana.getByRole("button", { name: "Take out plan.html" }).focus();
    await ana.keyboard.press("Enter");
    await row(ana, "plan.html").waitFor({ state: "detached" });
    await until(async () => (await keptOn(ana, "drafts", "attached:")) === 2);
    await choose(ana, files.page, files.page, files.page, files.page);
    await ana.getByText(/Not attached: 5 files/).waitFor();
    for (const take of [0, 1, 2]) {
      await ana.getByRole("button", { name: "Take out plan.html" }).nth(0).click();
      await until(async () => (await row(ana, "plan.html").count()) === 2 - take);
    }
  });

  test("a file that is dropped on the card is attached, and nothing else happens", async () => {
    await ana.locator(".attach").evaluate((place) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["dropped"], "../notes.txt", { type: "text/plain" }));
      for (const type of ["dragover", "drop"]) {
        place.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    });
    // Without the folder that its name would lead to.
    await row(ana, "notes.txt").waitFor();
    expect(await row(ana, "notes.txt").textContent()).not.toContain("..");
    await ana.getByRole("button", { name: "Take out notes.txt" }).click();
    await row(ana, "notes.txt").waitFor({ state: "detached" });
  });

  test("what is attached outlives the browser, and waits with what was signed", async () => {
    await until(async () => (await keptOn(ana, "drafts", "proposal:new")) === 1);
    // The draft is written a moment after the last change.
    await Bun.sleep(400);
    await browser.close();
    await openBrowser();
    await ana.goto(`${anasUrl()}/decide/new`);
    await ana.getByText("This is what you had begun to write.").waitFor();
    await row(ana, "budget.csv").waitFor();
    await row(ana, "garden.png").locator("img.thumb").waitFor();
    await press(ana, "Propose it");
    await ana.getByText("Your proposal is on its way").waitFor();
    thread = toOpId(new URL(ana.url()).pathname.split("/")[2] ?? "");
    await row(ana, "budget.csv")
      .getByText(/On this phone only/)
      .waitFor();
    expect(await keptOn(ana, "drafts", "attachment:")).toBe(2);
    expect(await keptOn(ana, "drafts", "attached:")).toBe(0);
    // What waits here can be saved here.
    expect((await save(ana, "budget.csv")).equals(budget)).toBe(true);
    await ana.reload();
    await row(ana, "garden.png").locator("img.thumb").waitFor();
  });
});

test("the proposal arrives first, and says that its files are not here yet", async () => {
  await ana.route("**/api/attachments/**", (route) => route.abort());
  box = await startBox({ dir: box.dir, ports: portsOf() });
  rosa.box = box;
  rosa.token = null;
  await ana.evaluate(() => dispatchEvent(new Event("online")));
  await until(() => box.box.store.operation(thread) !== null);
  await openAddress(bo, `${bosUrl()}/decide/${thread}`);
  await row(bo, "budget.csv")
    .getByText(/Not here yet/)
    .waitFor();
  expect(await row(bo, "budget.csv").getByRole("button", { name: /^Save/ }).count()).toBe(0);
  expect(await troubles(bo)).toEqual([]);
});

test("the files follow by themselves, each once, and the other gets the same bytes", async () => {
  await ana.unroute("**/api/attachments/**");
  await ana.evaluate(() => dispatchEvent(new Event("online")));
  await until(() => filesOnBox().length === 2 && filesOnBox().every(({ whole }) => whole === 1));
  await row(ana, "budget.csv").getByText("On this phone", { exact: true }).waitFor();
  await until(async () => (await keptOn(ana, "drafts", "attachment:")) === 0);
  // Nobody has to look again for it.
  await row(bo, "garden.png").locator("img.thumb").waitFor();
  expect((await save(bo, "budget.csv")).equals(budget)).toBe(true);
  await bo.getByRole("button", { name: "Show garden.png large" }).click();
  await bo.getByRole("dialog").locator("img.whole").waitFor();
  expect(await troubles(bo)).toEqual([]);
  await bo.keyboard.press("Escape");
  expect(filesOnBox()).toHaveLength(2);
});

test("what is not the file that was proposed is neither shown nor saved", async () => {
  const other = "what,cost\npipes,990\n";
  const forged = (body: string) =>
    ana.route("**/api/attachments/*", (route) => route.fulfill({ status: 200, body }));
  // Waited for: what is still kept when the page is loaded anew would be shown as it was.
  await ana.evaluate(
    () =>
      new Promise<void>((cleared, failed) => {
        const opening = indexedDB.open("folkmoot");
        opening.onsuccess = () => {
          const { result: db } = opening;
          const clearing = db.transaction("cache", "readwrite");
          clearing.objectStore("cache").clear();
          clearing.oncomplete = () => {
            db.close();
            cleared();
          };
          clearing.onabort = () => failed(clearing.error);
        };
      }),
  );
  for (const body of [other, other.repeat(20_000)]) {
    await forged(body);
    await ana.reload();
    await row(ana, "budget.csv").getByRole("button", { name: /^Save/ }).click();
    await row(ana, "budget.csv")
      .getByText(/is not the file that was proposed/)
      .waitFor();
    expect(await keptOn(ana, "cache", "/api/attachments/")).toBe(0);
    await ana.unroute("**/api/attachments/*");
  }
  expect((await save(ana, "budget.csv")).equals(budget)).toBe(true);
});

test("a file once opened is there without the box", async () => {
  await bo.context().setOffline(true);
  await bo.reload();
  await row(bo, "budget.csv").getByText("On this phone", { exact: true }).waitFor();
  expect((await save(bo, "budget.csv")).equals(budget)).toBe(true);
  await row(bo, "garden.png").locator("img.thumb").waitFor();
  await bo.context().setOffline(false);
});

/** The box answers so until it is taken back. */
async function refuse(page: Page, status: number, code: string): Promise<void> {
  await page.unroute("**/api/attachments");
  await page.route("**/api/attachments", (route) =>
    route.fulfill({ status, json: { error: { code, message: "", hint: null } } }),
  );
}

test("what the box has no room for, or refuses, is safe on the phone and tried again", async () => {
  await refuse(ana, 507, "disk-full");
  await openAddress(ana, `${anasUrl()}/decide/${thread}/amend`);
  await row(ana, "budget.csv").waitFor();
  await ana.getByRole("button", { name: "Take out garden.png" }).click();
  await choose(ana, files.page);
  await row(ana, "plan.html").waitFor();
  await press(ana, "Propose this version");
  await row(ana, "plan.html")
    .getByText(/The box has no room at the moment/)
    .waitFor();
  await refuse(ana, 422, "attachment-hash");
  await ana.reload();
  await row(ana, "plan.html")
    .getByText(/The box did not take this file/)
    .waitFor();
  expect(await keptOn(ana, "drafts", "attachment-kept:")).toBe(1);
  expect(await troubles(ana)).toEqual([]);
  // It is told where everything is that has not gone out.
  await openAddress(ana, `${anasUrl()}/me/outbox`);
  await row(ana, "plan.html")
    .getByText(/The box did not take this file/)
    .waitFor();
  // What else is listed is called by its words, and by no id.
  expect(await ana.locator("main").textContent()).not.toMatch(/[0-9a-f]{32}/);
  expect(await troubles(ana)).toEqual([]);
  await ana.unroute("**/api/attachments");
  await row(ana, "plan.html").getByRole("button", { name: "Try again" }).click();
  await row(ana, "plan.html").waitFor({ state: "detached" });
  await openAddress(ana, `${anasUrl()}/decide/${thread}`);
  await row(ana, "plan.html").getByText("On this phone", { exact: true }).waitFor();
  expect(filesOnBox()).toHaveLength(3);
});

test("a version keeps, adds and takes out files, and says so", async () => {
  await openAddress(bo, `${bosUrl()}/decide/${thread}`);
  await row(bo, "plan.html").waitFor();
  await row(bo, "garden.png").waitFor({ state: "detached" });
  await row(bo, "budget.csv").getByText("On this phone", { exact: true }).waitFor();
  // A page in a file stays a file.
  expect((await save(bo, "plan.html")).toString()).toBe(page1);
  expect(await bo.title()).not.toContain("owned");
  await bo
    .getByRole("region", { name: "Versions" })
    .or(bo.locator("section.card").filter({ hasText: "Versions" }))
    .getByRole("button")
    .last()
    .click();
  await bo.getByText("Added: plan.html").waitFor();
  await bo.getByText("Taken out: garden.png").waitFor();
  await bo.keyboard.press("Escape");
  // What the proposal names no more, this phone keeps no more.
  await until(async () => (await keptOn(bo, "cache", "/api/attachments/")) === 2);
});

test("erasing the words takes the files from the box and from both phones", async () => {
  await openAddress(ana, `${anasUrl()}/decide/${thread}`);
  await row(ana, "budget.csv").waitFor();
  const texts = box.box.store
    .operations({ after: 0, limit: 1_000 })
    .filter(({ kind }) => kind === kinds.proposalText.number);
  await rosa.speak(kinds.erase, { targets: texts.map(({ id }) => id) });
  expect(filesOnBox()).toEqual([]);
  for (const page of [ana, bo]) {
    await row(page, "budget.csv").waitFor({ state: "detached" });
    await page.getByText("The text of this was erased.").first().waitFor();
    await until(async () => (await keptOn(page, "cache", "/api/attachments/")) === 0);
  }
  expect(complaints).toEqual([]);
});

function portsOf(): { https: number; http: number } {
  return { https: Number(new URL(box.url).port), http: Number(new URL(box.plainUrl).port) };
}
