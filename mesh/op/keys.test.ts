import { afterEach, describe, expect, spyOn, test } from "bun:test";
import { flipBit, namedSigner, p256Signer } from "../../tests/support/operations.ts";
import { concatBytes, fromHex, toHex, utf8 } from "./bytes.ts";
import { algorithmOf, deviceIdOf, isPublicKey, verifySignature } from "./public-key.ts";
import { generateSigner, signerFromSeed } from "./signer.ts";

const message = utf8("the well is closed");

describe("a signer", () => {
  test("follows RFC 8032, section 7.1, test 1", async () => {
    const seed = fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    const signer = await signerFromSeed(seed ?? new Uint8Array());
    expect(toHex(signer.publicKey)).toBe(
      "01d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    );
    expect(toHex(await signer.sign(new Uint8Array()))).toBe(
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    );
  });

  test("is made with either algorithm, extractable or not", async () => {
    for (const algorithm of ["Ed25519", "P-256"] as const) {
      for (const extractable of [false, true]) {
        const signer = await generateSigner({ extractable, algorithm });
        expect(algorithmOf(signer.publicKey)).toBe(algorithm);
        expect(signer.privateKey.extractable).toBe(extractable);
        const signature = await signer.sign(message);
        expect(signature.length).toBe(64);
        expect(await verifySignature(signer.publicKey, signature, message)).toBe(true);
        expect(await verifySignature(signer.publicKey, signature, utf8("no"))).toBe(false);
        expect(await verifySignature(signer.publicKey, flipBit(signature, 77), message)).toBe(
          false,
        );
      }
    }
  });

  test("has an id of 8 bytes that its key gives", async () => {
    const { publicKey } = await namedSigner("ana");
    expect(await deviceIdOf(publicKey)).toMatch(/^[0-9a-f]{16}$/);
    expect(await deviceIdOf((await p256Signer).publicKey)).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("a public key", () => {
  test("is refused in any other shape", async () => {
    const { publicKey } = await namedSigner("ana");
    const bad = [
      new Uint8Array(),
      publicKey.subarray(0, 32),
      concatBytes(publicKey, Uint8Array.of(0)),
      Uint8Array.of(3, ...publicKey.subarray(1)),
      Uint8Array.of(2, ...publicKey.subarray(1)),
      // A compressed point, and one that is not on the curve.
      Uint8Array.of(2, 2, ...new Uint8Array(32)),
    ];
    for (const key of bad) {
      expect(isPublicKey(key)).toBe(false);
      expect(await verifySignature(key, new Uint8Array(64), message)).toBe(false);
    }
    const offCurve = Uint8Array.of(2, 4, ...new Uint8Array(63), 9);
    expect(await verifySignature(offCurve, new Uint8Array(64), message)).toBe(false);
  });

  test("of small order, under which one signature fits many messages, is none", async () => {
    const identity = Uint8Array.of(1, 1, ...new Uint8Array(31));
    expect(isPublicKey(identity)).toBe(false);
    const forAnything = Uint8Array.of(1, ...new Uint8Array(63));
    expect(await verifySignature(identity, forAnything, message)).toBe(false);
  });
});

describe("where WebCrypto has no Ed25519", () => {
  const restore: (() => void)[] = [];
  afterEach(() => {
    for (const undo of restore.splice(0)) undo();
  });

  function forgetEd25519(): void {
    const { subtle } = crypto;
    const unsupported = () =>
      Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"));
    const importKey = subtle.importKey.bind(subtle) as (...args: unknown[]) => Promise<CryptoKey>;
    const generateKey = subtle.generateKey.bind(subtle) as (...args: unknown[]) => Promise<never>;
    const isEd25519 = (algorithm: unknown) => (algorithm as { name?: string }).name === "Ed25519";
    const importing = spyOn(subtle, "importKey").mockImplementation(((...args: unknown[]) =>
      isEd25519(args[2]) ? unsupported() : importKey(...args)) as typeof subtle.importKey);
    const generating = spyOn(subtle, "generateKey").mockImplementation(((...args: unknown[]) =>
      isEd25519(args[0]) ? unsupported() : generateKey(...args)) as typeof subtle.generateKey);
    restore.push(
      () => importing.mockRestore(),
      () => generating.mockRestore(),
    );
  }

  test("a device gets a P-256 key, and seeds sign and verify as everywhere", async () => {
    const seed = new Uint8Array(32).fill(17);
    const native = await signerFromSeed(seed);
    const signature = await native.sign(message);
    forgetEd25519();
    const device = await generateSigner({ extractable: false });
    expect(algorithmOf(device.publicKey)).toBe("P-256");
    expect(generateSigner({ extractable: false, algorithm: "Ed25519" })).rejects.toThrow();
    const fallback = await signerFromSeed(seed);
    expect(fallback.publicKey).toEqual(native.publicKey);
    expect(await fallback.sign(message)).toEqual(signature);
    // A key that this process has not imported natively before.
    const fresh = await signerFromSeed(new Uint8Array(32).fill(18));
    const fallbackSignature = await fresh.sign(message);
    expect(await verifySignature(fresh.publicKey, fallbackSignature, message)).toBe(true);
    const flipped = flipBit(fallbackSignature, 9);
    expect(await verifySignature(fresh.publicKey, flipped, message)).toBe(false);
    expect(await verifySignature(fresh.publicKey, new Uint8Array(64).fill(255), message)).toBe(
      false,
    );
  });
});
