/** The app without its box: nothing is lost, nothing happens twice. In a real Chromium. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { kinds } from "../../mesh/kinds/index.ts";
import { toBase64Url } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { foundCommunity, press, until, untilInstalled } from "../support/walkthrough.ts";

// Two processors, shared by browsers and boxes: patience, not a measurement.
setDefaultTimeout(60_000);

// A copy of the built app, so that a test can change it as an update would.
const appDir = mkdtempSync(join(tmpdir(), "folkmoot-app-"));
let box: TestBox;
let browser: TestBrowser;
let page: Page;
/** What somebody saved from their outbox, to be carried by others. */
let outboxFile = "";

beforeAll(async () => {
  cpSync(join(import.meta.dir, "../../ui/dist"), appDir, { recursive: true });
  box = await startBox({ staticDir: appDir });
  browser = await launchBrowser();
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  const code = toBase64Url(box.foundingCode() as Uint8Array);
  await foundCommunity(page, `${box.plainUrl}/found#${code}`, {
    community: "Ribera Alta",
    founder: "Ana Ruiz",
  });
  await untilInstalled(page);
});

afterAll(async () => {
  await browser?.close();
  await box?.close();
  rmSync(appDir, { recursive: true });
});

/** What the database of the app holds, as the page itself reads it. */
function stored<Row>(store: string, of: Page = page): Promise<Row[]> {
  return of.evaluate(async (name) => {
    const opening = indexedDB.open("folkmoot");
    const db = await new Promise<IDBDatabase>((done) => {
      opening.onsuccess = () => done(opening.result);
    });
    const reading = db.transaction(name).objectStore(name).getAll();
    const rows = await new Promise<unknown[]>((done) => {
      reading.onsuccess = () => done(reading.result);
    });
    db.close();
    return rows as never[];
  }, store);
}

interface Own {
  seq: number;
  state: string;
  receivedAt: number | null;
}

/** Names the box has seen for the member, oldest first. */
function profilesOnBox(): number {
  const { store } = box.box;
  return store.operations({ after: 0, limit: 500 }).filter((op) => op.kind === kinds.profile.number)
    .length;
}

async function open(path: string): Promise<void> {
  await page.goto(box.plainUrl + path);
  await page.locator("h1").waitFor();
}

async function rename(name: string): Promise<void> {
  await open("/me/profile");
  await page.getByLabel("Name").fill(name);
  await press(page, "Save");
  await page.getByRole("heading", { name: "Me" }).waitFor();
}

const untilSent = () => until(async () => (await stored("outbox")).length === 0);

describe("out of reach of the box", () => {
  test("the app opens, shows what was seen, and keeps what is written", async () => {
    await open("/me");
    await page.getByText("Ana Ruiz").waitFor();
    await box.box.close();
    await page.reload();
    await page.getByText("Ana Ruiz").waitFor();
    await page.getByRole("button", { name: "Out of reach" }).waitFor();
    await rename("Ana written far away");
    await page.getByText("On this phone only").waitFor();
    await page.getByText("Ana written far away").waitFor();
  });

  test("a page never opened says so", async () => {
    await open("/community");
    await page.getByText("Not on this phone yet").first().waitFor();
  });

  test("the outbox survives the browser", async () => {
    const { profile } = browser;
    await browser.context.close();
    browser = await launchBrowser({ profile });
    page = browser.context.pages()[0] ?? (await browser.context.newPage());
    await open("/me/outbox");
    await page.getByText("Ana written far away").waitFor();
    expect((await stored<Own>("operations")).filter((op) => op.state === "queued")).toHaveLength(1);
  });

  test("the outbox is exported as a file that any phone can deliver", async () => {
    await open("/me/outbox");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      press(page, "Save what waits"),
    ]);
    box = await box.restart();
    outboxFile = (await download.path()) ?? "";
    const file = await Bun.file(outboxFile).bytes();
    const headers = { "content-type": "application/cbor" };
    const reply = await fetch(`${box.plainUrl}/api/ops`, { method: "POST", body: file, headers });
    expect(await reply.json()).toMatchObject({ results: [{ state: "ok" }] });
    expect(profilesOnBox()).toBe(2);
  });

  test("back in reach it is sent, and what somebody carried before is not doubled", async () => {
    await open("/me/outbox");
    await untilSent();
    await page.getByText("On the box").first().waitFor();
    expect(profilesOnBox()).toBe(2);
    const own = await stored<Own>("operations");
    expect(own.every((op) => op.receivedAt !== null)).toBe(true);
  });

  test("somebody else's file is carried, and delivered once", async () => {
    await open("/me/outbox");
    await page.locator("input[type=file]").setInputFiles(outboxFile);
    await page.getByText("1 thing was taken along.").waitFor();
    await page.getByText("1 thing of others was delivered.").waitFor();
    expect(profilesOnBox()).toBe(2);
    const noOutbox = { name: "notes.cbor", mimeType: "application/cbor", buffer: Buffer.from("x") };
    await page.locator("input[type=file]").setInputFiles(noOutbox);
    await page.getByText("This file holds nothing that could be carried.").waitFor();
  });
});

describe("in reach again, or all the time", () => {
  test("a question that the box had no room for is asked again by itself", async () => {
    let refused = 0;
    await browser.context.route("**/api/ask", async (route) => {
      if (route.request().method() !== "POST") return route.fallback();
      refused += 1;
      const error = { code: "too-many-questions", message: "Too many.", hint: null };
      await route.fulfill({ status: 429, json: { error } });
    });
    await open("/ask");
    await page.getByRole("textbox").first().fill("Where is the pump?");
    await press(page, /^Ask$/);
    await until(() => refused > 0);
    await browser.context.unrouteAll({ behavior: "wait" });
    await until(async () => {
      const drafts = await stored<{ value: unknown }>("drafts");
      return !JSON.stringify(drafts).includes("Where is the pump?");
    });
    await page.getByText("Where is the pump?").first().waitFor();
  });

  test("a page that could not be read is read as soon as the box is heard again", async () => {
    await Promise.all([page.waitForResponse("**/api/events"), open("/more")]);
    // What the stream says when it opens has been looked up: nothing else asks for the page again.
    await page.waitForTimeout(1_000);
    await browser.context.route("**/api/members**", (route) => route.abort());
    await page.getByRole("link", { name: "Community" }).click();
    await page.getByText("Not on this phone yet").first().waitFor();
    await browser.context.unrouteAll({ behavior: "wait" });
    await page.getByText(/^you · /).waitFor();
  });

  test("the app hears of changes again as soon as the box answers anything else", async () => {
    await browser.context.route("**/api/events", (route) => route.abort());
    await page.clock.install();
    await open("/me");
    await page.getByRole("button", { name: "Out of reach" }).waitFor();
    await page.clock.pauseAt(Date.now() + 3_600_000);
    await browser.context.unrouteAll({ behavior: "wait" });
    // No pause comes to its end any more: only the answer to another page can be what wakes it.
    const [stream] = await Promise.all([
      page.waitForResponse("**/api/events"),
      press(page, "Knowledge"),
    ]);
    expect(stream.status()).toBe(200);
    await page.clock.resume();
  });
});

describe("exactly once", () => {
  test("even if every second reply is lost after the box has acted", async () => {
    const before = profilesOnBox();
    let requests = 0;
    await browser.context.route("**/api/ops", async (route) => {
      const response = await route.fetch();
      requests += 1;
      await (requests % 2 === 1 ? route.abort() : route.fulfill({ response }));
    });
    for (let i = 1; i <= 6; i++) await rename(`Ana number ${i}`);
    await until(async () => {
      await press(page, /Waiting to be sent/).catch(() => undefined);
      await page.evaluate(() => dispatchEvent(new Event("online")));
      return (await stored("outbox")).length === 0;
    });
    await browser.context.unrouteAll({ behavior: "wait" });
    expect(requests).toBeGreaterThan(1);
    expect(profilesOnBox()).toBe(before + 6);
    const seqs = (await stored<Own>("operations")).map((op) => op.seq).sort((a, b) => a - b);
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
  });

  test("only the box's own receipt takes something out of the outbox", async () => {
    await browser.context.route("**/api/ops", async (route) => {
      const response = await route.fetch();
      const reply = await response.json();
      // The last bytes are the signature's.
      const receipt = `${String(reply.receipt).slice(0, -4)}AAAA`;
      await route.fulfill({ response, json: { ...reply, receipt } });
    });
    await rename("Ana with a false receipt");
    await page.getByText("On this phone only").waitFor();
    await browser.context.unrouteAll({ behavior: "wait" });
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await untilSent();
  });

  test("with two tabs writing at the same time", async () => {
    const before = profilesOnBox();
    const other = await browser.context.newPage();
    const write = async (tab: Page, name: string) => {
      for (let i = 1; i <= 4; i++) {
        await tab.goto(`${box.plainUrl}/me/profile`);
        await tab.getByLabel("Name").fill(`${name} ${i}`);
        await press(tab, "Save");
        await tab.getByRole("heading", { name: "Me" }).waitFor();
      }
    };
    await Promise.all([write(page, "One"), write(other, "Two")]);
    await untilSent();
    await other.close();
    expect(profilesOnBox()).toBe(before + 8);
    const own = await stored<Own>("operations");
    expect(new Set(own.map((op) => op.seq)).size).toBe(own.length);
    expect(own.filter((op) => op.state === "fork" || op.state === "badsig")).toEqual([]);
  });

  test("after the box was restored from before it was sent", async () => {
    const own = await stored<Own>("operations");
    const backup = `${box.dir}-older`;
    await box.box.store.backup(backup);
    await rename("Ana after the backup");
    await untilSent();
    await box.box.close();
    const ports = box.box.ports as { https: number; http: number };
    for (const name of [
      "folkmoot.db",
      "folkmoot.db-wal",
      "folkmoot.db-shm",
      "keys.db",
      "keys.db-wal",
    ]) {
      await Bun.file(`${box.dir}/${name}`)
        .delete()
        .catch(() => undefined);
    }
    for (const name of ["folkmoot.db", "keys.db"]) {
      await Bun.write(`${box.dir}/${name}`, Bun.file(`${backup}/${name}`));
    }
    box = await startBox({ dir: box.dir, ports, staticDir: appDir });
    const before = profilesOnBox();
    await open("/me");
    await until(() => profilesOnBox() === before + 1);
    await untilSent();
    await page.getByText("Ana after the backup").waitFor();
    expect(await stored<Own>("operations")).toHaveLength(own.length + 1);
  });
});

describe("the device's key", () => {
  test("cannot be read out, not even by the app", async () => {
    const refusal = await page.evaluate(async () => {
      const opening = indexedDB.open("folkmoot");
      const db = await new Promise<IDBDatabase>((done) => {
        opening.onsuccess = () => done(opening.result);
      });
      const reading = db.transaction("keys").objectStore("keys").get("device");
      const { privateKey } = await new Promise<{ privateKey: CryptoKey }>((done) => {
        reading.onsuccess = () => done(reading.result);
      });
      db.close();
      return crypto.subtle.exportKey("pkcs8", privateKey).then(
        () => "readable",
        (error: Error) => error.name,
      );
    });
    expect(refusal).toBe("InvalidAccessError");
  });
});

test("the code on the phone has the fingerprint that the box shows", async () => {
  await open("/box");
  await press(page, "Show the fingerprint");
  await page.getByText("Both are the same.").waitFor();
});

describe("drafts and updates", () => {
  const about = () => page.getByLabel("About you");

  test("a half-written form is there after a crash of the page", async () => {
    await open("/me/profile");
    await about().fill("I mend bicycles");
    await until(async () => (await stored("drafts")).length > 0);
    await page.goto("about:blank");
    await open("/me/profile");
    await until(async () => (await about().inputValue()) === "I mend bicycles");
  });

  test("a new version waits for a tap and keeps the draft", async () => {
    await about().waitFor();
    await box.box.close();
    appendFileSync(join(appDir, "sw.js"), "\n// another version\n");
    box = await box.restart();
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.ready).update();
    });
    await page.getByText("A new version of the app is here.").waitFor();
    // The old worker first finishes what it is in the middle of.
    const reloaded = page.waitForEvent("load", { timeout: 90_000 });
    await Promise.all([reloaded, press(page, "Refresh")]);
    await about().waitFor();
    await until(async () => (await about().inputValue()) === "I mend bicycles");
  }, 120_000);
});
