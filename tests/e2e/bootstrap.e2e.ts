/** A newcomer's way from the poster to the app: plain http, the certificate, the encrypted door. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { systemClock } from "../../appliance/clock.ts";
import { systemRandom } from "../../appliance/random.ts";
import { bootstrapHandler } from "../../provisioning/bootstrap/handler.ts";
import { pem } from "../../provisioning/certificates/der.ts";
import { openCertificates } from "../../provisioning/certificates/keeper.ts";
import { axeFindings } from "../support/axe.ts";
import { desktop, launchBrowser, phone, type TestBrowser } from "../support/browser.ts";

const seed = "AAECAwQFBgcICQoLDA0ODw";
const folder = mkdtempSync(join(tmpdir(), "folkmoot-bootstrap-"));
const box = openCertificates({
  dir: join(folder, "box"),
  name: "moot.local",
  clock: systemClock,
  random: systemRandom,
});
const secure = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  tls: box.tls(),
  fetch: () =>
    new Response("the app", {
      headers: { "content-type": "text/plain", "cross-origin-resource-policy": "cross-origin" },
    }),
});
let handle: (request: Request) => Response;
const plain = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => handle(request) });
const httpOrigin = `http://moot.local:${plain.port}`;
const httpsOrigin = `https://moot.local:${secure.port}`;
handle = bootstrapHandler({
  hostname: "moot.local",
  httpsOrigin,
  httpOrigin,
  root: box.root,
  words: box.words,
});
let browser: TestBrowser;

async function openBrowser(trust: { trust?: string }): Promise<Page> {
  browser = await launchBrowser({ ...trust, hosts: ["moot.local"] });
  return browser.context.newPage();
}

afterAll(() => {
  secure.stop(true);
  plain.stop(true);
  rmSync(folder, { recursive: true });
});

describe("a phone that does not know the box", () => {
  let page: Page;
  beforeAll(async () => {
    page = await openBrowser({});
  });
  afterAll(() => browser.close());

  test("reads the words and is told, when it asks, that a step is missing", async () => {
    await page.goto(`${httpOrigin}/join#${seed}`);
    const shown = await page.locator(".words li").allTextContents();
    expect(shown).toEqual([...box.words]);
    await page.waitForSelector("html[data-state=new]");
    expect(await page.getByText("Not yet").isVisible()).toBe(false);
    await page.getByRole("button", { name: "Check now" }).click();
    await page.waitForSelector("html[data-state=untrusted]");
    expect(await page.getByText("Not yet").isVisible()).toBe(true);
    expect(await page.getByRole("link", { name: "Open Folkmoot" }).isVisible()).toBe(false);
  });

  test("gets the certificate by the button", async () => {
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download the certificate" }).first().click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("folkmoot-moot.crt");
    expect(new Uint8Array(await Bun.file(await download.path()).arrayBuffer())).toEqual(box.root);
  });

  test("keeps the invitation when it changes the language", async () => {
    await page.goto(`${httpOrigin}/join#${seed}`);
    await page.getByRole("link", { name: "Español" }).click();
    await page.waitForURL(`${httpOrigin}/join?lang=es#${seed}`);
    expect(await page.getByRole("heading", { name: "Compara las palabras" }).isVisible()).toBe(
      true,
    );
  });

  test("without scripts finds the same steps, and the way on", async () => {
    const bare = await browser.context.newPage();
    await bare.route("**/bootstrap.js", (route) => route.abort());
    await bare.goto(`${httpOrigin}/join`);
    expect(await bare.getByText("Check now").isVisible()).toBe(false);
    const onward = bare.getByRole("link", { name: /^Open Folkmoot\. If a warning/ });
    expect(await onward.getAttribute("href")).toBe(`${httpsOrigin}/join`);
    await bare.close();
  });

  const looks = [
    ["a phone", phone, "light", "/"],
    ["a phone", phone, "dark", "/?lang=es"],
    ["a desktop", desktop, "light", "/"],
    ["a desktop", desktop, "dark", "/poster"],
    ["a narrow phone", { width: 320, height: 600 }, "light", "/?lang=es"],
  ] as const;
  test.each(looks)("is accessible on %s", async (_, size, colorScheme, path) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await page.goto(httpOrigin + path);
    for (const part of await page.locator("details").all()) {
      await part.evaluate((element) => element.setAttribute("open", ""));
    }
    expect(await axeFindings(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });
});

describe("a phone that has trusted the certificate", () => {
  let page: Page;
  beforeAll(async () => {
    page = await openBrowser({ trust: pem("CERTIFICATE", box.root) });
  });
  afterAll(() => browser.close());

  test("is told at once, and led on with its invitation", async () => {
    await page.goto(`${httpOrigin}/join#${seed}`);
    await page.waitForSelector("html[data-state=trusted]");
    expect(await page.getByRole("heading", { name: /Your device knows the box/ }).isVisible()).toBe(
      true,
    );
    expect(await page.getByRole("heading", { name: "Compare the words" }).isVisible()).toBe(false);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("link", { name: "Open Folkmoot" }).click();
    await page.waitForURL(`${httpsOrigin}/join#${seed}`);
    expect(await page.textContent("body")).toBe("the app");
  });

  test("can look at the words and steps again", async () => {
    await page.goto(httpOrigin);
    await page.getByRole("button", { name: "Show the words and steps again" }).click();
    expect(await page.getByRole("heading", { name: "Compare the words" }).isVisible()).toBe(true);
  });
});
