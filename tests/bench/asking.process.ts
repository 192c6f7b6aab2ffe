/**
 * A hundred phones that ask at the same moment, each over a TLS connection it has open already.
 * Says when each heard its place, its passages and its answer. As little code as it can be: it
 * shares the machine with the box.
 */
import { connect, type TLSSocket } from "node:tls";

export interface Asker {
  readonly token: string;
  readonly id: string;
  readonly question: string;
}

/** Milliseconds since all asked; null for what was never heard. */
export interface Heard {
  readonly placeMs: number | null;
  readonly passagesMs: number | null;
  readonly doneMs: number | null;
}

if (import.meta.main) await main();

async function main(): Promise<void> {
  const [port = "", hostname = ""] = process.argv.slice(2);
  const { ca, askers } = JSON.parse(await Bun.stdin.text()) as { ca: string; askers: Asker[] };
  const options = { host: "127.0.0.1", port: Number(port), servername: hostname, ca };
  const sockets = await Promise.all(askers.map(() => open(options)));
  const requests = askers.map((asker) => requestOf(asker, hostname));
  const beganMs = performance.now();
  const heard = await Promise.all(
    sockets.map((socket, at) => hear(socket, requests[at] ?? "", beganMs)),
  );
  console.log(JSON.stringify(heard));
}

function open(options: Parameters<typeof connect>[0]): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...options, minVersion: "TLSv1.3" } as never, () => resolve(socket));
    socket.on("error", reject);
  });
}

function requestOf({ token, id, question }: Asker, hostname: string): string {
  const body = JSON.stringify({ id, question });
  return [
    "POST /api/ask HTTP/1.1",
    `host: ${hostname}`,
    `authorization: Bearer ${token}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");
}

function hear(socket: TLSSocket, request: string, beganMs: number): Promise<Heard> {
  return new Promise((resolve) => {
    const at: Record<"queued" | "passages" | "done", number | null> = {
      queued: null,
      passages: null,
      done: null,
    };
    const end = () => {
      socket.destroy();
      resolve({ placeMs: at.queued, passagesMs: at.passages, doneMs: at.done });
    };
    // An event may come in pieces: the last one's end is kept until its line is whole.
    let rest = "";
    socket.on("data", (chunk: Buffer) => {
      const nowMs = performance.now() - beganMs;
      const text = rest + chunk.toString("latin1");
      for (const [, type] of text.matchAll(/data: \{"type":"(\w+)"/g)) {
        if (type === "queued" || type === "passages" || type === "done") at[type] ??= nowMs;
        if (type === "failed") end();
      }
      if (at.done !== null) end();
      rest = text.slice(-24);
    });
    socket.on("close", end);
    socket.write(request);
  });
}
