import { beforeAll, describe, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { systemRandom } from "../../appliance/random.ts";
import { createAuthority } from "../certificates/authority.ts";
import { fingerprintWords } from "../certificates/words.ts";
import { bootstrapHandler } from "./handler.ts";
import { texts } from "./texts.ts";
import { deviceKindOf, languageOf } from "./visitor.ts";

const android = "Mozilla/5.0 (Linux; Android 9; SM-J730F) AppleWebKit/537.36 Chrome/96.0 Mobile";
const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 15_8 like Mac OS X) AppleWebKit/605.1.15 Safari";
const linux = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

let root: Uint8Array<ArrayBuffer>;
let words: string[];
let handle: (request: Request) => Response;

beforeAll(() => {
  root = createAuthority("moot.local", Date.UTC(2026, 10, 21), systemRandom).root;
  words = fingerprintWords(root);
  handle = bootstrapHandler({
    hostname: "moot.local",
    httpsOrigin: "https://moot.local:8443",
    httpOrigin: "http://moot.local:8080",
    root,
    words,
  });
});

function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Response {
  return handle(new Request(`http://moot.local:8080${path}`, { headers, method }));
}

async function page(path: string, headers: Record<string, string> = {}): Promise<string> {
  const response = ask(path, headers);
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  return response.text();
}

describe("the page", () => {
  test("shows the words, in their order, in every language", async () => {
    for (const path of ["/", "/?lang=es", "/poster", "/poster?lang=es"]) {
      const found = [...(await page(path)).matchAll(/<li>([a-z]{3,8})<\/li>/g)].map(([, w]) => w);
      expect(found).toEqual(words);
    }
  });

  test.each([
    [android, "android", "/folkmoot.crt"],
    [iphone, "iphone", "/folkmoot.mobileconfig"],
    [linux, "computer", "/folkmoot.crt"],
  ])("opens the steps of the device in hand: %p", async (agent, device, file) => {
    const text = await page("/", { "user-agent": agent });
    expect([...text.matchAll(/data-device="([a-z]+)" open/g)].map(([, one]) => one)).toEqual([
      device,
    ]);
    expect(text).toContain(`class="button primary" href="${file}"`);
    for (const other of ["android", "iphone", "computer"]) {
      expect(text).toContain(`data-device="${other}"`);
    }
  });

  test("speaks the reader's language, and offers the other", async () => {
    const spanish = await page("/", { "accept-language": "ca, es-MX;q=0.8, en;q=0.7" });
    expect(spanish).toContain('<html lang="es"');
    expect(spanish).toContain('href="?lang=en" lang="en"');
    expect(await page("/", { "accept-language": "de" })).toContain('<html lang="en"');
    const wanted = await page("/?lang=es", { "accept-language": "en" });
    expect(wanted).toContain('<html lang="es"');
    expect(await page("/?lang=xx")).toContain('<html lang="en"');
  });

  test("leads on to where the visitor was heading, and nowhere else", async () => {
    expect(await page("/join")).toContain('href="https://moot.local:8443/join"');
    expect(await page("/recover")).toContain('href="https://moot.local:8443/recover"');
    for (const path of [
      "/",
      "//evil.example",
      "/join/../../x",
      "/%2f%2fevil.example",
      "/join'<x>",
    ]) {
      const text = await page(path);
      expect(text).toContain('href="https://moot.local:8443/"');
      expect(text).not.toContain("evil");
    }
  });

  test("runs nothing but its own files, and asks only the box", async () => {
    const policy = ask("/").headers.get("content-security-policy") ?? "";
    expect(policy).toStartWith("default-src 'none'; style-src 'self'; script-src 'self';");
    expect(policy).toContain("connect-src https://moot.local:8443;");
    expect(policy).not.toContain("unsafe");
    for (const path of ["/", "/poster"]) {
      const text = await page(path);
      expect(text).not.toMatch(/\son[a-z]+=|style=|<style|<script(?! src)|javascript:/);
      const links = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? "");
      const isOwn = /^(\/[a-z]|\?lang=|https:\/\/moot\.local:8443\/)/;
      expect(links.filter((url) => !isOwn.test(url))).toEqual([]);
    }
    expect(await ask("/bootstrap.js").text()).toStartWith("(function checkTrust(");
    expect(await ask("/bootstrap.css").text()).toContain("prefers-color-scheme:dark");
  });

  test("says the same in both languages", () => {
    const shape = (value: unknown): unknown => {
      if (typeof value === "string") {
        expect(value.trim()).not.toBe("");
        return [(value.match(/\{name\}/g) ?? []).length, (value.match(/\*/g) ?? []).length % 2];
      }
      if (Array.isArray(value)) return value.map(shape);
      return Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, shape(v)]));
    };
    expect(shape(texts.es)).toEqual(shape(texts.en));
  });
});

describe("the certificate", () => {
  test("is handed out in the form that each device opens", async () => {
    const crt = ask("/folkmoot.crt");
    expect(crt.headers.get("content-type")).toBe("application/x-x509-ca-cert");
    expect(crt.headers.get("content-disposition")).toBe('attachment; filename="folkmoot-moot.crt"');
    expect(new Uint8Array(await crt.arrayBuffer())).toEqual(root);

    const pem = ask("/folkmoot.pem");
    expect(pem.headers.get("content-type")).toBe("application/x-pem-file");
    expect(new X509Certificate(await pem.text()).raw.equals(root)).toBe(true);

    const profile = ask("/folkmoot.mobileconfig");
    expect(profile.headers.get("content-type")).toBe("application/x-apple-aspen-config");
    expect(profile.headers.get("content-disposition")).toBeNull();
    expect(await profile.text()).toContain("com.apple.security.root");
  });

  test("is all there is: nothing is taken in", () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      expect(ask("/folkmoot.crt", {}, method).status).toBe(405);
    }
    const head = ask("/folkmoot.crt", {}, "HEAD");
    expect([head.status, head.headers.get("content-type")]).toEqual([
      200,
      "application/x-x509-ca-cert",
    ]);
  });
});

describe("phones that ask whether this network is any good", () => {
  test.each([
    ["/generate_204", 204, ""],
    ["/gen_204", 204, ""],
    [
      "/hotspot-detect.html",
      200,
      "<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>",
    ],
    ["/connecttest.txt", 200, "Microsoft Connect Test"],
    ["/ncsi.txt", 200, "Microsoft NCSI"],
    ["/success.txt", 200, "success\n"],
  ])("hear at %p that it is", async (path, status, body) => {
    const response = ask(path);
    expect([response.status, await response.text()]).toEqual([status, body]);
    expect(response.headers.get("location")).toBeNull();
  });

  test("are never redirected: the box is no captive portal", () => {
    for (const path of ["/", "/join", "/redirect", "/nowhere", "/constructor", "/__proto__"]) {
      expect(ask(path).status).toBe(200);
      expect(ask(path).headers.get("location")).toBeNull();
    }
  });
});

describe("visitors", () => {
  test.each([
    [android, "android"],
    [iphone, "iphone"],
    ["Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X)", "iphone"],
    [linux, "computer"],
    ["", "computer"],
  ] as const)("%p holds an %p", (agent, device) => {
    expect(deviceKindOf(agent)).toBe(device);
  });

  test.each([
    [null, "", "en"],
    [null, "es", "es"],
    [null, "fr-FR,fr;q=0.9,es;q=0.2", "es"],
    [null, "en;q=0.1, es;q=0.9", "es"],
    [null, "es;q=0, en", "en"],
    ["en", "es", "en"],
    [null, ",;,;q=;q=x".repeat(1000), "en"],
  ] as const)("wanting %p and accepting %p read %p", (wanted, accepted, language) => {
    expect(languageOf(wanted, accepted)).toBe(language);
  });
});
