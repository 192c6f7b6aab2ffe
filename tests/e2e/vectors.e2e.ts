/** The frozen vectors in a real browser: phones must understand every byte as the box does. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import type { Page } from "playwright-core";
import {
  algorithmOf,
  bodyOf,
  decodeOperation,
  fromHex,
  toCommunityId,
  verifyOperation,
} from "../../mesh/op/index.ts";
import { launchBrowser, type TestBrowser } from "../support/browser.ts";
import { vectorChecks } from "../support/vectors.ts";
import type {} from "../support/vectors-page.ts";

const pageSource = join(import.meta.dir, "../support/vectors-page.ts");
let browser: TestBrowser;
let server: ReturnType<typeof Bun.serve>;

beforeAll(async () => {
  const build = await Bun.build({ entrypoints: [pageSource], target: "browser", splitting: true });
  const files = new Map(
    build.outputs.map((output) => [output.path.replace(/^\.?\/?/, "/"), output]),
  );
  server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch({ url }) {
      const { pathname } = new URL(url);
      const script = files.get(pathname);
      if (script !== undefined) return new Response(script);
      return new Response('<script type="module" src="/vectors-page.js"></script>', {
        headers: { "content-type": "text/html" },
      });
    },
  });
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop(true);
});

test("Chromium agrees with every frozen vector", async () => {
  const page = await openPage();
  const result = await page.evaluate(() => globalThis.runVectors());
  expect(result).toEqual({ failed: [], count: vectorChecks.length });
}, 60_000);

test("so does a browser without Ed25519, by way of the library", async () => {
  const page = await openPage(() => {
    const { subtle } = crypto;
    const importKey = subtle.importKey.bind(subtle) as (...args: unknown[]) => Promise<CryptoKey>;
    Object.defineProperty(subtle, "importKey", {
      value: async (...args: unknown[]) => {
        const { name } = args[2] as { name: string };
        if (name === "Ed25519") throw new DOMException("Unrecognized name.", "NotSupportedError");
        return importKey(...args);
      },
    });
  });
  const chunks: string[] = [];
  page.on("request", (request) => chunks.push(request.url()));
  const result = await page.evaluate(() => globalThis.runVectors());
  expect(result).toEqual({ failed: [], count: vectorChecks.length });
  // The library is a chunk of its own, which other browsers never load.
  expect(chunks.length).toBe(1);
}, 60_000);

test("what Chromium signs verifies here, with either algorithm", async () => {
  const page = await openPage();
  for (const algorithm of ["Ed25519", "P-256"] as const) {
    const signed = await page.evaluate((name) => globalThis.signHere(name), algorithm);
    const publicKey = fromHex(signed.publicKey) ?? new Uint8Array();
    const op = decodeOperation(fromHex(signed.wire) ?? new Uint8Array());
    expect(signed.extractable).toBe(false);
    expect(algorithmOf(publicKey)).toBe(algorithm);
    expect(await verifyOperation(op, toCommunityId("0".repeat(64)), publicKey)).toBe(true);
    expect(bodyOf(op)).toEqual(["signed in a browser"]);
  }
}, 60_000);

async function openPage(before?: () => void): Promise<Page> {
  const page = await browser.context.newPage();
  if (before !== undefined) await page.addInitScript(before);
  await page.goto(`http://127.0.0.1:${server.port}/`);
  await page.waitForFunction(() => globalThis.runVectors !== undefined);
  return page;
}
