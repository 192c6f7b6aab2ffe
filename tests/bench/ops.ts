/**
 * How many signed operations a second the box takes, over TLS 1.3 with 100 connections, each
 * answered after fsync; against how many signatures this machine can check and do nothing else.
 */
import {
  createPublicKey,
  hash,
  KeyObject,
  randomBytes,
  sign as signBytes,
  verify,
} from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { plainItem } from "../../appliance/knowledge/fixtures/moot.ts";
import { kinds } from "../../mesh/kinds/index.ts";
import {
  concatBytes,
  type DeviceSigner,
  encodeBatch,
  encodeCbor,
  encodeOperation,
  fromHex,
  type OpId,
  signedBytes,
  utf8,
} from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { foundedBox, type TestMember } from "../support/member.ts";
import type { LoadResult } from "./ops.process.ts";
import type { BenchLine } from "./run.ts";

const connections = 100;
/** BENCH_SECONDS shortens it for a quick look; compiled code has then not settled. */
const secondsPerCase = Number(process.env["BENCH_SECONDS"] ?? 8);
const cases = [
  { opsPerRequest: 20, target: 0.6, signedPerSecond: 16_000 },
  { opsPerRequest: 1, target: 0.4, signedPerSecond: 10_000 },
];

export default async function bench(): Promise<BenchLine[]> {
  // KeyObject.from warns of keys that may not be exported. They are not: they only sign.
  process.noDeprecation = true;
  const lines: BenchLine[] = [];
  for (const one of cases) lines.push(await benchCase(one));
  return lines;
}

/** On a box of its own: a hundred thousand operations of the case before would weigh on this one. */
async function benchCase(one: (typeof cases)[number]): Promise<BenchLine> {
  const box = await startBox();
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-bench-"));
  try {
    const { members } = await foundedBox(box, connections);
    const item = await somethingToPraise(members[0] as TestMember);
    const path = join(dir, "requests");
    writeRequests(path, box, members, { ...one, item });
    // The box shares this process: what was made for the load is not its to clean up.
    Bun.gc(true);
    const before = bareVerifications();
    const load = await runLoad(box, path);
    const after = bareVerifications();
    return lineOf(one, load, (before + after) / 2);
  } finally {
    await box.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

function lineOf(
  { opsPerRequest, target }: (typeof cases)[number],
  load: BoxLoad,
  verifications: number,
): BenchLine {
  const figure = Math.round((load.requests * opsPerRequest) / load.seconds);
  return {
    bench: "ops",
    case: `${opsPerRequest} per request`,
    figure,
    unit: "operations/s",
    against: `bare Ed25519 verification on one core: ${Math.round(verifications)}/s`,
    ratio: Number((figure / verifications).toFixed(3)),
    target,
    p50_ms: load.p50Ms,
    p99_ms: load.p99Ms,
    errors: load.errors,
    connections,
    seconds: Number(load.seconds.toFixed(2)),
    generator_cpu: Number(load.cpuShare.toFixed(3)),
    box_cpu: Number((load.boxCpuSeconds / load.seconds).toFixed(3)),
    box_cpu_us_per_operation: Math.round(
      (load.boxCpuSeconds * 1e6) / (load.requests * opsPerRequest),
    ),
    // Above a few percent other programs were in the way, and the ratio means little.
    waited_for_cpu: Number((load.waitedSeconds / load.seconds).toFixed(3)),
    cores: cpus().length,
  };
}

/**
 * Every request of every connection, signed and framed before the clock starts. Of four operations
 * three are small and lasting, one brings an erasable body; all have their effect in the tables.
 */
function writeRequests(
  path: string,
  box: TestBox,
  members: readonly TestMember[],
  { opsPerRequest, signedPerSecond, item }: (typeof cases)[number] & { item: OpId },
): void {
  const perMember = Math.ceil((signedPerSecond * (secondsPerCase + 2)) / members.length);
  const requests = Math.ceil(perMember / opsPerRequest);
  const parts: Uint8Array[] = [];
  for (const member of members) {
    const key = KeyObject.from((member.signer as DeviceSigner).privateKey);
    parts.push(uint32(requests));
    for (let i = 0; i < requests; i++) {
      const signed = Array.from({ length: opsPerRequest }, (_, j) =>
        sign(member, key, { number: i * opsPerRequest + j, item }),
      );
      const request = httpRequest(box, encodeBatch(signed));
      parts.push(uint32(request.length), request);
    }
  }
  writeFileSync(path, concatBytes(...parts));
}

/** As a phone does it, without the waits of WebCrypto: there are a hundred thousand to be made. */
function sign(
  member: TestMember,
  key: KeyObject,
  { number, item }: { number: number; item: OpId },
): Uint8Array {
  const { communityId, device, signer } = member;
  const text = `Question ${number}: when does the water reach the upper fields this week?`;
  const [kind, body] =
    number % 4 !== 0
      ? [
          kinds.feedback,
          kinds.feedback.schema.encode({ target: item, verdict: "up", passage: number % 50 }),
        ]
      : [kinds.question, kinds.question.schema.encode({ text, lang: "en", audience: "members" })];
  const detached = kind.lasting ? null : { salt: randomBytes(16), body: encodeCbor(body) };
  const hashed = detached && hash("sha256", concatBytes(detached.salt, detached.body), "buffer");
  member.seq += 1;
  const time = Math.floor(Date.now() / 1000);
  const header = { kind: kind.number, seq: member.seq, time, body: hashed ?? body };
  const signature = signBytes(null, signedBytes(communityId, signer.publicKey, header), key);
  const community = fromHex(communityId)?.subarray(0, 4) ?? new Uint8Array();
  return encodeOperation({ community, author: device, header, signature, detached });
}

/** An item, so that feedback is about something. */
function somethingToPraise(member: TestMember): Promise<OpId> {
  const body = "Upper fields on Monday and Thursday, lower fields on the other days.";
  return member.speak(kinds.item, { ...plainItem, title: "The water rota", body });
}

function httpRequest(box: TestBox, body: Uint8Array): Uint8Array {
  const head = [
    "POST /api/ops HTTP/1.1",
    `host: ${box.hostname}`,
    "content-type: application/cbor",
    `content-length: ${body.length}`,
    "\r\n",
  ].join("\r\n");
  return concatBytes(utf8(head), body);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

interface BoxLoad extends LoadResult {
  readonly boxCpuSeconds: number;
  readonly waitedSeconds: number;
}

/** The load comes from a process of its own; the box runs in this one. */
async function runLoad(box: TestBox, path: string): Promise<BoxLoad> {
  const child = Bun.spawn(
    [
      process.execPath,
      join(import.meta.dir, "ops.process.ts"),
      new URL(box.url).port,
      box.hostname,
      path,
      String(secondsPerCase),
    ],
    { stdin: "pipe", stdout: "pipe", stderr: "inherit" },
  );
  child.stdin.write(box.ca);
  await child.stdin.end();
  // The first line says that the warm-up is over, the second one is the result.
  let cpu = process.cpuUsage();
  let waited = waitedSeconds();
  let output = "";
  for await (const chunk of child.stdout) {
    if (output === "") {
      cpu = process.cpuUsage();
      waited = waitedSeconds();
    }
    output += new TextDecoder().decode(chunk);
  }
  const { user, system } = process.cpuUsage(cpu);
  const result = JSON.parse(output.slice(output.indexOf("{"))) as LoadResult;
  return {
    ...result,
    boxCpuSeconds: (user + system) / 1e6,
    waitedSeconds: waitedSeconds() - waited,
  };
}

/** How long this thread could have run but had no core: Linux tells in schedstat. */
function waitedSeconds(): number {
  const [, waitedNs] = readFileSync("/proc/thread-self/schedstat", "utf8").split(" ");
  return Number(waitedNs) / 1e9;
}

/** Checks one signature over and over, about as long as an operation, for a second. */
function bareVerifications(): number {
  const { publicKey, signature, signed } = sample;
  const endMs = performance.now() + 1_000;
  let checks = 0;
  while (performance.now() < endMs) {
    for (let i = 0; i < 50; i++) verify(null, signed, publicKey, signature);
    checks += 50;
  }
  return checks / ((performance.now() - endMs + 1_000) / 1_000);
}

const sample = await makeSample();

async function makeSample() {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, [
    "sign",
    "verify",
  ])) as CryptoKeyPair;
  const signed = crypto.getRandomValues(new Uint8Array(160));
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, signed));
  const key = Buffer.from(await crypto.subtle.exportKey("spki", pair.publicKey));
  return { signed, signature, publicKey: createPublicKey({ key, format: "der", type: "spki" }) };
}
