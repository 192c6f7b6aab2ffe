/** A box that rewrites its history is caught by a phone, in a real Chromium; a restore is not blamed. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import encodeQR from "qr";
import { restoreBox } from "../../appliance/cli/backup.ts";
import { kinds } from "../../mesh/kinds/index.ts";
import {
  parseCheckpoint,
  signCheckpoint,
  verifyEvidenceFile,
  verifyInclusionFile,
} from "../../mesh/log/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { foundRibera, openAddress, press, until, untilInstalled } from "../support/walkthrough.ts";

// Two processors, shared by browsers and boxes: patience, not a measurement.
setDefaultTimeout(60_000);

const dir = mkdtempSync(join(tmpdir(), "folkmoot-audit-"));
let box: TestBox;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  box = await startBox({ dir: join(dir, "first") });
  browser = await launchBrowser();
  page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await foundRibera(page, box);
  await untilInstalled(page);
});

afterAll(async () => {
  await browser?.close();
  await box?.close();
  rmSync(dir, { recursive: true, force: true });
});

const ports = () => box.box.ports as { https: number; http: number };

async function open(path: string): Promise<void> {
  await openAddress(page, box.plainUrl + path);
}

/** Signs something, and waits until the box has it. */
async function rename(name: string): Promise<void> {
  const before = box.box.store.position();
  await open("/me/profile");
  await page.getByLabel("Name").fill(name);
  await press(page, "Save");
  await until(() => box.box.store.position() > before);
}

interface Remembered {
  logs: { checkpoints: string[] }[];
  verdict: string;
  alarms: { fault: string }[];
}

/** What the phone remembers of the record. */
function remembered(): Promise<Remembered | undefined> {
  return page.evaluate(async () => {
    const opening = indexedDB.open("folkmoot");
    const db = await new Promise<IDBDatabase>((done) => {
      opening.onsuccess = () => done(opening.result);
    });
    const reading = db.transaction("meta").objectStore("meta").get("record");
    const record = await new Promise<Remembered | undefined>((done) => {
      reading.onsuccess = () => done(reading.result);
    });
    db.close();
    return record;
  });
}

/** Waits until the phone has seen a head of everything that is logged now. */
async function untilCompared(): Promise<void> {
  const size = box.box.store.position();
  await until(async () => {
    const newest = (await remembered())?.logs.at(-1)?.checkpoints.at(-1) ?? "";
    return Number(newest.split("\n")[1]) >= size;
  });
}

async function savedFile(button: string): Promise<Uint8Array> {
  const [download] = await Promise.all([page.waitForEvent("download"), press(page, button)]);
  return Bun.file((await download.path()) ?? "").bytes();
}

describe("an honest box", () => {
  test("is compared in the background, on whichever page one is", async () => {
    await open("/");
    await untilCompared();
    await rename("Ana in the record");
    await untilCompared();
    expect((await remembered())?.alarms).toEqual([]);
    await open("/box");
    await press(page, /The record/);
    await page.getByText("Nothing was changed").waitFor();
  });

  test("proves one's own words, as a file that holds without it", async () => {
    await open("/box/record");
    await press(page, /Ana in the record/);
    await page.getByText("It is in the record", { exact: true }).waitFor();
    const verdict = await verifyInclusionFile(await savedFile("Save the proof"));
    expect(verdict).toMatchObject({ ok: true, kind: kinds.profile.number });
    if (verdict.ok)
      expect(box.box.store.operation(verdict.operation)?.position).toBe(verdict.index + 1);
  });

  test("proves them out of reach as well", async () => {
    const address = page.url();
    await box.box.close();
    await page.goto(address);
    await page.getByText("It is in the record", { exact: true }).waitFor();
    const file = await savedFile("Save the proof");
    expect((await verifyInclusionFile(file)).ok).toBe(true);
    box = await box.restart();
  });
});

describe("two phones", () => {
  test("compare by a code, and find a second record", async () => {
    await open("/box/record");
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    const mine = (await remembered())?.logs.at(-1)?.checkpoints.at(-1) ?? "";
    await showCode(mine);
    await page.getByText("Both phones have seen the same record.").waitFor();
    await open("/box/record");
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await showCode("of something else");
    await page.getByText(/That is no code of this record/).waitFor();
    const theirs = { ...parseCheckpoint(mine), root: new Uint8Array(32) };
    await showCode(await signCheckpoint(theirs, box.box.provisioned.boxSigner));
    await page.getByText("The two phones were shown different records.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("The box has signed two different records").waitFor();
    const judged = await verifyEvidenceFile(await savedFile("Save the evidence"));
    expect(judged.verdict).toBe("proven");
    await press(page, "Put away");
    await press(page, "Begin anew with what the box shows");
    await page.getByText("Nothing was changed").waitFor();
  });

  /** As a picture of the other phone's screen. */
  async function showCode(says: string): Promise<void> {
    const picture = Buffer.from(encodeQR(says, "gif", { scale: 6 }));
    const file = { name: "code.gif", mimeType: "image/gif", buffer: picture };
    await page.getByRole("dialog").locator("input[type=file]").setInputFiles(file);
  }
});

describe("a box that was restored", () => {
  test("says so, and is told apart from one that rewrites", async () => {
    const backup = join(dir, "backup");
    await box.box.backup(backup);
    await rename("Ana after the backup");
    await untilCompared();
    const lastPorts = ports();
    const lost = box.box.store.position();
    await box.box.close();
    const data = join(dir, "restored");
    await restoreBox(backup, data);
    box = await startBox({ dir: data, ports: lastPorts });
    await open("/");
    await page.getByText("The box was restored from a backup.").waitFor();
    // What only this phone still had comes back.
    await until(() => box.box.store.position() === lost);
    await press(page, "Look at it");
    await page.getByText(/had not come back/).waitFor();
    await page.getByText("Nothing was changed").waitFor();
    // The one of the phones that compared, which was put away.
    expect((await remembered())?.alarms).toHaveLength(1);
    await open("/");
    await page.getByRole("heading", { name: /Ana/ }).waitFor();
    await page.getByText("The box was restored from a backup.").waitFor({ state: "detached" });
    await untilCompared();
  });
});

describe("a box that rewrites its history", () => {
  test("is caught by the phone, with evidence that convicts it", async () => {
    await untilCompared();
    const lastPorts = ports();
    await box.box.close();
    await rewriteHistory(box.dir);
    box = await startBox({ dir: box.dir, ports: lastPorts });
    await open("/");
    await page.getByText("The box's record is not what it was.").waitFor();
    await press(page, "Look at it");
    await page.getByText("The box contradicts what it has signed").waitFor();
    await page.getByText("What to do").waitFor();
    const judged = await verifyEvidenceFile(await savedFile("Save the evidence"));
    expect(judged.verdict).toBe("proven");
  });

  test("and the alarm stays until it is put away, over restarts and pages", async () => {
    await page.reload();
    await page.getByText("The box's record is not what it was.").waitFor();
    const { profile } = browser;
    await browser.context.close();
    browser = await launchBrowser({ profile });
    page = browser.context.pages()[0] ?? (await browser.context.newPage());
    await open("/more");
    await page.getByText("The box's record is not what it was.").waitFor();
    await open("/box/record");
    await press(page, "Put away");
    await page.getByText("Put away earlier").waitFor();
    await page.getByText("The box's record is not what it was.").waitFor({ state: "detached" });
    await page.getByText("The box contradicts what it has signed").waitFor();
    await press(page, "Begin anew with what the box shows");
    await page.getByText("Nothing was changed").waitFor();
    await page.getByText("Put away earlier").waitFor();
  });

  test("one that drops what it has confirmed is caught as well", async () => {
    await browser.context.route("**/api/audit/inclusion/*", (route) =>
      route.fulfill({
        status: 404,
        json: { error: { code: "not-logged", message: "This is not in the record.", hint: null } },
      }),
    );
    await rename("Ana dropped");
    await page.getByText("The box's record is not what it was.").waitFor();
    await press(page, "Look at it");
    await page.getByText("Something of yours is not in the record").waitFor();
    await press(page, "Put away");
    await browser.context.unroute("**/api/audit/inclusion/*");
  });

  test("one that was tampered with says so itself", async () => {
    await untilCompared();
    const lastPorts = ports();
    await box.box.close();
    const db = new Database(join(box.dir, "folkmoot.db"), { readwrite: true });
    db.run("UPDATE operation SET id = randomblob(16) WHERE position = 2");
    db.close();
    box = await startBox({ dir: box.dir, ports: lastPorts });
    await open("/");
    await page.getByText("The box's record is not what it was.").waitFor();
    await press(page, "Look at it");
    await page.getByText("The box says that its record was damaged").waitFor();
  });
});

/** What the operator of a box can do: alter the log, and forget what the box had signed of it. */
async function rewriteHistory(data: string): Promise<void> {
  const emptyRoot = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const db = new Database(join(data, "folkmoot.db"), { readwrite: true });
  const last = db
    .query<{ origin: string; number: number }, []>(
      "SELECT origin, number FROM audit_log ORDER BY number DESC LIMIT 1",
    )
    .get();
  db.run("UPDATE operation SET id = randomblob(16) WHERE position = 2");
  db.run("DELETE FROM audit_tile");
  db.run(`UPDATE audit_log SET size = 0, root = x'${emptyRoot}', checkpoint = NULL
    WHERE number = ${last?.number}`);
  db.close();
  const head = { origin: last?.origin, size: 0, root: emptyRoot };
  await Bun.write(join(data, "audit", "head.json"), JSON.stringify(head));
}
