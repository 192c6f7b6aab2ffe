import { afterAll, describe, expect, test } from "bun:test";
import { onContact } from "./connection.ts";
import { sendJson } from "./request.ts";

/** Answers at once, and breaks off in the middle of what it says, or never goes on. */
const box = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/whole") return Response.json({ time: 1 });
    if (pathname === "/nothing") return new Response(null, { status: 204 });
    if (pathname === "/other") return new Response("<h1>Log in to this WiFi</h1>");
    return new Response(
      new ReadableStream({
        start: (body) => body.enqueue(new TextEncoder().encode('{"time":')),
      }),
    );
  },
});
const at = (path: string) => new URL(path, box.url).href;

afterAll(() => box.stop(true));

describe("an answer of the box", () => {
  test("is read, also an empty one", async () => {
    expect(await sendJson<unknown>(at("/whole"))).toEqual({ time: 1 });
    expect(await sendJson<unknown>(at("/nothing"))).toBeUndefined();
  });

  test("that stops in the middle is no answer, and counts as out of reach", async () => {
    const heard: boolean[] = [];
    onContact((answered) => heard.push(answered));
    const broken = sendJson(at("/half"), { timeoutMs: 50 });
    await expect(broken).rejects.toMatchObject({ code: "unreachable" });
    expect(heard).toEqual([true, false]);
    onContact(() => undefined);
  });

  test("that nobody waits for any more says nothing about the box", async () => {
    const heard: boolean[] = [];
    onContact((answered) => heard.push(answered));
    const asking = new AbortController();
    const left = sendJson(at("/half"), { signal: asking.signal });
    setTimeout(() => asking.abort(new Error("left")), 20);
    await expect(left).rejects.toThrow("left");
    expect(heard).not.toContain(false);
    onContact(() => undefined);
  });

  test("that is not the box's is told apart from no answer", async () => {
    await expect(sendJson(at("/other"))).rejects.toThrow(SyntaxError);
  });
});
