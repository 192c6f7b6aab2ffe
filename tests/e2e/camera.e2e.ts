/** Codes are read by the phone's camera inside the app, and from a picture where there is none. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import encodeQR from "qr";
import { startBox, type TestBox } from "../support/box.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { foundRibera, makeInvitation } from "../support/walkthrough.ts";

setDefaultTimeout(60_000);

const film = join(tmpdir(), `folkmoot-camera-${process.pid}.y4m`);
const frame = { width: 640, height: 480 };
const browsers: TestBrowser[] = [];
let box: TestBox;
let founder: Page;

beforeAll(async () => {
  box = await startBox();
  founder = await phone([]);
  await foundRibera(founder, box);
});

afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await box?.close();
  rmSync(film, { force: true });
});

async function phone(args: readonly string[]): Promise<Page> {
  const browser = await launchBrowser({ args });
  browsers.push(browser);
  return browser.context.pages()[0] ?? (await browser.context.newPage());
}

/** A film of one frame: the code in the middle, a little grey, as a camera sees it. */
function filmOf(text: string): Uint8Array {
  const modules = encodeQR(text, "raw", { border: 4 });
  const scale = Math.floor((frame.height - 60) / modules.length);
  const at = (x: number, y: number) => {
    const row = Math.floor((y - (frame.height - modules.length * scale) / 2) / scale);
    const column = Math.floor((x - (frame.width - modules.length * scale) / 2) / scale);
    return modules[row]?.[column] === true ? 40 : 205;
  };
  const luma = Uint8Array.from({ length: frame.width * frame.height }, (_, i) =>
    at(i % frame.width, Math.floor(i / frame.width)),
  );
  const chroma = new Uint8Array((frame.width * frame.height) / 2).fill(128);
  const head = `YUV4MPEG2 W${frame.width} H${frame.height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`;
  return Buffer.concat([Buffer.from(head), luma, chroma]);
}

async function invitation(): Promise<string> {
  const { pathname, hash } = new URL(await makeInvitation(founder, box.plainUrl));
  return `${box.plainUrl}${pathname}${hash}`;
}

test("the camera reads an invitation, and its member is in", async () => {
  await Bun.write(film, filmOf(await invitation()));
  const page = await phone([
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  await page.goto(`${box.plainUrl}/join?by=scan`);
  await page.getByLabel("Your name").fill("Bea Lund");
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.getByRole("heading", { name: "Welcome to Ribera Alta" }).waitFor();
});

test("without a camera a picture will do, and a wrong one is told apart", async () => {
  const link = await invitation();
  const page = await phone([]);
  await page.goto(`${box.plainUrl}/join?by=scan`);
  await page.getByText("No camera was found").waitFor();
  const choose = page.locator("input[type=file]");
  await choose.setInputFiles(await pictureOf(page, "https://example.org/menu"));
  await page.getByText("This code belongs to something else.").waitFor();
  await choose.setInputFiles(await pictureOf(page, link));
  await page.getByLabel("Your name").waitFor();
  expect(await page.getByText("You are invited to Ribera Alta").count()).toBe(1);
});

/** A PNG of a code, drawn by the browser. */
async function pictureOf(page: Page, text: string) {
  const modules = encodeQR(text, "raw", { border: 4 });
  const base64 = await page.evaluate(async (rows) => {
    const scale = 8;
    const canvas = new OffscreenCanvas(rows.length * scale, rows.length * scale);
    const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = "#000";
    rows.forEach((row, y) => {
      row.forEach((dark, x) => {
        if (dark) context.fillRect(x * scale, y * scale, scale, scale);
      });
    });
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  }, modules);
  return { name: "code.png", mimeType: "image/png", buffer: Buffer.from(base64, "base64") };
}
