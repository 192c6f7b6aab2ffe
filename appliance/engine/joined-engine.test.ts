import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from "bun:test";
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { writeSecret } from "../../provisioning/secret-file.ts";
import { engineConformance } from "../../tests/support/engine-conformance.ts";
import { engineSocket, engineUid, isRoot } from "../../tests/support/engine-socket.ts";
import { becomes } from "../../tests/support/engines.ts";
import { type ModelFile, modelFiles } from "../../tests/support/gguf/models.ts";
import { generatingEngine } from "../assistant/generating.ts";
import { systemClock } from "../clock.ts";
import { silentLog } from "../log.ts";
import { createEngineHost, type EngineHost } from "./host.ts";
import { encodeLine } from "./protocol.ts";

// Each engine is a process that loads native code: seconds, on a machine that is busy.
setDefaultTimeout(90_000);

const socket = engineSocket();
const models = join(socket.folder, "data", "models");
const hosts: EngineHost[] = [];
const servers: Server[] = [];
const never = new AbortController().signal;
const plenty = 4_000_000_000;

beforeAll(async () => {
  // As `image/tmpfiles.d` lays it out; the folder above is open here, since no unit hides it.
  mkdirSync(models, { recursive: true, mode: 0o755 });
  chmodSync(join(socket.folder, "data"), 0o711);
  chmodSync(models, 0o750);
  if (isRoot) chownSync(models, 0, engineUid);
  mkdirSync(join(socket.folder, "data", "box"), { mode: 0o700 });
  await socket.listen();
}, 90_000);
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => socket.close());

/** A model file as the library keeps it. */
function kept({ path, sha256 }: ModelFile): ModelFile {
  const own = join(models, `${sha256}.gguf`);
  copyFileSync(path, own);
  chmodSync(own, 0o640);
  if (isRoot) chownSync(own, 0, engineUid);
  return { path: own, sha256 };
}

function open(
  { path, sha256 }: ModelFile,
  wish: { at?: string; slots?: number; contextTokens?: number; memoryBytesMax?: number } = {},
): EngineHost {
  const { at = socket.path, slots = 2, contextTokens = 4_096, memoryBytesMax = plenty } = wish;
  const host = createEngineHost({
    load: { role: "answer", path, sha256, adapters: [], slots, contextTokens, threads: 1 },
    socket: at,
    memoryBytesMax,
    clock: systemClock,
    log: silentLog,
  });
  hosts.push(host);
  return host;
}

async function said(host: EngineHost, content: string, maxTokens = 64): Promise<string> {
  let text = "";
  const request = { messages: [{ role: "user", content }], maxTokens } as const;
  for await (const one of host.generate(request, never)) if (one.type === "text") text += one.text;
  return text;
}

async function isGone(pid: number): Promise<void> {
  while (existsSync(`/proc/${pid}`)) await Bun.sleep(50);
}

describe("an engine that the system starts", () => {
  let host: EngineHost;
  beforeAll(async () => {
    host = open(kept(modelFiles.scripted()), { contextTokens: 16_384 });
    hosts.splice(0);
    await host.loaded;
  }, 90_000);
  afterAll(() => host.close());

  engineConformance("a language model that the system starts", () => generatingEngine(host));

  test("runs as the user it was given, and says how it is confined", () => {
    const status = readFileSync(`/proc/${host.pid}/status`, "utf8");
    expect(Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])).toBe(engineUid);
    expect(host.confinement.user).toBe(isRoot ? "own" : "box");
    expect(host.confinement.network).toMatch(/^(none|unrestricted)$/);
  });

  test("reads models, and as a user of its own nothing else of the box", async () => {
    const key = join(socket.folder, "data", "box", "box.key");
    writeSecret(key, "00".repeat(32));
    expect(socket.can("cat", key)).toBe(!isRoot);
    expect(socket.can("ls", join(socket.folder, "data", "box"))).toBe(!isRoot);
    // The process itself: the box's own user gets as far as finding that a key is no model.
    const tried = open({ path: key, sha256: "0".repeat(64) });
    await expect(tried.loaded).rejects.toMatchObject({
      code: isRoot ? "model-unreadable" : "not-a-model",
    });
  });

  test("ends with its connection", async () => {
    const other = open(kept(modelFiles.tiny()));
    await other.loaded;
    const { pid } = other;
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    other.close();
    await isGone(pid as number);
  });

  test("ends with its connection even where its first thread is stuck", async () => {
    const stuck = engineSocket("tests/support/stuck-engine.process.ts");
    try {
      await stuck.listen();
      const pid = Promise.withResolvers<number>();
      const box = await Bun.connect({
        unix: stuck.path,
        socket: { data: (_, bytes) => pid.resolve(Number(bytes.toString())) },
      });
      const process = await pid.promise;
      await Bun.sleep(1_000);
      expect(existsSync(`/proc/${process}`)).toBe(true);
      box.end();
      await isGone(process);
    } finally {
      await stuck.close();
    }
  });

  test("killed in the middle of an answer, whoever asked hears why and it comes back", async () => {
    const other = open(kept(modelFiles.tiny()));
    await other.loaded;
    const running = other
      .generate({ messages: [{ role: "user", content: "hello" }], maxTokens: 1_500 }, never)
      [Symbol.asyncIterator]();
    expect((await running.next()).value?.type).toBe("text");
    const rest = async () => {
      while (!(await running.next()).done);
    };
    const end = rest();
    process.kill(other.pid as number, "SIGKILL");
    await expect(end).rejects.toMatchObject({ code: "engine-stopped" });
    expect(other.state().is).toBe("down");
    await becomes(other, "ready");
    expect(await said(other, "hello", 4)).not.toBe("");
  });

  test("that takes more memory than it may have ends itself, and says so", async () => {
    const other = open(kept(modelFiles.tiny()), { memoryBytesMax: 1_000 });
    await expect(other.loaded).rejects.toMatchObject({
      code: "model-crashes",
      hint: expect.stringContaining("memory"),
    });
  });
});

describe("a socket where no engine is started", () => {
  /** Answers every connection with these lines and hangs up. */
  function answers(at: string, ...lines: string[]): Promise<void> {
    const server = createServer((connection) => {
      connection.on("error", () => {});
      connection.end(lines.join(""));
    });
    servers.push(server);
    return new Promise((resolve) => server.listen(at, resolve));
  }

  test("is told with what to look at, and tried again until it is there", async () => {
    const at = join(socket.folder, "later.sock");
    const model = kept(modelFiles.tiny());
    const host = open(model, { at });
    expect(host.confinement).toEqual({ user: "unknown", network: "unknown" });
    await expect(host.loaded).rejects.toMatchObject({
      code: "engine-unreachable",
      hint: expect.stringContaining("systemctl status folkmoot-engine.socket"),
    });
    expect(host.state()).toMatchObject({ is: "down", code: "engine-unreachable" });
    await expect(said(host, "hello")).rejects.toMatchObject({ code: "engine-down" });
    const late = createServer((connection) => {
      // The real engine, behind a socket that came later.
      void Bun.connect({
        unix: socket.path,
        socket: {
          open: (engine) => void connection.on("data", (bytes) => engine.write(bytes)),
          data: (_, bytes) => void connection.write(bytes),
        },
      });
    });
    servers.push(late);
    late.listen(at);
    await becomes(host, "ready");
    expect(host.confinement.user).toBe(isRoot ? "own" : "box");
  });

  test("that hangs up before a word counts as none: nothing is wrong with the model", async () => {
    const at = join(socket.folder, "full.sock");
    await answers(at);
    const host = open(kept(modelFiles.tiny()), { at });
    await expect(host.loaded).rejects.toMatchObject({ code: "engine-unreachable" });
  });

  test("the unit's word for a run that the kernel ended is heard after half a line", async () => {
    const at = join(socket.folder, "oom.sock");
    const hello = { type: "hello", id: 0, pid: 1, uid: 1, network: "none" } as const;
    // As the ExecStopPost of the unit writes it.
    const word = '\n{"type":"ended","id":0,"reason":"oom-kill"}\n';
    await answers(at, encodeLine(hello), '{"type":"text","id":1,"te', word);
    const host = open(kept(modelFiles.tiny()), { at });
    await expect(host.loaded).rejects.toMatchObject({
      code: "model-crashes",
      hint: expect.stringContaining("memory"),
    });
  });
});
