/** Asking the gate for a change, and agreeing to one. Each is a signed operation. */
import {
  decodeParams,
  effects,
  encodeParams,
  type GateEffect,
  kinds,
} from "../../mesh/kinds/index.ts";
import {
  deviceIdOf,
  equalBytes,
  FolkmootError,
  fromBase64Url,
  type MemberId,
  type OpId,
  sha256,
} from "../../mesh/op/index.ts";
import {
  decodeRootDocument,
  encodeRootDocument,
  recoverySigner,
  rootSignedBytes,
} from "../../mesh/rules/index.ts";
import { membersPath } from "../design/people.ts";
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

/** Asks for the same once more, where the time to agree ran out. */
export async function requestAgain({ effect, params }: Pick<Request, "effect" | "params">) {
  const bytes = readBytes(params ?? "");
  if (effect !== effects.stewardChange.name) {
    await append(kinds.gateRequest, { effect, params: bytes });
    return;
  }
  await requestDocument(decodeParams(effects.stewardChange, bytes).document);
}

export async function cancelRequest({ id }: Pick<Request, "id">): Promise<void> {
  await append(kinds.gateCancel, { request: id });
}

/**
 * Asks to put in force whom everybody has made stewards. The first signature goes along. The box
 * says anew what is owed, since a page may show what it was before: throws `changed` if that is
 * something else by now.
 */
export async function requestMandated(shown: Gate["mandate"]) {
  const { root, mandate } = await requestJson<Pick<Gate, "root" | "mandate">>(gatePath);
  if (mandate === null || mandate.decision !== shown?.decision) {
    throw new FolkmootError("changed", "Something else has been decided meanwhile.");
  }
  const { decision: gate, stewards, threshold } = mandate;
  const inForce = readBytes(root?.document ?? "");
  await requestDocument(await nextRoot(inForce, await keysOf(stewards), { threshold, gate }));
}

/** Asks to go on with the same stewards where one of them has another device now. */
export async function requestSameStewards() {
  const { root, stewards } = await requestJson<Pick<Gate, "root" | "stewards">>(gatePath);
  const inForce = readBytes(root?.document ?? "");
  const threshold = Math.min(decodeRootDocument(inForce).threshold, stewards.length);
  await requestDocument(await nextRoot(inForce, await keysOf(stewards), { threshold, gate: null }));
}

async function requestDocument(document: Uint8Array): Promise<void> {
  const { id } = await requestChange(effects.stewardChange, { document });
  await append(kinds.gateApprove, { request: id, rootSignature: await signRoot(document) });
}

/** One key of each: the one they are stewards by, or that of their oldest device. */
async function keysOf(members: readonly MemberId[]): Promise<Uint8Array[]> {
  const people = members.map((id) => requestJson<MemberDetail>(`${membersPath}/${id}`));
  return (await Promise.all(people)).flatMap((member) => stewardKeyOf(member) ?? []);
}

function stewardKeyOf({ devices }: MemberDetail): Uint8Array | null {
  const live = devices.filter((device) => !device.revoked);
  const [oldest] = live.toSorted((a, b) => a.enrolled - b.enrolled);
  const device = live.find(({ isStewardKey }) => isStewardKey) ?? oldest;
  return device === undefined ? null : readBytes(device.publicKey);
}

/** Whether every device by which the member is a steward is shut out, and there is another. */
export function needsStewardKey({ roles, devices }: MemberDetail): boolean {
  const live = devices.filter((device) => !device.revoked);
  return (
    roles.includes("steward") && live.length > 0 && !live.some(({ isStewardKey }) => isStewardKey)
  );
}

/**
 * Whether the keys that are left cannot put the next root document in force without the recovery
 * key when one of the stewards has lost theirs: two of two, of whom one cannot sign.
 */
export function needsRecoveryWords({ root, stewards }: Pick<Gate, "root" | "stewards">): boolean {
  if (root === null) return false;
  return stewards.length - 1 < decodeRootDocument(readBytes(root.document)).threshold;
}

/**
 * Makes this device's key the only steward's: the next root document, signed by it and by the
 * recovery key. For a founder on a new phone, and for the one who is left when the other of two
 * stewards is lost. The words on the paper stay good. Throws `other-steward-needed` where this
 * device has no steward's key and the recovery key alone is not enough.
 */
export async function becomeOnlySteward(recoverySeed: Uint8Array): Promise<void> {
  const gate = await requestJson<Pick<Gate, "root">>(gatePath);
  const { id, publicKey } = await requireDevice();
  const inForce = readBytes(gate.root?.document ?? "");
  const { stewards, threshold } = decodeRootDocument(inForce);
  const signs = 1 + Number(stewards.some((key) => equalBytes(key, publicKey)));
  if (signs < threshold) {
    throw new FolkmootError("other-steward-needed", "The key of another steward is needed.");
  }
  const recovery = await recoverySigner(recoverySeed);
  const document = await nextRoot(inForce, [publicKey], {
    threshold: 1,
    gate: null,
  });
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

/** The next root document: the one in force with other stewards. */
async function nextRoot(
  inForce: Uint8Array,
  stewards: Uint8Array[],
  terms: { threshold: number; gate: OpId | null },
): Promise<Uint8Array<ArrayBuffer>> {
  const before = decodeRootDocument(inForce);
  return encodeRootDocument({
    ...before,
    version: before.version + 1,
    previous: await sha256(inForce),
    stewards,
    ...terms,
    created: Math.floor(Date.now() / 1000),
  });
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
