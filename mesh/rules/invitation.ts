import {
  type CommunityId,
  concatBytes,
  type DeviceSigner,
  FolkmootError,
  fromHex,
  type PublicKey,
  signerFromSeed,
  utf8,
} from "../op/index.ts";

/** The seed in an invitation's QR code. */
export const inviteSeedBytes = 16;

/** The one-time key of an invitation: Ed25519 from HKDF-SHA256 over the seed. */
export async function inviteSigner(seed: Uint8Array): Promise<DeviceSigner> {
  return derivedSigner(seed, "folkmoot/invite/1");
}

/** The community's recovery key, from the seed that was printed at founding. */
export async function recoverySigner(seed: Uint8Array): Promise<DeviceSigner> {
  return derivedSigner(seed, "folkmoot/recovery/1");
}

/** What an invite key, the recovery key or the founder's own key signs to let a device in. */
export function enrolmentBytes(
  communityId: CommunityId,
  device: PublicKey,
): Uint8Array<ArrayBuffer> {
  const community = fromHex(communityId) ?? new Uint8Array();
  return concatBytes(utf8("folkmoot/enrol/1\0"), community, device);
}

async function derivedSigner(seed: Uint8Array, info: string): Promise<DeviceSigner> {
  if (seed.length < inviteSeedBytes) {
    throw new FolkmootError("malformed-seed", "This code is too short.", { status: 400 });
  }
  const material = await crypto.subtle.importKey("raw", seed.slice(), "HKDF", false, [
    "deriveBits",
  ]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(info) };
  return signerFromSeed(new Uint8Array(await crypto.subtle.deriveBits(derivation, material, 256)));
}
