/** The box as people run it: its own process, started by `moot start`, told apart by its output. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Subprocess } from "bun";
import { freePort } from "./free-port.ts";

const main = join(import.meta.dir, "..", "..", "appliance", "main.ts");
const readyWithinMs = 20_000;

export interface BoxProcess {
  readonly dir: string;
  /** `moot-7qk4.local` */
  readonly hostname: string;
  /** What members open: `https://moot-7qk4.local:port`. */
  readonly origin: string;
  /** The plain door: `http://localhost:port`. */
  readonly plainOrigin: string;
  /** PEM of the box's certificate authority. */
  readonly authority: string;
  /** Links behind a `#` that the terminal showed: founding, or the ways into the demo. */
  readonly links: readonly string[];
  /** Pulls the plug: SIGKILL, no goodbye. */
  kill(): Promise<void>;
  /** Starts again on the same folder and ports. */
  startAgain(): Promise<void>;
  /** Ends it and removes the folder. */
  close(): Promise<void>;
}

/** Starts `moot start` on loopback. `args`: further words, such as `--demo`. */
export async function startBoxProcess(args: readonly string[] = []): Promise<BoxProcess> {
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-box-"));
  const [https, http] = [freePort(), freePort()];
  const spawn = () => launch(dir, https, http, args);
  let running = await spawn();
  const hostname = /https:\/\/([a-z0-9-]+\.local)/.exec(running.output)?.[1];
  if (hostname === undefined) throw new Error(`no name in what it printed:\n${running.output}`);
  const authority = await fetch(`http://127.0.0.1:${http}/folkmoot.pem`, {
    headers: { host: `${hostname}:${http}` },
  });
  const end = async (signal: NodeJS.Signals) => {
    running.process.kill(signal);
    await running.process.exited;
  };
  return {
    dir,
    hostname,
    origin: `https://${hostname}:${https}`,
    plainOrigin: `http://localhost:${http}`,
    authority: await authority.text(),
    links: [...new Set(running.output.match(/https?:\/\/\S+#[\w-]+/g) ?? [])],
    kill: () => end("SIGKILL"),
    startAgain: async () => {
      running = await spawn();
    },
    close: async () => {
      await end("SIGTERM");
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function launch(dir: string, https: number, http: number, args: readonly string[]) {
  const ports = ["--port", String(https), "--http-port", String(http)];
  const process = Bun.spawn(
    [Bun.argv[0] as string, main, "start", "--data", dir, "--host", "127.0.0.1", ...ports, ...args],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const output = await outputWhenReady(process);
  return { process, output };
}

/** Collects what is printed until the box says where to go; then goes on draining. */
async function outputWhenReady(process: Subprocess<"ignore", "pipe", "pipe">): Promise<string> {
  let output = "";
  let log = "";
  const ready = Promise.withResolvers<void>();
  const drain = async (stream: ReadableStream<Uint8Array>, take: (text: string) => void) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) take(decoder.decode(chunk, { stream: true }));
  };
  void drain(process.stdout, (text) => {
    output += text;
    if (output.includes("Ctrl+C")) ready.resolve();
  });
  void drain(process.stderr, (text) => {
    log = (log + text).slice(-4_000);
  });
  const timer = setTimeout(
    () => ready.reject(new Error(`not ready:\n${output}\n${log}`)),
    readyWithinMs,
  );
  void process.exited.then((code) => ready.reject(new Error(`ended with ${code}:\n${log}`)));
  await ready.promise;
  clearTimeout(timer);
  return output;
}
