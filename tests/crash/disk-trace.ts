/** What a program did to its files and when it spoke, read from an strace log. */

export type DiskEvent =
  | { type: "create"; path: string }
  | { type: "write"; path: string; at: number; bytes: Uint8Array }
  | { type: "truncate"; path: string; size: number }
  | { type: "sync"; path: string }
  | { type: "unlink"; path: string }
  | { type: "say"; text: string };

export const straceArguments = [
  "-f",
  "-y",
  "-xx",
  "-s",
  "2000000",
  "-e",
  "trace=openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename",
  "-e",
  "signal=none",
];

/** Only files below `dir`. Throws for a call on them that this reader does not know. */
export function readTrace(log: string, dir: string): DiskEvent[] {
  const events: DiskEvent[] = [];
  const exists = new Set<string>();
  for (const call of wholeCalls(log)) {
    const event = eventOf(call, dir);
    if (event === null) continue;
    if (event.type === "create") {
      if (exists.has(event.path)) continue;
      exists.add(event.path);
    }
    events.push(event);
  }
  return events;
}

/** Calls of several threads interleave: the log tells such a one in two halves. */
function* wholeCalls(log: string): Generator<string> {
  const begun = new Map<string, string>();
  for (const line of log.split("\n")) {
    const match = /^(?:\[pid +)?(\d+)\]? +(.*)$/.exec(line);
    if (match === null) continue;
    const [, pid = "", call = ""] = match;
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(call);
    if (call.endsWith("<unfinished ...>")) {
      begun.set(pid, call.slice(0, -"<unfinished ...>".length));
    } else if (resumed !== null) {
      yield `${begun.get(pid) ?? ""}${resumed[1] ?? ""}`;
      begun.delete(pid);
    } else {
      yield call;
    }
  }
}

const hexBytes = "((?:\\\\x[0-9a-f]{2})*)";
const calls = {
  create: new RegExp(`^openat\\(.*, "${hexBytes}", [^)]*O_CREAT[^)]*\\) += \\d+`),
  pwrite: new RegExp(`^pwrite64\\(\\d+<${hexBytes}>, "${hexBytes}", \\d+, (\\d+) *\\) += (\\d+)$`),
  write: new RegExp(`^write\\((\\d+)<([^>]*)>, "${hexBytes}", \\d+ *\\) += (\\d+)$`),
  sync: new RegExp(`^f(?:data)?sync\\(\\d+<${hexBytes}>\\s*\\) += 0$`),
  truncate: new RegExp(`^ftruncate\\(\\d+<${hexBytes}>, (\\d+) *\\) += 0$`),
  unlink: new RegExp(`^unlink(?:at)?\\((?:[^"]*, )?"${hexBytes}"(?:, 0)? *\\) += 0$`),
};

function eventOf(call: string, dir: string): DiskEvent | null {
  const below = (hex: string | undefined) => {
    const path = textOf(hex);
    return path.startsWith(dir) ? path : null;
  };
  const say = calls.write.exec(call);
  if (say !== null) return wrote(say, dir);
  const pwrite = calls.pwrite.exec(call);
  if (pwrite !== null) {
    const path = below(pwrite[1]);
    const bytes = bytesOf(pwrite[2]).subarray(0, Number(pwrite[4]));
    return path === null ? null : { type: "write", path, at: Number(pwrite[3]), bytes };
  }
  for (const type of ["create", "sync", "unlink"] as const) {
    const match = calls[type].exec(call);
    const path = match && below(match[1]);
    if (path) return { type, path };
  }
  const truncate = calls.truncate.exec(call);
  const path = truncate && below(truncate[1]);
  if (truncate && path) return { type: "truncate", path, size: Number(truncate[2]) };
  if (/^(?:pwrite64|fsync|fdatasync|ftruncate|unlink|rename)\(/.test(call)) {
    if (call.includes(hexOf(dir)) && /\) += (?!-)/.test(call)) throw new Error(`Unknown: ${call}`);
  }
  return null;
}

/** Plain writes go to stdout, and to small files that are written once, front to back. */
function wrote(match: RegExpExecArray, dir: string): DiskEvent | null {
  const [, descriptor, target, hex] = match;
  const bytes = bytesOf(hex);
  if (descriptor === "1") return { type: "say", text: new TextDecoder().decode(bytes) };
  const path = textOf(target);
  return path.startsWith(dir) ? { type: "write", path, at: -1, bytes } : null;
}

function bytesOf(escaped = ""): Uint8Array {
  return Uint8Array.fromHex(escaped.replaceAll("\\x", ""));
}

function textOf(escaped = ""): string {
  return new TextDecoder().decode(bytesOf(escaped));
}

function hexOf(text: string): string {
  return [...new TextEncoder().encode(text)]
    .map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`)
    .join("");
}
