/**
 * The load generator: sends requests that are ready, over as many TLS connections as the file has
 * parts, each waiting for its answer. It does as little as it can, since it shares the machine.
 */
import { readFileSync } from "node:fs";
import type { Socket } from "bun";

export interface LoadResult {
  readonly requests: number;
  readonly errors: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of one core. */
  readonly cpuShare: number;
}

/** Caches and compiled code settle first. */
const warmUpMs = 2_000;

if (import.meta.main) await main();

/** One connection: sends a request and waits for its whole answer. */
interface Line {
  send(request: Uint8Array): Promise<boolean>;
  end(): void;
}

async function main(): Promise<void> {
  const [port = "", hostname = "", path = "", seconds = ""] = process.argv.slice(2);
  const ca = await Bun.stdin.text();
  const parts = readParts(readFileSync(path));
  const lines = await Promise.all(parts.map(() => open(Number(port), { ca, hostname })));
  const latenciesMs: number[] = [];
  let errors = 0;
  const startMs = performance.now() + warmUpMs;
  const endMs = startMs + Number(seconds) * 1_000;
  let cpu = process.cpuUsage();
  setTimeout(() => {
    cpu = process.cpuUsage();
    console.log("warm");
  }, warmUpMs);
  let lastMs = startMs;
  const run = async (line: Line, requests: readonly Uint8Array[]) => {
    for (const request of requests) {
      const sentMs = performance.now();
      if (sentMs > endMs) break;
      const ok = await line.send(request);
      const nowMs = performance.now();
      if (nowMs < startMs) continue;
      if (!ok) errors += 1;
      latenciesMs.push(nowMs - sentMs);
      lastMs = Math.max(lastMs, nowMs);
    }
    line.end();
  };
  await Promise.all(parts.map((requests, i) => run(lines[i] as Line, requests)));
  const used = process.cpuUsage(cpu);
  const elapsedMs = lastMs - startMs;
  latenciesMs.sort((a, b) => a - b);
  const at = (share: number) =>
    Number((latenciesMs[Math.floor(latenciesMs.length * share)] ?? 0).toFixed(2));
  const result: LoadResult = {
    requests: latenciesMs.length,
    errors,
    seconds: elapsedMs / 1_000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    cpuShare: (used.user + used.system) / 1_000 / elapsedMs,
  };
  console.log(JSON.stringify(result));
}

/** What is open of one connection: the request that waits, and what came of its answer. */
interface Exchange {
  text: string;
  answered: (ok: boolean) => void;
}

/** Bun's own sockets: those of node:tls took twice the processor that both share with the box. */
async function open(
  port: number,
  { ca, hostname }: { readonly ca: string; readonly hostname: string },
): Promise<Line> {
  const exchange: Exchange = { text: "", answered: () => {} };
  const ready = Promise.withResolvers<void>();
  const socket: Socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    tls: { ca, serverName: hostname, rejectUnauthorized: true },
    socket: {
      handshake(_, success, error) {
        if (success && error === null) ready.resolve();
        else ready.reject(error ?? new Error("no handshake"));
      },
      data(_, chunk) {
        exchange.text += chunk.toString("latin1");
        if (!isWhole(exchange.text)) return;
        const { text, answered } = exchange;
        exchange.text = "";
        answered(isStored(text));
      },
      close: () => exchange.answered(false),
      error: () => exchange.answered(false),
    },
  });
  await ready.promise;
  return {
    send(request) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      exchange.answered = resolve;
      // Far smaller than the kernel's buffer, and only one is ever under way.
      if (socket.write(request) !== request.length) resolve(false);
      return promise;
    },
    end: () => void socket.end(),
  };
}

function isWhole(text: string): boolean {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return false;
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN);
  return text.length >= headEnd + 4 + length;
}

/** True if every operation of the request was stored. */
function isStored(text: string): boolean {
  const stored = !/"state":"(?!ok")/.test(text) && text.includes('"state":"ok"');
  return text.startsWith("HTTP/1.1 200") && stored;
}

function readParts(file: Buffer): Uint8Array[][] {
  const parts: Uint8Array[][] = [];
  let at = 0;
  const next = () => {
    at += 4;
    return file.readUInt32BE(at - 4);
  };
  while (at < file.length) {
    const requests: Uint8Array[] = [];
    for (let left = next(); left > 0; left--) {
      const length = next();
      requests.push(file.subarray(at, at + length));
      at += length;
    }
    parts.push(requests);
  }
  return parts;
}
