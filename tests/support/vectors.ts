/**
 * Checks the frozen vectors. One check for every runtime: Bun runs it in mesh's tests, browsers
 * in tests/e2e/vectors.e2e.ts.
 */
import {
  decodeParams,
  effectByName,
  encodeParams,
  kindByNumber,
  radioBodies,
} from "../../mesh/kinds/index.ts";
import bodies from "../../mesh/kinds/vectors/bodies.json";
import effects from "../../mesh/kinds/vectors/effects.json";
import forms from "../../mesh/kinds/vectors/forms.json";
import radio from "../../mesh/kinds/vectors/radio.json";
import {
  compare,
  decodeInclusion,
  encodeInclusion,
  openCheckpoint,
  parseOpening,
  verifyInclusionFile,
  verifyInclusionOf,
} from "../../mesh/log/index.ts";
import logs from "../../mesh/log/vectors/logs.json";
import {
  bodyOf,
  decodeCbor,
  decodeOperation,
  decodeRadio,
  decodeReceipt,
  deviceIdOf,
  encodeCbor,
  encodeOperation,
  encodeRadio,
  encodeReceipt,
  fromHex,
  type Operation,
  operationId,
  signedBytes,
  signerFromSeed,
  toBase64Url,
  toCommunityId,
  toHex,
  toOpId,
  utf8,
  verifyDetached,
  verifyOperation,
  verifyReceipt,
} from "../../mesh/op/index.ts";
import invalid from "../../mesh/op/vectors/invalid-operations.json";
import operations from "../../mesh/op/vectors/operations.json";
import receipts from "../../mesh/op/vectors/receipts.json";
import { settle } from "../../mesh/rules/index.ts";

export interface VectorCheck {
  name: string;
  /** Throws, or resolves to false, where this runtime disagrees with the vector. */
  check: () => Promise<boolean>;
}

export const vectorChecks: VectorCheck[] = [
  ...operations.map((vector) => ({
    name: `operation: ${vector.name}`,
    check: () => checkOperation(vector),
  })),
  ...invalid.map((vector) => ({
    name: `refused operation: ${vector.name}`,
    check: async () => (await refusalOf(vector)) === vector.reason,
  })),
  ...receipts.map((vector) => ({
    name: `receipt: ${vector.name}`,
    check: async () => (await checkReceipt(vector)) === vector.valid,
  })),
  ...bodies.map((vector) => ({
    name: `body: ${vector.name}`,
    check: async () => checkBody(vector),
  })),
  ...forms.map((vector) => ({
    name: `form: ${vector.name}`,
    check: async () => checkBody(vector),
  })),
  ...effects.map((vector) => ({
    name: `effect: ${vector.name}`,
    check: async () => checkEffect(vector),
  })),
  ...radio.map((vector) => ({
    name: `radio: ${vector.name}`,
    check: async () => (await checkRadio(vector)) === vector.valid,
  })),
  ...logs.map((vector) => ({
    name: `log: ${vector.name}`,
    check: () => checkLog(vector),
  })),
];

async function checkOperation(vector: (typeof operations)[number]): Promise<boolean> {
  const communityId = toCommunityId(vector.communityId);
  const publicKey = bytesOf(vector.publicKey);
  const op = decodeOperation(bytesOf(vector.wire));
  const signed = signedBytes(communityId, publicKey, op.header);
  const checks = [
    toHex(encodeOperation(op)) === vector.wire,
    op.header.kind === vector.kind && op.header.seq === vector.seq,
    op.header.time === vector.time,
    toHex(encodeCbor(bodyOf(op) ?? [])) === vector.body,
    (op.detached === null ? null : toHex(op.detached.salt)) === vector.salt,
    toHex(signed) === vector.signed,
    (await operationId(signed)) === vector.id,
    (await deviceIdOf(publicKey)) === op.author,
    await verifyOperation(op, communityId, publicKey),
    await verifyDetached(op),
    vector.seed === null || (await signsAlike(vector.seed, signed, op)),
  ];
  return checks.every(Boolean);
}

async function signsAlike(seed: string, signed: Uint8Array, op: Operation): Promise<boolean> {
  const signer = await signerFromSeed(bytesOf(seed));
  return toHex(await signer.sign(signed)) === toHex(op.signature);
}

async function refusalOf(vector: (typeof invalid)[number]): Promise<string | null> {
  let op: Operation;
  try {
    op = decodeOperation(bytesOf(vector.wire));
  } catch {
    return "malformed";
  }
  const communityId = toCommunityId(vector.communityId);
  if (!(await verifyOperation(op, communityId, bytesOf(vector.publicKey)))) return "signature";
  return (await verifyDetached(op)) ? null : "body";
}

async function checkReceipt(vector: (typeof receipts)[number]): Promise<boolean> {
  const communityId = toCommunityId(vector.communityId);
  try {
    const receipt = decodeReceipt(bytesOf(vector.bytes));
    const sameText = toHex(encodeReceipt(receipt)) === vector.bytes;
    const says = receipt.time === vector.time && receipt.ids.join() === vector.ids.join();
    return sameText && says && verifyReceipt(receipt, communityId, bytesOf(vector.boxKey));
  } catch {
    return false;
  }
}

function checkBody(vector: (typeof bodies)[number] | (typeof forms)[number]): boolean {
  const kind = kindByNumber(vector.kind);
  if (kind === null || kind.lasting !== vector.lasting) return false;
  const decoded = kind.schema.decode(decodeCbor(bytesOf(vector.cbor)));
  return (
    toHex(encodeCbor(kind.schema.encode(revive(vector.body)))) === vector.cbor &&
    toHex(encodeCbor(kind.schema.encode(decoded))) === vector.cbor
  );
}

function checkEffect(vector: (typeof effects)[number]): boolean {
  const effect = effectByName(vector.effect);
  if (effect === null) return false;
  return (
    toHex(encodeParams(effect, revive(vector.params))) === vector.cbor &&
    toHex(encodeParams(effect, decodeParams(effect, bytesOf(vector.cbor)))) === vector.cbor
  );
}

async function checkRadio(vector: (typeof radio)[number]): Promise<boolean> {
  const communityId = toCommunityId(vector.communityId);
  const publicKey = bytesOf(vector.publicKey);
  const author = await deviceIdOf(publicKey);
  const received = await decodeRadio(bytesOf(vector.radio), radioBodies, {
    devices: (prefix) => (author.startsWith(prefix) ? [{ communityId, publicKey }] : []),
    references: (_, __, prefix) =>
      vector.reference.startsWith(prefix) ? [toOpId(vector.reference)] : [],
  });
  if (received === null) return false;
  return (
    received.id === vector.id &&
    toHex(encodeOperation(received.op)) === vector.wire &&
    toHex(encodeRadio(received.op, radioBodies)) === vector.radio
  );
}

async function checkLog(vector: (typeof logs)[number]): Promise<boolean> {
  const [boxKey, id] = [bytesOf(vector.boxKey), toOpId(vector.ballot)];
  const { origin, opening, checkpoint } = vector;
  const inclusion = decodeInclusion(bytesOf(vector.inclusion));
  const [read, opened, verdict] = await settle((crypto) => [
    openCheckpoint(checkpoint, boxKey, crypto),
    parseOpening(opening, crypto.sha256),
    verifyInclusionOf(inclusion, { id, boxKey, origin }, crypto),
  ]);
  const file = await verifyInclusionFile(utf8(vector.file));
  const [from, to] = [7, vector.ids.length];
  const earlier = await settle((crypto) => openCheckpoint(vector.earlier, boxKey, crypto));
  const fromRoot = toBase64Url(earlier?.root ?? new Uint8Array());
  const path = vector.consistency.map((hash) => toBase64Url(bytesOf(hash)));
  const { finding } = await compare(
    [{ origin, opening, checkpoints: [vector.earlier] }],
    {
      log: { origin, opening, checkpoint },
      logs: [{ origin, opening }],
      consistency: async () => ({ from, to, fromRoot, path }),
    },
    { community: toCommunityId(vector.communityId), boxKey, now: 0 },
  );
  const checks = [
    read?.origin === origin && read.size === to,
    opened.origin === origin && opened.reason === vector.name,
    verdict === "proven",
    toHex(encodeInclusion(inclusion)) === vector.inclusion,
    file.ok && file.operation === id && file.origin === origin,
    finding.kind === "grown",
  ];
  return checks.every(Boolean);
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (bytes === null) throw new Error("The vector is not hex.");
  return bytes;
}

/** `{"hex": …}` back into bytes. */
function revive(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, part) =>
    typeof part?.hex === "string" ? bytesOf(part.hex) : part,
  );
}

/** Something for a page to run: the names of the vectors that failed, and how many there are. */
export async function runVectorChecks(): Promise<{ failed: string[]; count: number }> {
  const failed: string[] = [];
  for (const { name, check } of vectorChecks) {
    const ok = await check().catch(() => false);
    if (!ok) failed.push(name);
  }
  return { failed, count: vectorChecks.length };
}
