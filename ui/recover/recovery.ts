import { kinds } from "../../mesh/kinds/index.ts";
import { FolkmootError, fromBase64Url, type MemberId, toCommunityId } from "../../mesh/op/index.ts";
import { enrolmentBytes, recoverySigner } from "../../mesh/rules/index.ts";
import {
  type Enrolment,
  ensureDevice,
  prepareEnrolment,
  type Statement,
  sendJson,
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
