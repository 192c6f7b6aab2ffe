import { kinds } from "../../mesh/kinds/index.ts";
import {
  deviceIdOf,
  FolkmootError,
  fromBase64Url,
  type MemberId,
  sha256,
  toCommunityId,
} from "../../mesh/op/index.ts";
import {
  decodeRootDocument,
  encodeRootDocument,
  enrolmentBytes,
  recoverySigner,
  rootSignedBytes,
} from "../../mesh/rules/index.ts";
import {
  append,
  type Enrolment,
  ensureDevice,
  prepareEnrolment,
  requestJson,
  requireDevice,
  type Statement,
  sendJson,
  signerOf,
} from "../offline/index.ts";

interface CommunityAnswer {
  communityId: string | null;
  name: string | null;
  boxKey: string;
}

/** Signs this device in by the recovery key. The founder's other devices are shut out by it. */
export async function signRecovery(seed: Uint8Array): Promise<Enrolment> {
  const info = await sendJson<CommunityAnswer>("/api/community");
  const boxKey = fromBase64Url(info.boxKey);
  if (info.communityId === null || boxKey === null) {
    throw new FolkmootError("not-founded", "This box has no community.");
  }
  const communityId = toCommunityId(info.communityId);
  const device = await ensureDevice();
  const recovery = await recoverySigner(seed);
  const proof = await recovery.sign(enrolmentBytes(communityId, device.publicKey));
  const statement = {
    kind: kinds.enrol,
    body: { device: device.publicKey, authority: "recovery-key", invite: null, proof },
  } as Statement;
  // Whose device it is, the box says with the first session.
  const unknownYet = () => "" as MemberId;
  return prepareEnrolment(
    { communityId, communityName: info.name ?? "", boxKey },
    [statement],
    unknownYet,
  );
}

/**
 * Makes this device's key the only steward's: the next root document, signed by it and by the
 * recovery key. For a founder on a new phone, and for the one who is left when the other of two
 * stewards is lost. The words on the paper stay good.
 */
export async function replaceStewardKey(seed: Uint8Array): Promise<void> {
  const gate = await requestJson<{ root: { document: string } | null }>("/api/gate");
  const inForce = fromBase64Url(gate.root?.document ?? "");
  if (inForce === null) throw new FolkmootError("not-founded", "This box has no community.");
  const device = await requireDevice();
  const recovery = await recoverySigner(seed);
  const before = decodeRootDocument(inForce);
  const document = encodeRootDocument({
    ...before,
    version: before.version + 1,
    previous: await sha256(inForce),
    stewards: [device.publicKey],
    threshold: 1,
    gate: null,
    created: Math.floor(Date.now() / 1000),
  });
  const signed = rootSignedBytes(document);
  await append(kinds.root, {
    document,
    signatures: [
      { device: device.id, signature: await signerOf(device).sign(signed) },
      {
        device: await deviceIdOf(recovery.publicKey),
        signature: await recovery.sign(signed),
      },
    ],
  });
}
