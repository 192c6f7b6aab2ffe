/**
 * Made the frozen vectors beside this file, once. They are the contract with every phone and box
 * that is already out there: a test that fails against them has found a broken wire format, and
 * making them anew would hide it. So this script refuses to write over them.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type CborValue,
  concatBytes,
  createOperation,
  createReceipt,
  encodeCbor,
  encodeOperation,
  encodeReceipt,
  generateSigner,
  type Operation,
  type Signer,
  signedBytes,
  signerFromSeed,
  toCommunityId,
  toHex,
  toOpId,
} from "../index.ts";

const communityId = toCommunityId("f01c".repeat(16));
const elsewhere = toCommunityId("f01cf01c".padEnd(64, "0"));
const seed = new Uint8Array(32).fill(42);
const ed25519 = await signerFromSeed(seed);
const p256 = await generateSigner({ extractable: false, algorithm: "P-256" });
const box = await signerFromSeed(new Uint8Array(32).fill(7));
const salt = Uint8Array.from({ length: 16 }, (_, i) => i * 16);
const everything: CborValue[] = [
  0,
  23,
  24,
  255,
  256,
  65_536,
  4_294_967_296,
  -1,
  -500,
  Number.MAX_SAFE_INTEGER,
  "",
  "pozo, agua: ñandú",
  "水井",
  "\u{1f6b0}",
  Uint8Array.of(0, 1, 255),
  new Uint8Array(),
  true,
  false,
  null,
  [],
  [[["deep"]]],
];

interface Wanted {
  name: string;
  signer: Signer;
  kind: number;
  seq: number;
  time: number;
  body: CborValue[];
  erasable: boolean;
}

const usual = { kind: 200, seq: 1, time: 1_795_000_000, body: ["hello", 7] };
const wanted: Wanted[] = [
  { ...usual, name: "lasting, Ed25519", signer: ed25519, erasable: false },
  { ...usual, name: "erasable, Ed25519", signer: ed25519, erasable: true },
  { ...usual, name: "lasting, P-256", signer: p256, erasable: false },
  { ...usual, name: "erasable, P-256", signer: p256, erasable: true },
  {
    name: "every type in a body, largest numbers",
    signer: ed25519,
    kind: 255,
    seq: 0xffff_ffff,
    time: 0xffff_ffff,
    body: everything,
    erasable: false,
  },
  {
    ...usual,
    name: "empty body, smallest numbers",
    signer: ed25519,
    kind: 0,
    time: 0,
    body: [],
    erasable: false,
  },
];

async function make({ signer, ...rest }: Wanted, of = communityId): Promise<Operation> {
  const random = { bytes: () => salt };
  return (await createOperation({ communityId: of, signer, ...rest, random })).op;
}

async function describe(given: Wanted) {
  const made = await createOperation({ communityId, ...given, random: { bytes: () => salt } });
  return {
    name: given.name,
    communityId,
    publicKey: toHex(given.signer.publicKey),
    // Ed25519 signatures follow from the key, so that signing is checked, too.
    seed: given.signer === ed25519 ? toHex(seed) : null,
    kind: given.kind,
    seq: given.seq,
    time: given.time,
    body: toHex(encodeCbor(given.body)),
    salt: given.erasable ? toHex(salt) : null,
    wire: toHex(made.bytes),
    signed: toHex(signedBytes(communityId, given.signer.publicKey, made.op.header)),
    id: made.id,
  };
}

type InvalidCase = [name: string, wire: string];

async function invalid() {
  const [first, second] = wanted;
  if (first === undefined || second === undefined) throw new Error("expected both");
  const lasting = await make(first);
  const erasable = await make(second);
  const cases = {
    malformed: malformedCases(lasting, erasable),
    signature: await forgedCases(first, lasting, erasable),
    body: otherBodyCases(erasable),
  };
  const publicKey = toHex(ed25519.publicKey);
  return Object.entries(cases).flatMap(([reason, of]) =>
    of.map(([name, wire]) => ({ name, reason, communityId, publicKey, wire })),
  );
}

function malformedCases(lasting: Operation, { detached }: Operation): InvalidCase[] {
  const wire = wireOf(lasting);
  return [
    ["nothing at all", ""],
    ["cut off by one byte", wire.slice(0, -2)],
    ["one byte too many", `${wire}00`],
    ["a number longer than needed", replace(wire, "8418c801", "8418c81801")],
    ["an array of indefinite length", `9f${wire.slice(2)}ff`],
    ["a map", "a0"],
    ["a tag around it", `c1${wire}`],
    ["nested beyond the limit", `${"81".repeat(40)}80`],
    ["an array that promises 4,294,967,295 items", "9affffffff"],
    ["the number zero", replace(wire, "8418c801", "8418c800")],
    ["a lasting body and a detached one", wireOf({ ...lasting, detached })],
  ];
}

async function forgedCases(
  of: Wanted,
  lasting: Operation,
  erasable: Operation,
): Promise<InvalidCase[]> {
  const { header, signature } = lasting;
  const flipped = signature.with(9, (signature[9] ?? 0) ^ 1);
  const signed = signedBytes(communityId, ed25519.publicKey, header);
  const hashed = { ...erasable.header, body: ["hello", 7] };
  const domainBytes = "folkmoot/op/1\0".length;
  return [
    ["a signature with a bit turned over", wireOf({ ...lasting, signature: flipped })],
    ["another number than was signed", wireOf({ ...lasting, header: { ...header, seq: 2 } })],
    [
      "another body than was signed",
      wireOf({ ...lasting, header: { ...header, body: ["hello", 8] } }),
    ],
    ["the body in place of its hash", wireOf({ ...erasable, header: hashed, detached: null })],
    ["signed for a community whose tag is the same", wireOf(await make(of, elsewhere))],
    ["signed by another key", wireOf({ ...lasting, signature: await box.sign(signed) })],
    [
      "signed without the domain tag",
      wireOf({ ...lasting, signature: await ed25519.sign(signed.slice(domainBytes)) }),
    ],
  ];
}

function otherBodyCases(erasable: Operation): InvalidCase[] {
  const { detached } = erasable;
  if (detached === null) throw new Error("expected a detached body");
  const other = encodeCbor(["hello", 8]);
  return [
    ["another detached body", wireOf({ ...erasable, detached: { ...detached, body: other } })],
    ["another salt", wireOf({ ...erasable, detached: { ...detached, salt: new Uint8Array(16) } })],
  ];
}

function wireOf(op: Operation): string {
  return toHex(encodeOperation(op));
}

async function receipts() {
  const ids = ["00".repeat(16), "5a".repeat(16)].map(toOpId);
  const receipt = await createReceipt(communityId, box, 1_795_000_001, ids);
  const foreign = await createReceipt(elsewhere, box, 1_795_000_001, ids);
  const shared = { communityId, boxKey: toHex(box.publicKey), time: receipt.time, ids };
  const bytes = encodeReceipt(receipt);
  return [
    { name: "two operations", valid: true, ...shared, bytes: toHex(bytes) },
    { name: "another community's", valid: false, ...shared, bytes: toHex(encodeReceipt(foreign)) },
    {
      name: "another time than was signed",
      valid: false,
      ...shared,
      bytes: toHex(encodeReceipt({ ...receipt, time: 1 })),
    },
    { name: "cut off", valid: false, ...shared, bytes: toHex(bytes.subarray(0, -1)) },
    {
      name: "followed by something",
      valid: false,
      ...shared,
      bytes: toHex(concatBytes(bytes, Uint8Array.of(0))),
    },
  ];
}

function replace(text: string, part: string, by: string): string {
  if (!text.includes(part)) throw new Error(`${part} is not there`);
  return text.replace(part, by);
}

async function freeze(name: string, content: unknown): Promise<void> {
  const path = join(import.meta.dir, name);
  if (existsSync(path)) throw new Error(`${name} is frozen.`);
  await Bun.write(path, `${JSON.stringify(content, null, 2)}\n`);
}

await freeze("operations.json", await Promise.all(wanted.map(describe)));
await freeze("invalid-operations.json", await invalid());
await freeze("receipts.json", await receipts());
