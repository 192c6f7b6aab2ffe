/**
 * Answers that cannot change: whether a signature holds follows from the bytes alone, and the boxes
 * of a world ask the same thing many times. Remembered, so that a hundred worlds take seconds.
 */
import { boxCrypto } from "../../appliance/members/box-crypto.ts";
import {
  type CommunityId,
  decodeReceipt,
  encodeOperation,
  type Operation,
  type PublicKey,
  toHex,
  verifyDetached,
  verifyOperation,
  verifyReceipt,
} from "../../mesh/op/index.ts";
import type { SyncCrypto } from "../../mesh/rules/index.ts";

const answersMax = 20_000;
const answers = new Map<string, Promise<boolean>>();
const verdicts = new Map<string, boolean>();

/** Signature and detached body, by the code that phones and boxes run. */
export function operationHolds(
  op: Operation,
  communityId: CommunityId,
  publicKey: PublicKey,
): Promise<boolean> {
  const question = [encodeOperation(op), publicKey].map(toHex).join();
  return remember(question, async () => {
    return (await verifyOperation(op, communityId, publicKey)) && verifyDetached(op);
  });
}

export function receiptHolds(
  receipt: Uint8Array,
  communityId: CommunityId,
  boxKey: PublicKey,
): Promise<boolean> {
  const question = [receipt, boxKey].map(toHex).join();
  return remember(question, () => verifyReceipt(decodeReceipt(receipt), communityId, boxKey));
}

export const rememberingCrypto: SyncCrypto = {
  sha256: boxCrypto.sha256,
  verify(publicKey, signature, bytes) {
    const question = [publicKey, signature, bytes].map(toHex).join();
    const verdict = verdicts.get(question) ?? boxCrypto.verify(publicKey, signature, bytes);
    if (verdicts.size >= answersMax) verdicts.clear();
    verdicts.set(question, verdict);
    return verdict;
  },
};

function remember(question: string, ask: () => Promise<boolean>): Promise<boolean> {
  const answer = answers.get(question) ?? ask();
  if (answers.size >= answersMax) answers.clear();
  answers.set(question, answer);
  return answer;
}
