import { operationId, signedBytes, verifyOperation } from "./signing.ts";
import type { CommunityId, Operation } from "./types.ts";

/** Two different operations of one device with one sequence number: proof against the device. */
export interface Equivocation {
  first: Operation;
  second: Operation;
}

/**
 * Whether this proves that the holder of the key signed twice under one number. Anybody with the
 * key can check it; what the two operations say does not matter, nor are their bodies needed.
 */
export async function verifyEquivocation(
  proof: Equivocation,
  communityId: CommunityId,
  publicKey: Uint8Array,
): Promise<boolean> {
  const { first, second } = proof;
  if (first.header.seq !== second.header.seq) return false;
  const firstId = await operationId(signedBytes(communityId, publicKey, first.header));
  const secondId = await operationId(signedBytes(communityId, publicKey, second.header));
  if (firstId === secondId) return false;
  return (
    (await verifyOperation(first, communityId, publicKey)) &&
    (await verifyOperation(second, communityId, publicKey))
  );
}
