/** Requests that are not what a browser of a member would send. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBox, type TestBox } from "../support/box.ts";
import { foundedBox, type TestMember } from "../support/member.ts";
import { exchange, statusesIn } from "../support/raw-socket.ts";

let box: TestBox;
let founder: TestMember;
let staticDir: string;
beforeAll(async () => {
  staticDir = mkdtempSync(join(tmpdir(), "folkmoot-app-"));
  writeFileSync(join(staticDir, "index.html"), "<!doctype html><title>app</title>");
  box = await startBox({ staticDir });
  founder = (await foundedBox(box)).founder;
});
afterAll(async () => {
  await box.close();
  rmSync(staticDir, { recursive: true });
});

describe("paths that climb", () => {
  const paths = [
    "/../package.json",
    "/..%2fpackage.json",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/..\\..\\etc\\passwd",
    "/..%5c..%5cetc%5cpasswd",
    "/....//....//etc/passwd",
    "/%252e%252e%252fetc%252fpasswd",
    "/assets/../../../box/box.key",
    "/index.html%00.png",
    "/\u0000",
    "//etc/passwd",
    "/file:///etc/passwd",
    "/api/items/..%2f..%2fbox%2fbox.key",
    "/api/imports/..%2f..%2fetc%2fpasswd",
    "/api/members/%2e%2e%2fme",
    "/box/box.key",
    "/folkmoot.db",
    "/.git/config",
  ];

  test.each(paths)("%j finds nothing", async (path) => {
    const request = `GET ${path} HTTP/1.1\r\nHost: ${box.hostname}\r\nConnection: close\r\n\r\n`;
    const received = await exchange(box, request);
    for (const status of statusesIn(received)) {
      expect(status).toBeGreaterThanOrEqual(400);
      // 505 is the parser's own word for a line it cannot read.
      expect(status < 500 || status === 505).toBe(true);
    }
    expect(received).not.toMatch(/root:x|BEGIN|SQLite format|"name": "folkmoot"|\[core\]/);
  });
});

describe("another name than the box's", () => {
  const names = [
    "evil.example",
    "moot.local.evil.example",
    "10.0.0.1",
    "[::]",
    "",
    "localhost.evil",
  ];

  test.each(names)("%j is not answered", async (name) => {
    for (const path of ["/api/community", "/", "/api/ops"]) {
      const request = `GET ${path} HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`;
      const received = await exchange(box, request);
      const [status] = statusesIn(received);
      expect([400, 421]).toContain(status ?? 400);
      expect(received).not.toContain("Ribera Alta");
    }
  });

  test.each(names)("%j does not trip the plain door either", async (name) => {
    const { port } = new URL(box.plainUrl);
    const raw = connect(Number(port), "127.0.0.1");
    let received = "";
    raw.on("data", (piece) => {
      received += piece.toString("latin1");
    });
    raw.write(`GET /api/community HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
    await new Promise((resolve) => raw.once("close", resolve));
    for (const status of statusesIn(received)) expect(status).toBeLessThan(500);
    expect(received).not.toContain("Ribera Alta");
  });

  test("by plain http, it is answered with the certificate page alone", async () => {
    const ask = (path: string, host: string) =>
      fetch(box.plainUrl + path, { headers: { host, accept: "text/html" } });
    const page = await ask("/api/community", "evil.example");
    const text = await page.text();
    expect(text).not.toContain("Ribera Alta");
    expect(page.headers.get("content-type")).toContain("text/html");
    expect((await ask("/api/community", "localhost")).headers.get("content-type")).toContain(
      "json",
    );
  });
});

describe("pages of other sites", () => {
  const reads = ["/api/me", "/api/members", "/api/ops", "/api/community"];

  test.each(reads)("cannot ask %s", async (path) => {
    const asked = (headers: Record<string, string>) =>
      founder.fetch(path, { headers }).then(async (response) => {
        await response.text();
        expect(response.headers.get("access-control-allow-origin")).toBeNull();
        return response.status;
      });
    expect(await asked({ "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" })).toBe(403);
    expect(await asked({ "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors" })).toBe(403);
    expect(await asked({ origin: "https://evil.example" })).toBe(403);
    expect(await asked({ origin: `https://evil.${box.hostname}` })).toBe(403);
    expect(await asked({ origin: "null" })).toBe(403);
    // The plain page of the same box is another origin.
    expect(await asked({ origin: `http://${box.hostname}:8080` })).toBe(403);
    expect(await asked({ "sec-fetch-site": "same-origin" })).toBe(200);
  });

  test("cannot write, nor preflight", async () => {
    const write = await box.fetch("/api/ops", {
      method: "POST",
      body: Uint8Array.of(0x80),
      headers: { "content-type": "application/cbor", "sec-fetch-site": "cross-site" },
    });
    expect(write.status).toBe(403);
    const preflight = await box.fetch("/api/ops", {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(403);
    expect(preflight.headers.get("access-control-allow-methods")).toBeNull();
  });

  test("may ask whether the box is well, and embed nothing of it", async () => {
    const health = await box.fetch("/health", { headers: { "sec-fetch-site": "cross-site" } });
    expect(health.status).toBe(200);
    const page = await box.fetch("/", {
      headers: {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "iframe",
      },
    });
    expect(page.status).toBe(403);
    expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });
});

describe("requests of doubtful shape", () => {
  const host = () => `Host: ${box.hostname}\r\n`;
  const hidden = "GET /api/me HTTP/1.1\r\nHost: x\r\n\r\n";
  const shapes: [string, () => string][] = [
    [
      "two lengths",
      () =>
        `POST /api/ops HTTP/1.1\r\n${host()}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde${hidden}`,
    ],
    [
      "length and chunks",
      () =>
        `POST /api/ops HTTP/1.1\r\n${host()}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    [
      "chunks spelt oddly",
      () =>
        `POST /api/ops HTTP/1.1\r\n${host()}Transfer-Encoding: xchunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n${hidden}`,
    ],
    [
      "chunks twice",
      () =>
        `POST /api/ops HTTP/1.1\r\n${host()}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    [
      "a space before the colon",
      () => `GET /api/community HTTP/1.1\r\n${host()}Content-Length : 5\r\n\r\nabcde${hidden}`,
    ],
    [
      "a folded header",
      () => `GET /api/community HTTP/1.1\r\n${host()}X-A: b\r\n c\r\n\r\n${hidden}`,
    ],
    ["bare line feeds", () => `GET /api/community HTTP/1.1\nHost: ${box.hostname}\n\n${hidden}`],
    ["no host", () => `GET /api/community HTTP/1.1\r\n\r\n`],
    ["two hosts", () => `GET /api/community HTTP/1.1\r\n${host()}Host: evil.example\r\n\r\n`],
    [
      "a bad chunk size",
      () =>
        `POST /api/ops HTTP/1.1\r\n${host()}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n`,
    ],
    [
      "a huge chunk size",
      () =>
        `POST /api/ops HTTP/1.1\r\n${host()}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc`,
    ],
    ["a negative length", () => `POST /api/ops HTTP/1.1\r\n${host()}Content-Length: -1\r\n\r\n`],
    [
      "a long header",
      () => `GET /api/community HTTP/1.1\r\n${host()}X-A: ${"a".repeat(20_000)}\r\n\r\n`,
    ],
    [
      "many headers",
      () => `GET /api/community HTTP/1.1\r\n${host()}${"X-A: b\r\n".repeat(3_000)}\r\n`,
    ],
    ["a long path", () => `GET /${"a".repeat(20_000)} HTTP/1.1\r\n${host()}\r\n`],
    ["another protocol", () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["a proxy's request", () => `GET http://evil.example/ HTTP/1.1\r\n${host()}\r\n`],
    ["a tunnel", () => `CONNECT evil.example:443 HTTP/1.1\r\n${host()}\r\n`],
    ["no HTTP at all", () => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["nulls", () => `GET /api/\0community HTTP/1.1\r\n${host()}\r\n`],
  ];

  test.each(shapes)("%s: refused, nothing smuggled behind it", async (_, shape) => {
    const received = await exchange(box, shape());
    const statuses = statusesIn(received);
    for (const status of statuses) expect(status === 505 || status < 500).toBe(true);
    // The hidden request must not be answered as one of its own: its host is not the box's, so an
    // answer would show as a second response.
    const answered = statuses.filter((status) => status === 421 || status === 200);
    expect(answered.length).toBeLessThanOrEqual(1);
    expect((await box.fetch("/health")).status).toBe(200);
  });

  test("unknown methods, routes and versions are refused flatly", async () => {
    for (const method of ["PATCH", "PROPFIND", "TRACE", "DELETE"]) {
      const request = `${method} /api/community HTTP/1.1\r\n${`Host: ${box.hostname}`}\r\nConnection: close\r\n\r\n`;
      for (const status of statusesIn(await exchange(box, request))) {
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      }
    }
  });
});

test("every route answers strangers without stumbling, and tells them nothing", async () => {
  for (const { method, path, audience } of box.box.http.routes) {
    const url = path.replace(/:\w+/g, "0".repeat(32));
    const response = await box.fetch(url, {
      method,
      ...(method === "GET" ? {} : { body: "[" }),
      headers: { "content-type": "application/json" },
    });
    const text = await response.text();
    expect([path, response.status < 500]).toEqual([path, true]);
    const isOpen = audience === "public";
    if (!isOpen)
      expect([path, [401, 403, 404, 409].includes(response.status)]).toEqual([path, true]);
    if (!isOpen) expect(text).not.toContain("Ribera Alta");
  }
});
