import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anyBody, runs } from "../../tests/support/arbitrary.ts";
import {
  communityId,
  flipBit,
  makeOperation,
  namedSigner,
  p256Signer,
} from "../../tests/support/operations.ts";
import { equalBytes, toHex } from "./bytes.ts";
import { encodeCbor } from "./cbor.ts";
import { FolkmootError } from "./error.ts";
import {
  bodyOf,
  decodeBatch,
  decodeOperation,
  encodeBatch,
  encodeHeader,
  encodeOperation,
  headerBytesOf,
} from "./operation.ts";
import { deviceIdOf } from "./public-key.ts";
import type { Signer } from "./signer.ts";
import {
  createOperation,
  operationId,
  operationIdWith,
  signedBytes,
  verifyDetached,
  verifyDetachedWith,
  verifyOperation,
} from "./signing.ts";
import { type CborValue, type Operation, toCommunityId, toDeviceId } from "./types.ts";

const sha256 = (bytes: Uint8Array) =>
  new Uint8Array(new Bun.CryptoHasher("sha256").update(bytes).digest());

const signers: [string, () => Promise<Signer>][] = [
  ["Ed25519", () => namedSigner("ana")],
  ["P-256", () => p256Signer],
];

test.each([0, 3, 23, 24, 255, 256, 65_535, 65_536])(
  "the header is found before a body of about %d bytes",
  async (length) => {
    const signer = await namedSigner("ana");
    for (const more of [-4, -3, -2, -1, 0, 1, 2]) {
      const body = ["x".repeat(Math.max(0, length + more))];
      const { bytes, op } = await makeOperation({ signer, body, erasable: true });
      expect(headerBytesOf(bytes, op)).toEqual(encodeHeader(op.header));
    }
  },
);

describe.each(signers)("an operation signed with %s", (_, signerOf) => {
  test("round trips, verifies, and has the id of what was signed", async () => {
    const signer = await signerOf();
    await fc.assert(
      fc.asyncProperty(
        anyBody,
        fc.boolean(),
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 1, max: 0xffff_ffff }),
        fc.integer({ min: 0, max: 0xffff_ffff }),
        async (body, erasable, kind, seq, time) => {
          const made = await makeOperation({ signer, body, erasable, kind, seq, time });
          const read = decodeOperation(made.bytes);
          expect(read).toEqual(made.op);
          expect(encodeOperation(read)).toEqual(made.bytes);
          expect(headerBytesOf(made.bytes, read)).toEqual(encodeHeader(read.header));
          expect(read.header).toMatchObject({ kind, seq, time });
          expect(encodeCbor(bodyOf(read) ?? [])).toEqual(encodeCbor(body));
          expect(await verifyOperation(read, communityId, signer.publicKey)).toBe(true);
          expect(await verifyDetached(read)).toBe(true);
          expect(verifyDetachedWith(sha256, read)).toBe(true);
          const signed = signedBytes(communityId, signer.publicKey, read.header);
          expect(await operationId(signed)).toBe(made.id);
          expect(operationIdWith(sha256, signed)).toBe(made.id);
        },
      ),
      runs(20),
    );
  });

  test("is refused when cut off anywhere", async () => {
    for (const erasable of [false, true]) {
      const { bytes } = await makeOperation({ signer: await signerOf(), erasable });
      for (let length = 0; length < bytes.length; length++) {
        expect(() => decodeOperation(bytes.subarray(0, length))).toThrow(FolkmootError);
      }
    }
  });

  test("never verifies with any bit turned over", async () => {
    const signer = await signerOf();
    for (const erasable of [false, true]) {
      const { bytes } = await makeOperation({ signer, erasable });
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        expect(await accepts(flipBit(bytes, bit), signer)).toBe(false);
      }
    }
  });

  test("verifies for one community and one key only", async () => {
    const { op } = await makeOperation({ signer: await signerOf() });
    // The same 4-byte tag, another community.
    const twin = toCommunityId(`${communityId.slice(0, 8)}${"00".repeat(28)}`);
    expect(await verifyOperation(op, twin, (await signerOf()).publicKey)).toBe(false);
    const stranger = await namedSigner("mallory");
    expect(await verifyOperation(op, communityId, stranger.publicKey)).toBe(false);
    const posing = { ...op, author: await deviceIdOf(stranger.publicKey) };
    expect(await verifyOperation(posing, communityId, stranger.publicKey)).toBe(false);
  });
});

describe("decoding an operation", () => {
  test("throws nothing but one flat error, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expectFlatRefusal(() => decodeOperation(bytes));
      }),
      runs(1_000),
    );
  });

  test("throws nothing but one flat error, whatever the CBOR", () => {
    fc.assert(
      fc.property(anyBody, (value) => {
        expectFlatRefusal(() => decodeOperation(encodeCbor(value)));
      }),
      runs(300),
    );
  });

  test("accepts one spelling only", async () => {
    const { bytes } = await makeOperation({ body: ["x"] });
    await fc.assert(
      fc.property(
        fc.nat({ max: bytes.length }),
        fc.uint8Array({ minLength: 1, maxLength: 3 }),
        fc.nat({ max: 2 }),
        (at, put, removed) => {
          const edited = Uint8Array.of(
            ...bytes.subarray(0, at),
            ...put,
            ...bytes.subarray(at + removed),
          );
          try {
            expect(encodeOperation(decodeOperation(edited))).toEqual(edited);
          } catch (thrown) {
            expect((thrown as FolkmootError).code).toBe("malformed-operation");
          }
        },
      ),
      runs(1_000),
    );
  });

  const whole: CborValue[] = [
    new Uint8Array(4),
    new Uint8Array(8),
    [1, 1, 1, []],
    new Uint8Array(64),
  ];
  const erasable = whole.with(2, [1, 1, 1, new Uint8Array(32)]);
  const salted = [new Uint8Array(16), encodeCbor([])];
  const refused: [string, CborValue][] = [
    ["a community tag of another length", whole.with(0, new Uint8Array(5))],
    ["an author of another length", whole.with(1, new Uint8Array(16))],
    ["an author in hex", whole.with(1, "0011223344556677")],
    ["a header with a part too many", whole.with(2, [1, 1, 1, [], 1])],
    ["a kind beyond the limit", whole.with(2, [256, 1, 1, []])],
    ["a negative kind", whole.with(2, [-1, 1, 1, []])],
    ["the number zero", whole.with(2, [1, 0, 1, []])],
    ["a body that is no array", whole.with(2, [1, 1, 1, "text"])],
    ["a body hash of another length", whole.with(2, [1, 1, 1, new Uint8Array(31)])],
    ["a signature of another length", whole.with(3, new Uint8Array(65))],
    ["a part too many", [...erasable, salted, null]],
    ["null in place of nothing", [...erasable, null]],
    ["a lasting body with a second one beside it", [...whole, salted]],
    ["a salt of another length", [...erasable, [new Uint8Array(15), encodeCbor([])]]],
    ["a detached body that is no array", [...erasable, [new Uint8Array(16), encodeCbor("x")]]],
    [
      "a detached body in another spelling",
      [...erasable, [new Uint8Array(16), Uint8Array.of(0x98, 0)]],
    ],
  ];
  test.each(refused)("refuses %s", (_, value) => {
    expect(() => decodeOperation(encodeCbor(value))).toThrow("These bytes are not an operation.");
  });

  test("carries kinds that nobody here knows, with or without their bodies", () => {
    expect(decodeOperation(encodeCbor(whole)).detached).toBeNull();
    const header = decodeOperation(encodeCbor(erasable));
    expect(bodyOf(header)).toBeNull();
    expect(bodyOf(decodeOperation(encodeCbor([...erasable, salted])))).toEqual([]);
  });
});

describe("an erasable operation", () => {
  test("keeps id and signature when its body is gone", async () => {
    const signer = await namedSigner("ana");
    const { op, id } = await makeOperation({ signer, erasable: true, body: ["secret"] });
    const erased = decodeOperation(encodeOperation({ ...op, detached: null }));
    expect(await verifyOperation(erased, communityId, signer.publicKey)).toBe(true);
    expect(await operationId(signedBytes(communityId, signer.publicKey, erased.header))).toBe(id);
    expect(toHex(encodeOperation(erased))).not.toContain(toHex(new TextEncoder().encode("secret")));
  });

  test("does not take another body or another salt", async () => {
    const { op } = await makeOperation({ erasable: true, body: ["yes"] });
    const { detached } = op;
    if (detached === null) throw new Error("expected a detached body");
    const otherBody = { ...op, detached: { ...detached, body: encodeCbor(["no"]) } };
    const otherSalt = { ...op, detached: { ...detached, salt: new Uint8Array(16) } };
    expect(await verifyDetached(otherBody)).toBe(false);
    expect(await verifyDetached(otherSalt)).toBe(false);
  });
});

describe("making an operation", () => {
  test("refuses bodies beyond the limit of their kind", async () => {
    const signer = await namedSigner("ana");
    const make = (erasable: boolean, length: number) =>
      createOperation({
        communityId,
        signer,
        kind: 1,
        seq: 1,
        time: 1,
        erasable,
        body: [new Uint8Array(length)],
        random: { bytes: (count) => new Uint8Array(count) },
      });
    expect(make(false, 8_190)).rejects.toMatchObject({ code: "body-too-large" });
    expect((await make(true, 8_190)).op.detached?.body.length).toBe(8_194);
    expect(make(true, 196_608)).rejects.toMatchObject({ code: "body-too-large" });
  });

  test("throws for ids that are none", async () => {
    const { op } = await makeOperation();
    expect(() => toCommunityId("abc")).toThrow(FolkmootError);
    expect(() => toDeviceId("00112233445566GG")).toThrow(FolkmootError);
    expect(() => toDeviceId("00112233445566AA")).toThrow(FolkmootError);
    expect(encodeHeader(op.header)).toEqual(
      encodeCbor([op.header.kind, op.header.seq, op.header.time, op.header.body]),
    );
  });
});

describe("a batch", () => {
  test("round trips, and one malformed operation does not take the others down", async () => {
    const { bytes } = await makeOperation();
    const wires = [bytes, Uint8Array.of(1, 2, 3), bytes];
    expect(decodeBatch(encodeBatch(wires))).toEqual(wires);
    expect(() => decodeBatch(encodeCbor([bytes, "x"]))).toThrow(FolkmootError);
    expect(() => decodeBatch(encodeCbor("x"))).toThrow(FolkmootError);
  });
});

/** What a receiver does: decode, check the signature, check the body. */
async function accepts(bytes: Uint8Array, signer: Signer): Promise<boolean> {
  let op: Operation;
  try {
    op = decodeOperation(bytes);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(FolkmootError);
    return false;
  }
  expect(equalBytes(encodeOperation(op), bytes)).toBe(true);
  return (
    (await verifyOperation(op, communityId, signer.publicKey)) &&
    (await verifyDetached(op)) &&
    (await deviceIdOf(signer.publicKey)) === op.author
  );
}

function expectFlatRefusal(decode: () => unknown): void {
  try {
    decode();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(FolkmootError);
    const { code, message, hint, status } = thrown as FolkmootError;
    expect({ code, message, hint, status }).toEqual({
      code: "malformed-operation",
      message: "These bytes are not an operation.",
      hint: null,
      status: 400,
    });
  }
}
