/** The watchdog's own thread: looks a few times a second, and ends the process if need be. */
import { dlopen, FFIType, ptr } from "bun:ffi";
import { writeSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { encodeLine } from "../protocol.ts";
import { ownMemoryBytes } from "../sandbox.ts";

const lookEveryMs = 250;
/** The first thread hears of the end as well, and ends in order if it can. */
const leftForOrderMs = 2_000;
/** poll(2): the peer hung up its connection, or closed the other end of the pipe. */
const pollRdHup = 0x2000;
const pollHup = 0x10;

const { symbols: libc } = dlopen("libc.so.6", {
  poll: { args: [FFIType.ptr, FFIType.u64, FFIType.i32], returns: FFIType.i32 },
});
// struct pollfd: int fd, short events, short revents.
const asked = new DataView(new ArrayBuffer(8));
asked.setInt32(0, 0, true);
asked.setInt16(4, pollRdHup, true);

let memoryBytesMax = Number.POSITIVE_INFINITY;
let goneLooks = 0;
parentPort?.on("message", (bytes: number) => {
  memoryBytesMax = bytes;
});
setInterval(() => {
  goneLooks = isPeerGone() ? goneLooks + 1 : 0;
  if (goneLooks * lookEveryMs >= leftForOrderMs) process.kill(process.pid, "SIGKILL");
  if ((ownMemoryBytes(process.pid) ?? 0) > memoryBytesMax) endForMemory();
}, lookEveryMs);

function isPeerGone(): boolean {
  asked.setInt16(6, 0, true);
  libc.poll(ptr(asked.buffer), 1, 0);
  return (asked.getInt16(6, true) & (pollRdHup | pollHup)) !== 0;
}

function endForMemory(): never {
  try {
    // On a line of its own, whatever the other thread was just writing.
    writeSync(1, `\n${encodeLine({ type: "ended", id: 0, reason: "memory" })}`);
  } catch {
    // Nobody reads: it ends without a word.
  }
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable");
}
