import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { modelFiles } from "../../tests/support/gguf/models.ts";
import { downloadModel, resolvePull } from "./pull.ts";

let dir: string;
let server: ReturnType<typeof serve>;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "folkmoot-pull-"));
  server = serve();
});
afterEach(() => {
  server.stop();
  rmSync(dir, { recursive: true });
});

const { path, sha256 } = modelFiles.tiny();
const whole = readFileSync(path);

/** Gives a file out; `breaks`: how many bytes it sends of each answer before it is cut. */
function serve() {
  const asked: (string | null)[] = [];
  const behave = { breaks: Number.POSITIVE_INFINITY, ranges: true };
  const bun = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      const range = request.headers.get("range");
      asked.push(range);
      const from = behave.ranges ? Number(/bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0) : 0;
      if (from >= whole.length) return new Response(null, { status: 416 });
      const rest = whole.subarray(from);
      return new Response(rest.subarray(0, behave.breaks), {
        status: from > 0 ? 206 : 200,
        headers: { "x-whole": String(rest.length) },
      });
    },
  });
  const url = `http://127.0.0.1:${bun.port}/model.gguf`;
  return { url, asked, behave, stop: () => bun.stop(true) };
}

/** As a connection that breaks looks: fewer bytes than were promised. */
const breaking: typeof fetch = Object.assign(
  async (...args: Parameters<typeof fetch>) => {
    const answer = await fetch(...args);
    const headers = new Headers(answer.headers);
    headers.set("content-length", answer.headers.get("x-whole") ?? "0");
    return new Response(answer.body, { status: answer.status, headers });
  },
  { preconnect: fetch.preconnect },
);

const pull = async () =>
  (await downloadModel({ url: server.url, sha256 }, dir, { fetching: breaking })).path;

test("a download that breaks off is gone on with", async () => {
  server.behave.breaks = 250_000;
  await expect(pull()).rejects.toMatchObject({ code: "download-failed" });
  server.behave.breaks = Number.POSITIVE_INFINITY;
  expect(readFileSync(await pull()).equals(whole)).toBe(true);
  expect(server.asked).toEqual([null, "bytes=250000-"]);
  expect(readFileSync(await pull()).equals(whole)).toBe(true);
});

test("a line that goes dead is told as that, and gone on with", async () => {
  let line: Socket | null = null;
  const dead = createServer((socket) => {
    line = socket;
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${whole.length}\r\n\r\n`);
      socket.write(whole.subarray(0, 100_000));
    });
  });
  await new Promise<void>((listening) => dead.listen(0, "127.0.0.1", listening));
  const { port } = dead.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/model.gguf`;
  // Not before it is here: what a line takes with it when it goes is another matter.
  const onProgress = (received: number) => {
    if (received === 100_000) line?.destroy();
  };
  await expect(downloadModel({ url, sha256 }, dir, { onProgress })).rejects.toMatchObject({
    code: "download-failed",
    hint: "Run the same command again: it goes on where it stopped.",
  });
  dead.close();
  expect(readFileSync(await pull()).equals(whole)).toBe(true);
  expect(server.asked).toEqual(["bytes=100000-"]);
});

describe("a server that does otherwise than asked", () => {
  /** One that has its own ideas once somebody wants to go on in the middle. */
  async function resumedWith(answer: (from: number) => Response): Promise<Buffer> {
    server.behave.breaks = 100_000;
    await expect(pull()).rejects.toMatchObject({ code: "download-failed" });
    const odd: typeof fetching = async (_, { headers }) => {
      const range = new Headers(headers).get("range");
      if (range === null) return new Response(whole);
      return answer(Number(/bytes=(\d+)-/.exec(range)?.[1]));
    };
    const options = { fetching: odd };
    return readFileSync((await downloadModel({ url: "http://x/", sha256 }, dir, options)).path);
  }
  const fetching = async (_: string, __: RequestInit) => new Response();

  test("goes on elsewhere: nothing is put together that does not belong together", async () => {
    const elsewhere = () =>
      new Response(whole.subarray(5), {
        status: 206,
        headers: { "content-range": `bytes 5-${whole.length - 1}/${whole.length}` },
      });
    expect((await resumedWith(elsewhere)).equals(whole)).toBe(true);
  });

  test("has a shorter file by now: it is begun again", async () => {
    const headers = { "content-range": "bytes */50" };
    const shorter = () => new Response(null, { status: 416, headers });
    expect((await resumedWith(shorter)).equals(whole)).toBe(true);
  });

  test("gives a page, says no, or promises more than a disk holds: told before it is taken", async () => {
    const asked = (answer: () => Response) =>
      downloadModel({ url: "http://x/", sha256 }, dir, { fetching: async () => answer() });
    await expect(asked(() => new Response("<html>Log in</html>"))).rejects.toMatchObject({
      code: "not-a-model",
      hint: expect.stringContaining("not of a page"),
    });
    await expect(asked(() => new Response(null, { status: 403 }))).rejects.toMatchObject({
      hint: expect.stringContaining("moot model add FILE"),
    });
    await expect(asked(() => new Response(null, { status: 404 }))).rejects.toMatchObject({
      hint: expect.stringContaining("nothing at this address"),
    });
    const promising = (bytes: number) => () =>
      new Response("GGUF", { headers: { "content-length": String(bytes) } });
    await expect(asked(promising(2 ** 37))).rejects.toMatchObject({ code: "model-too-large" });
    expect(statSync(join(dir, readdirSync(dir)[0] as string)).size).toBe(0);
  });

  test("stops talking: the line counts as dead", async () => {
    const silent = new ReadableStream({
      start: (controller) => controller.enqueue(whole.subarray(0, 1_000)),
    });
    const fetching = async (_: string, { signal }: RequestInit) =>
      new Response(silent.pipeThrough(new TransformStream(), signal ? { signal } : {}));
    const options = { fetching, stalledAfterMs: 50 };
    await expect(downloadModel({ url: "http://x/", sha256 }, dir, options)).rejects.toMatchObject({
      code: "download-failed",
    });
    expect(readFileSync(await pull()).equals(whole)).toBe(true);
  });
});

test("a hub that cannot be reached is told as that", async () => {
  const away = () => Promise.reject(new TypeError("no route"));
  const asked = resolvePull("hf:owner/name/model.gguf", null, away);
  await expect(asked).rejects.toMatchObject({ code: "download-failed" });
});

test("where the other side cannot go on from the middle, it begins again", async () => {
  server.behave.breaks = 1_000;
  await expect(pull()).rejects.toMatchObject({ code: "download-failed" });
  Object.assign(server.behave, { breaks: Number.POSITIVE_INFINITY, ranges: false });
  expect(readFileSync(await pull()).equals(whole)).toBe(true);
});

test("progress is told, and an address that does not answer is an error with a way out", async () => {
  const told: [number, number | null][] = [];
  const onProgress = (...now: [number, number | null]) => void told.push(now);
  await downloadModel({ url: server.url, sha256 }, dir, { onProgress, fetching: breaking });
  expect(told.at(-1)).toEqual([whole.length, whole.length]);
  server.stop();
  await expect(pull()).rejects.toMatchObject({ code: "download-failed" });
});

test("a name on the hub is an address, and the hub tells the hash", async () => {
  const asked: string[] = [];
  const hub = async (url: string) => {
    asked.push(url);
    return new Response(null, { status: 302, headers: { "x-linked-etag": `"${sha256}"` } });
  };
  const url = "https://huggingface.co/someone/small-model/resolve/main/q4/model.gguf";
  expect(await resolvePull("hf:someone/small-model/q4/model.gguf", null, hub)).toEqual({
    url,
    sha256,
  });
  expect(asked).toEqual([url]);
  const unknown = resolvePull("hf:someone/x/y.gguf", null, async () => {
    return new Response(null, { status: 404 });
  });
  await expect(unknown).rejects.toMatchObject({ code: "download-failed" });
  const silent = async () => new Response();
  await expect(resolvePull("hf:someone/x/y.gguf", null, silent)).rejects.toMatchObject({
    code: "hash-needed",
  });
  await expect(resolvePull(server.url, null, hub)).rejects.toMatchObject({ code: "hash-needed" });
  await expect(resolvePull("ftp://x/y", null, hub)).rejects.toMatchObject({
    code: "bad-model-name",
  });
});
