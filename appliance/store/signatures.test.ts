import { describe, expect, test } from "bun:test";
import { type DeviceId, deviceIdOf, generateSigner, verifySignature } from "../../mesh/op/index.ts";
import { SignatureChecker } from "./signatures.ts";

describe.each(["Ed25519", "P-256"] as const)("%s signatures", (algorithm) => {
  test("are judged as WebCrypto judges them", async () => {
    const checker = new SignatureChecker();
    const signer = await generateSigner({ extractable: false, algorithm });
    const other = await generateSigner({ extractable: false, algorithm });
    const device = await deviceIdOf(signer.publicKey);
    const signed = crypto.getRandomValues(new Uint8Array(200));
    const signature = await signer.sign(signed);
    expect(await checker.check(device, signer.publicKey, signature, signed)).toBe(true);
    // The same id with another key must not find the first one's.
    expect(await checker.check(device, other.publicKey, signature, signed)).toBe(false);
    for (let at = 0; at < 64; at++) {
      const bad = signature.map((byte, i) => (i === at ? byte ^ (1 << (at % 8)) : byte));
      const verdict = await checker.check(device, signer.publicKey, bad, signed);
      expect(verdict).toBe(await verifySignature(signer.publicKey, bad, signed));
    }
    for (const bad of [signature.subarray(1), new Uint8Array(64), new Uint8Array()]) {
      expect(await checker.check(device, signer.publicKey, bad, signed)).toBe(false);
    }
  });
});

test("what is no key verifies nothing", async () => {
  const checker = new SignatureChecker();
  const device = "00".repeat(8) as DeviceId;
  for (const key of [
    new Uint8Array(),
    new Uint8Array(33),
    Uint8Array.of(1, 2),
    new Uint8Array(66),
  ]) {
    expect(await checker.check(device, key, new Uint8Array(64), new Uint8Array(3))).toBe(false);
  }
});
