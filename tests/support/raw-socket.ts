/** Bytes on a TLS connection exactly as given: what no HTTP client would send. */
import { connect, type TLSSocket } from "node:tls";
import type { TestBox } from "./box.ts";

export interface RawConnection {
  readonly socket: TLSSocket;
  /** Everything received so far, as Latin-1. */
  received(): string;
  send(text: string | Uint8Array): void;
  /** Resolves when the other side has closed or broken the connection. */
  closed: Promise<void>;
  end(): void;
}

/** Connects to the box's encrypted door. */
export async function openRaw(box: TestBox): Promise<RawConnection> {
  const port = Number(new URL(box.url).port);
  const socket = connect({
    host: "127.0.0.1",
    port,
    ca: box.ca,
    servername: box.hostname,
    checkServerIdentity: () => undefined,
  });
  const pieces: Buffer[] = [];
  socket.on("data", (piece: Buffer) => pieces.push(piece));
  // A reset is an answer, too.
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => {
    socket.on("close", () => resolve());
    socket.on("end", () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("secureConnect", () => resolve());
    socket.once("error", reject);
  });
  return {
    socket,
    received: () => Buffer.concat(pieces).toString("latin1"),
    send: (text) => void socket.write(text),
    closed,
    end: () => socket.destroy(),
  };
}

/**
 * Sends the bytes and collects what comes back, until the other side closes or has said nothing
 * for `quietMs`.
 */
export async function exchange(
  box: TestBox,
  bytes: string | Uint8Array,
  quietMs = 400,
): Promise<string> {
  const raw = await openRaw(box);
  raw.send(bytes);
  let before = -1;
  while (before !== raw.received().length) {
    before = raw.received().length;
    await Promise.race([raw.closed, Bun.sleep(quietMs)]);
  }
  raw.end();
  return raw.received();
}

/** The status codes of all responses in what was received. */
export function statusesIn(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));
}
