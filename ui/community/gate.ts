/** Asking the gate for a change, and agreeing to one. Each is a signed operation. */
import { effects, encodeParams, type GateEffect, kinds } from "../../mesh/kinds/index.ts";
import { fromBase64Url, type MemberId, type OpId, sha256, toHex } from "../../mesh/op/index.ts";
import {
  decodeRootDocument,
  encodeRootDocument,
  type RootDocument,
  rootSignedBytes,
} from "../../mesh/rules/index.ts";
import { append, requireDevice, signerOf } from "../offline/index.ts";
import type { Gate, MemberDetail, Request } from "./shapes.ts";

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
  const document = await nextRoot(readBytes(root?.document ?? ""), change);
  const { id } = await requestChange(effects.stewardChange, { document });
  await append(kinds.gateApprove, { request: id, rootSignature: await signRoot(document) });
}

/** The next root document: the one in force with other stewards, more than half of whom sign. */
export async function nextRoot(
  inForce: Uint8Array,
  change: StewardChange,
): Promise<Uint8Array<ArrayBuffer>> {
  const before: RootDocument = decodeRootDocument(inForce);
  const isRemoved = (key: Uint8Array) =>
    "remove" in change && change.remove.some((gone) => toHex(gone) === toHex(key));
  const stewards = before.stewards.filter((key) => !isRemoved(key));
  if ("add" in change) stewards.push(change.add);
  return encodeRootDocument({
    ...before,
    version: before.version + 1,
    previous: await sha256(inForce),
    stewards,
    threshold: Math.floor(stewards.length / 2) + 1,
    created: Math.floor(Date.now() / 1000),
  });
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
