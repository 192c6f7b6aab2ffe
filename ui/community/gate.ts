/** Asking the gate for a change, and agreeing to one. Each is a signed operation. */
import { effects, encodeParams, type GateEffect, kinds } from "../../mesh/kinds/index.ts";
import {
  deviceIdOf,
  fromBase64Url,
  type MemberId,
  type OpId,
  sha256,
  toHex,
} from "../../mesh/op/index.ts";
import {
  decodeRootDocument,
  encodeRootDocument,
  recoverySigner,
  rootSignedBytes,
} from "../../mesh/rules/index.ts";
import { append, requestJson, requireDevice, signerOf } from "../offline/index.ts";
import { type Gate, gatePath, type MemberDetail, type Request } from "./shapes.ts";

/** Signs a request to the gate. It counts as its author's yes. */
export function requestChange<Params>(
  effect: GateEffect<Params>,
  params: Params,
): Promise<{ id: OpId }> {
  return append(kinds.gateRequest, { effect: effect.name, params: encodeParams(effect, params) });
}

/** Signs a yes. A change of stewards is signed twice: the yes, and the document it puts in force. */
export async function approve({ id, document }: Pick<Request, "id" | "document">): Promise<void> {
  const next = document === null ? null : readBytes(document);
  await append(kinds.gateApprove, {
    request: id,
    rootSignature: next === null ? null : await signRoot(next),
  });
}

export async function cancelRequest({ id }: Pick<Request, "id">): Promise<void> {
  await append(kinds.gateCancel, { request: id });
}

type StewardChange = { add: Uint8Array } | { remove: readonly Uint8Array[] };

/** Asks for one steward more or less: the next root document follows the one in force. */
export async function requestStewardChange(
  { root }: Pick<Gate, "root">,
  change: StewardChange,
): Promise<void> {
  const inForce = readBytes(root?.document ?? "");
  const document = await nextRoot(inForce, changedStewards(inForce, change));
  const { id } = await requestChange(effects.stewardChange, { document });
  await append(kinds.gateApprove, { request: id, rootSignature: await signRoot(document) });
}

/**
 * Makes this device's key the only steward's: the next root document, signed by it and by the
 * recovery key. For a founder on a new phone, and for the one who is left when the other of two
 * stewards is lost. The words on the paper stay good.
 */
export async function becomeOnlySteward(recoverySeed: Uint8Array): Promise<void> {
  const gate = await requestJson<Pick<Gate, "root">>(gatePath);
  const { id, publicKey } = await requireDevice();
  const recovery = await recoverySigner(recoverySeed);
  const document = await nextRoot(readBytes(gate.root?.document ?? ""), [publicKey]);
  await append(kinds.root, {
    document,
    signatures: [
      { device: id, signature: await signRoot(document) },
      {
        device: await deviceIdOf(recovery.publicKey),
        signature: await recovery.sign(rootSignedBytes(document)),
      },
    ],
  });
}

/** The next root document: the one in force with other stewards, more than half of whom sign. */
async function nextRoot(
  inForce: Uint8Array,
  stewards: Uint8Array[],
): Promise<Uint8Array<ArrayBuffer>> {
  const before = decodeRootDocument(inForce);
  return encodeRootDocument({
    ...before,
    version: before.version + 1,
    previous: await sha256(inForce),
    stewards,
    threshold: Math.floor(stewards.length / 2) + 1,
    gate: null,
    created: Math.floor(Date.now() / 1000),
  });
}

/** Who the stewards would be. */
function changedStewards(inForce: Uint8Array, change: StewardChange): Uint8Array[] {
  const { stewards } = decodeRootDocument(inForce);
  if ("add" in change) return [...stewards, change.add];
  const removed = new Set(change.remove.map(toHex));
  return stewards.filter((key) => !removed.has(toHex(key)));
}

/** Keys of the member's devices that may still speak, oldest first. */
export function liveKeys({ devices }: MemberDetail): Uint8Array[] {
  return devices
    .filter((device) => !device.revoked)
    .sort((a, b) => a.enrolled - b.enrolled)
    .map((device) => readBytes(device.publicKey));
}

/** The keys by which the member is a steward. */
export function stewardKeysOf({ devices }: MemberDetail): Uint8Array[] {
  return devices
    .filter((device) => device.isStewardKey)
    .map((device) => readBytes(device.publicKey));
}

/** Whether this person may add a yes: a steward who has not, or who is asked to become one. */
export function mayApprove(request: Request, self: { member: MemberId; roles: string[] }): boolean {
  if (request.state !== "open" || request.approvals.includes(self.member)) return false;
  return self.roles.includes("steward") || isAskedToServe(request, self.member);
}

/** Whether the request makes this person a steward, which needs their consent. */
export function isAskedToServe({ facts }: Pick<Request, "facts">, member: MemberId): boolean {
  return facts.some(
    (fact) => fact.fact === "steward" && fact.member === member && fact.after !== null,
  );
}

async function signRoot(document: Uint8Array): Promise<Uint8Array> {
  return signerOf(await requireDevice()).sign(rootSignedBytes(document));
}

function readBytes(base64url: string): Uint8Array {
  return fromBase64Url(base64url) ?? new Uint8Array();
}
