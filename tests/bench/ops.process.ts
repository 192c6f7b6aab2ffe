/**
 * The load generator: sends requests that are ready, over as many TLS connections as the file has
 * parts, each waiting for its answer. It does as little as it can, since it shares the machine.
 */
import { readFileSync } from "node:fs";
import { connect, type TLSSocket } from "node:tls";

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

async function main(): Promise<void> {
  const [port = "", hostname = "", path = "", seconds = ""] = process.argv.slice(2);
  const ca = await Bun.stdin.text();
  const parts = readParts(readFileSync(path));
  const tls = { host: "127.0.0.1", port: Number(port), servername: hostname, ca };
  const sockets = await Promise.all(parts.map(() => open(tls)));
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
  const run = async (socket: TLSSocket, requests: readonly Uint8Array[]) => {
    for (const request of requests) {
      const sentMs = performance.now();
      if (sentMs > endMs) break;
      const ok = await exchange(socket, request);
      const nowMs = performance.now();
      if (nowMs < startMs) continue;
      if (!ok) errors += 1;
      latenciesMs.push(nowMs - sentMs);
      lastMs = Math.max(lastMs, nowMs);
    }
    socket.destroy();
  };
  await Promise.all(parts.map((requests, i) => run(sockets[i] as TLSSocket, requests)));
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

function open(options: Parameters<typeof connect>[0]): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...options, minVersion: "TLSv1.3" } as never, () => resolve(socket));
    socket.on("error", reject);
  });
}

/** True if every operation of the request was stored. */
function exchange(socket: TLSSocket, request: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    let text = "";
    const onData = (chunk: Buffer) => {
      text += chunk.toString("latin1");
      const headEnd = text.indexOf("\r\n\r\n");
      if (headEnd < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN);
      if (text.length < headEnd + 4 + length) return;
      socket.off("data", onData);
      const stored = !/"state":"(?!ok")/.test(text) && text.includes('"state":"ok"');
      resolve(text.startsWith("HTTP/1.1 200") && stored);
    };
    socket.on("data", onData);
    socket.write(request);
  });
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
