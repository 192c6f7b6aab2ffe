import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { generateSigner, sha256, verifySignature } from "../../mesh/op/index.ts";
import { boxCrypto } from "./box-crypto.ts";

const { SLOW } = process.env;

describe.each(["Ed25519", "P-256"] as const)("%s on the box", (algorithm) => {
  test("agrees with WebCrypto, on what is valid and on what is not", async () => {
    const signer = await generateSigner({ extractable: false, algorithm });
    const other = await generateSigner({ extractable: false, algorithm });
    const bytes = fc.uint8Array({ maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.nat(63), fc.nat(7), async (message, at, bit) => {
        const signature = await signer.sign(message);
        expect(boxCrypto.verify(signer.publicKey, signature, message)).toBe(true);
        expect(boxCrypto.verify(other.publicKey, signature, message)).toBe(false);
        const flipped = signature.slice();
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        for (const given of [flipped, signature.subarray(0, at), new Uint8Array(64)]) {
          expect(boxCrypto.verify(signer.publicKey, given, message)).toBe(
            await verifySignature(signer.publicKey, given, message),
          );
        }
      }),
      { numRuns: SLOW ? 200 : 20 },
    );
  });

  test("refuses what is no key", async () => {
    const keys = [
      new Uint8Array(),
      new Uint8Array(33),
      new Uint8Array(66).fill(4),
      Uint8Array.of(1),
    ];
    for (const key of keys) {
      expect(boxCrypto.verify(key, new Uint8Array(64), new Uint8Array(1))).toBe(
        await verifySignature(key, new Uint8Array(64), new Uint8Array(1)),
      );
    }
  });
});

test("sha256 is the same", async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  expect(boxCrypto.sha256(bytes)).toEqual(await sha256(bytes));
});
