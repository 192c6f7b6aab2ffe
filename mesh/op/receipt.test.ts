import { describe, expect, test } from "bun:test";
import { communityId, flipBit, namedSigner } from "../../tests/support/operations.ts";
import { FolkmootError } from "./error.ts";
import { createReceipt, decodeReceipt, encodeReceipt, verifyReceipt } from "./receipt.ts";
import { toCommunityId, toOpId } from "./types.ts";

const ids = ["11".repeat(16), "22".repeat(16)].map(toOpId);
const box = await namedSigner("box");
const receipt = await createReceipt(communityId, box, 1_795_000_000, ids);
const bytes = encodeReceipt(receipt);

describe("a receipt", () => {
  test("round trips and verifies under the box's key", async () => {
    expect(decodeReceipt(bytes)).toEqual(receipt);
    expect(await verifyReceipt(decodeReceipt(bytes), communityId, box.publicKey)).toBe(true);
  });

  test("is worth nothing from another box or for another community", async () => {
    const other = await namedSigner("another box");
    expect(await verifyReceipt(receipt, communityId, other.publicKey)).toBe(false);
    expect(await verifyReceipt(receipt, toCommunityId("0".repeat(64)), box.publicKey)).toBe(false);
  });

  test("is refused when cut off anywhere, and never verifies with a bit turned over", async () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeReceipt(bytes.subarray(0, length))).toThrow(FolkmootError);
    }
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      let read: ReturnType<typeof decodeReceipt>;
      try {
        read = decodeReceipt(flipBit(bytes, bit));
      } catch (thrown) {
        expect((thrown as FolkmootError).code).toBe("malformed-receipt");
        continue;
      }
      expect(await verifyReceipt(read, communityId, box.publicKey)).toBe(false);
    }
  });

  test("says which operations, and cannot be stretched to others", async () => {
    const stretched = { ...receipt, ids: [...ids, toOpId("33".repeat(16))] };
    expect(await verifyReceipt(stretched, communityId, box.publicKey)).toBe(false);
    expect(await verifyReceipt({ ...receipt, time: 1 }, communityId, box.publicKey)).toBe(false);
  });
});
