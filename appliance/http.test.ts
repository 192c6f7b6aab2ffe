import { afterAll, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { t } from "elysia";
import { FolkmootError } from "../mesh/op/index.ts";
import { systemClock } from "./clock.ts";
import { createHttp, type RouteDefinition, route, type Session } from "./http.ts";
import { silentLog } from "./log.ts";

const staticDir = mkdtempSync(join(tmpdir(), "folkmoot-http-"));
mkdirSync(join(staticDir, "assets"));
writeFileSync(join(staticDir, "index.html"), "<!doctype html><title>app</title>");
writeFileSync(
  join(staticDir, "assets", "app-0123abcd.js"),
  `export const x = "${"y".repeat(5000)}";`,
);
afterAll(() => rmSync(staticDir, { recursive: true }));

const member: Session = {
  member: "m" as Session["member"],
  device: "d" as Session["device"],
  roles: new Set(["member"]),
  groups: new Set(),
  expires: 0,
  ended: new AbortController().signal,
};

const http = createHttp({
  routes: [
    route({
      method: "POST",
      path: "/api/echo/:id",
      audience: "public",
      summary: "Says it again",
      params: t.Object({ id: t.String({ pattern: "^[0-9a-f]{4}$" }) }),
      query: t.Object({ limit: t.Optional(t.Integer({ maximum: 9 })) }),
      body: t.Object({ inner: t.Object({ text: t.String({ maxLength: 10 }) }) }),
      handler: ({ params, query, body }) => ({ params, query, body }),
    }),
    route({
      method: "PUT",
      path: "/api/bytes",
      audience: "public",
      summary: "Counts",
      body: { contentType: "application/octet-stream", bytesMax: 10 },
      handler: ({ body }) => ({ length: body.length }),
    }),
    ...(["found", "local", "guest", "member"] as const).map((audience) =>
      route({
        method: "GET",
        path: `/api/for/${audience}`,
        audience,
        summary: "Who",
        handler: () => ({ audience }),
      }),
    ),
    route({
      method: "GET",
      path: "/api/for/stewards",
      audience: ["steward"],
      summary: "Stewards only",
      handler: () => ({}),
    }),
    route({
      method: "GET",
      path: "/api/fault",
      audience: "public",
      summary: "Breaks",
      handler: () => {
        throw new Error("a member's secret");
      },
    }),
    route({
      method: "GET",
      path: "/api/refusal",
      audience: "public",
      summary: "Refuses",
      handler: () => {
        throw new FolkmootError("no-tea", "No tea.", { hint: "Boil water.", status: 418 });
      },
    }),
    route({
      method: "POST",
      path: "/api/knock",
      audience: "public",
      summary: "A door",
      knock: { burst: 2, perMinute: 1 },
      handler: () => undefined,
    }),
  ],
  info: { title: "Box", version: "1", description: "A box" },
  names: ["oak.local"],
  isFounded: () => true,
  session: (token) => (token === "a-member-of-this-box" ? member : null),
  staticDir,
  bootstrap: () => new Response("bootstrap"),
  clock: systemClock,
  log: silentLog,
});
const door = http.listenPlain({ host: "127.0.0.1", port: 0 });
const controlPath = join(staticDir, "control.sock");
http.listenControl(controlPath);
afterAll(() => http.close());

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${door.port}${path}`, init);
}
async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: { code: string } }).error.code;
}
function post(body: string, path = "/api/echo/00ff"): Promise<Response> {
  return ask(path, { method: "POST", body, headers: { "content-type": "application/json" } });
}

describe("a route", () => {
  test("without an audience does not mount", () => {
    const bare = { method: "GET", path: "/x", summary: "", handler: () => 1 };
    const mount = (audience?: unknown) => () =>
      route({ ...bare, audience } as RouteDefinition<"public", undefined, undefined, undefined>);
    expect(mount()).toThrow("says not who may call it");
    expect(mount("everybody")).toThrow();
    expect(mount([])).toThrow();
    expect(mount("public")).not.toThrow();
  });

  test("gets what it asked for, decoded", async () => {
    const response = await post('{"inner":{"text":"hi"}}', "/api/echo/00ff?limit=3");
    expect(await response.json()).toEqual({
      params: { id: "00ff" },
      query: { limit: 3 },
      body: { inner: { text: "hi" } },
    });
  });

  test("refuses what it did not ask for, flatly and without echo", async () => {
    for (const [body, path] of [
      ['{"inner":{"text":"SECRET is too long"}}'],
      ['{"inner":{"text":"hi"},"SECRET":1}'],
      ['{"inner":{"text":"hi","SECRET":1}}'],
      ['{"inner":{"text":"hi","__proto__":{"SECRET":1}}}'],
      ["null"],
      ['{"inner":{"text":"hi"}}', "/api/echo/SECRET"],
      ['{"inner":{"text":"hi"}}', "/api/echo/00ff?SECRET=1"],
      ['{"inner":{"text":"hi"}}', "/api/echo/00ff?limit=SECRET"],
    ] as const) {
      const response = await post(body, path);
      const text = await response.text();
      expect(response.status).toBe(422);
      expect(JSON.parse(text).error.code).toBe("malformed-request");
      expect(text).not.toContain("SECRET");
    }
  });

  test("refuses broken, deep and wrongly typed JSON", async () => {
    expect((await post("{")).status).toBe(400);
    expect((await post(`${"[".repeat(30_000)}${"]".repeat(30_000)}`)).status).toBe(400);
    expect((await post('{"inner":{"text":"\xff"}}')).status).not.toBe(500);
    const plain = await ask("/api/echo/00ff", { method: "POST", body: "{}" });
    expect(plain.status).toBe(415);
  });

  test("takes bytes up to its bound", async () => {
    const put = (body: BodyInit) =>
      ask("/api/bytes", {
        method: "PUT",
        body,
        headers: { "content-type": "application/octet-stream" },
      });
    expect(await (await put(new Uint8Array(10))).json()).toEqual({ length: 10 });
    expect((await put(new Uint8Array(11))).status).toBe(413);
    expect((await put(new Uint8Array(400_000))).status).toBe(413);
    const chunks = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 4; i++) controller.enqueue(new Uint8Array(8));
        controller.close();
      },
    });
    expect((await put(chunks)).status).toBe(413);
  });

  test("admits its audience and nobody else", async () => {
    const withToken = { headers: { authorization: "Bearer a-member-of-this-box" } };
    expect(await codeOf(await ask("/api/for/member"))).toBe("no-session");
    expect((await ask("/api/for/member", withToken)).status).toBe(200);
    expect(await codeOf(await ask("/api/for/guest"))).toBe("no-session");
    expect((await ask("/api/for/guest", withToken)).status).toBe(200);
    expect(await codeOf(await ask("/api/for/stewards", withToken))).toBe("not-allowed");
    expect(await codeOf(await ask("/api/for/found"))).toBe("already-founded");
    expect(await codeOf(await ask("/api/for/local"))).toBe("not-here");
    const bySocket = { unix: controlPath } as RequestInit;
    expect((await ask("/api/for/local", bySocket)).status).toBe(200);
    const wrong = { headers: { authorization: "Bearer somebody-else-entirely" } };
    expect(await codeOf(await ask("/api/for/member", wrong))).toBe("no-session");
  });

  test("says nothing of its faults, and plainly what it refuses", async () => {
    const fault = await ask("/api/fault");
    expect(fault.status).toBe(500);
    expect(await fault.text()).not.toContain("secret");
    const refusal = await ask("/api/refusal");
    expect(refusal.status).toBe(418);
    expect(await refusal.json()).toEqual({
      error: { code: "no-tea", message: "No tea.", hint: "Boil water." },
    });
  });

  test("lets a stranger knock so often and no more", async () => {
    const knock = () => ask("/api/knock", { method: "POST" });
    expect((await knock()).status).toBe(204);
    expect((await knock()).status).toBe(204);
    const third = await knock();
    expect(third.status).toBe(429);
    expect(third.headers.get("retry-after")).not.toBeNull();
  });
});

describe("every request", () => {
  test("must name this box", async () => {
    const evil = await ask("/api/refusal", { headers: { host: "evil.example" } });
    // The plain door knows strangers only by the bootstrap page.
    expect(await evil.text()).toBe("bootstrap");
    expect((await ask("/api/refusal", { headers: { host: "localhost:1" } })).status).toBe(418);
  });

  test("from another site is refused, links to the app excepted", async () => {
    const from = (site: string, more: Record<string, string> = {}, path = "/api/refusal") =>
      ask(path, { headers: { "sec-fetch-site": site, ...more } });
    expect((await from("cross-site")).status).toBe(403);
    expect((await from("same-site")).status).toBe(403);
    expect((await from("same-origin")).status).toBe(418);
    const link = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    expect((await from("cross-site", link)).status).toBe(403);
    expect((await from("cross-site", link, "/join")).status).toBe(200);
    const framed = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" };
    expect((await from("cross-site", framed, "/join")).status).toBe(403);
    const origin = (value: string) => ask("/api/refusal", { headers: { origin: value } });
    expect((await origin("https://evil.example")).status).toBe(403);
    expect((await origin("null")).status).toBe(403);
    expect((await origin(`http://127.0.0.1:${door.port}`)).status).toBe(418);
  });

  test("gets the security headers, refusals included", async () => {
    for (const path of ["/", "/api/refusal", "/api/nothing", "/docs"]) {
      const { headers } = await ask(path);
      expect(headers.get("content-security-policy")).toContain(
        "require-trusted-types-for 'script'",
      );
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("permissions-policy")).toContain("camera=(self)");
      expect(headers.get("cache-control")).not.toBeNull();
    }
  });
});

describe("the app's files", () => {
  test("come from the map alone, with their caching", async () => {
    const script = await ask("/assets/app-0123abcd.js");
    expect(script.headers.get("cache-control")).toContain("immutable");
    expect(script.headers.get("content-type")).toContain("text/javascript");
    const page = await ask("/", { headers: { "accept-encoding": "identity" } });
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const etag = page.headers.get("etag") ?? "";
    expect((await ask("/", { headers: { "if-none-match": etag } })).status).toBe(304);
    const head = await ask("/", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  test("travel compressed", async () => {
    let encoding: string | null = null;
    for (let tries = 0; tries < 100 && encoding === null; tries++) {
      await Bun.sleep(5);
      const response = await ask("/assets/app-0123abcd.js", {
        headers: { "accept-encoding": "br" },
      });
      encoding = response.headers.get("content-encoding");
      expect(await response.text()).toContain("yyy");
    }
    expect(encoding).toBe("br");
  });

  test("give navigations the page, and programs a 404", async () => {
    const page = await ask("/knowledge/items", { headers: { accept: "text/html" } });
    expect(await page.text()).toContain("<title>app</title>");
    expect((await ask("/missing.js", { headers: { accept: "text/html" } })).status).toBe(404);
    expect((await ask("/%2e%2e%2fpackage.json")).status).toBe(404);
    expect(await codeOf(await ask("/nothing"))).toBe("no-such-route");
  });
});

test("the API document lists every route and is served with its page", async () => {
  const document = (await (await ask("/openapi.json")).json()) as {
    paths: Record<string, { post?: { description: string } }>;
  };
  expect(document.paths["/api/echo/{id}"]?.post?.description).toContain("For anybody.");
  expect(Object.keys(document.paths)).toHaveLength(http.routes.length);
  const page = await (await ask("/docs")).text();
  for (const { path } of http.routes) expect(page).toContain(path);
  expect(page).not.toMatch(/https?:\/\/|<script|style=/);
});
