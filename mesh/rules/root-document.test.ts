import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { runs } from "../../tests/support/arbitrary.ts";
import { rootDocument, signRoot } from "../../tests/support/membership.ts";
import { flipBit, namedSigner, p256Signer } from "../../tests/support/operations.ts";
import { stewardsMax } from "../kinds/index.ts";
import { FolkmootError, type Signer, sha256 } from "../op/index.ts";
import { verifyFirstRoot, verifyRootUpdate } from "./index.ts";
import {
  communityIdOf,
  decodeRootDocument,
  encodeRootDocument,
  type RootDocument,
  rootSuccession,
} from "./root-document.ts";
import { settle } from "./sync-crypto.ts";

const people = await Promise.all(["a", "b", "c", "d", "e"].map(namedSigner));
const [ana, ben, cai, dov, eva] = people as [Signer, Signer, Signer, Signer, Signer];
const recovery = await namedSigner("recovery");

/** Two versions: the second follows the first, unless a test spoils it. */
async function versions(
  before: { stewards: Signer[]; threshold: number },
  after: { stewards: Signer[]; threshold: number } & Partial<Omit<RootDocument, "stewards">>,
) {
  const keys = (signers: Signer[]) => signers.map(({ publicKey }) => publicKey);
  const document = { ...before, stewards: keys(before.stewards) };
  const previous = encodeRootDocument(await rootDocument(document));
  const next = encodeRootDocument(
    await rootDocument({
      version: 2,
      previous: await sha256(previous),
      ...after,
      stewards: keys(after.stewards),
    }),
  );
  return { previous, next };
}

async function follows(
  { previous, next }: { previous: Uint8Array; next: Uint8Array },
  signers: Signer[],
): Promise<boolean> {
  const signatures = await Promise.all(signers.map((signer) => signRoot(next, signer)));
  return verifyRootUpdate(previous, next, signatures);
}

describe("a root document", () => {
  test("round trips, and its first version is the community's id", async () => {
    const document = await rootDocument();
    const bytes = encodeRootDocument(document);
    expect(decodeRootDocument(bytes)).toEqual(document);
    expect(await communityIdOf(bytes)).toMatch(/^[0-9a-f]{64}$/);
  });

  const broken: [string, (good: RootDocument) => Partial<RootDocument>][] = [
    ["a threshold of half", ({ stewards }) => ({ stewards: [...stewards, ana.publicKey] })],
    ["a threshold nobody can reach", () => ({ threshold: 2 })],
    ["no stewards", () => ({ stewards: [] })],
    [
      "a steward counted twice",
      () => ({ stewards: [ana, ben, ana].map((s) => s.publicKey), threshold: 2 }),
    ],
    ["a box counted twice", () => ({ boxes: [ana.publicKey, ana.publicKey] })],
    ["a first version after another", () => ({ previous: new Uint8Array(32) })],
    ["a later version after nothing", () => ({ version: 2 })],
    ["no language", () => ({ languages: [] })],
    ["no name", () => ({ name: "" })],
    ["a key that is none", () => ({ stewards: [new Uint8Array(33)] })],
    [
      "a share beyond the whole",
      ({ decision }) => ({ decision: { ...decision, quorumPermille: 1_001 } }),
    ],
  ];
  test.each(broken)("with %s is none", async (_, spoil) => {
    const good = await rootDocument();
    expect(() => encodeRootDocument({ ...good, ...spoil(good) })).toThrow(FolkmootError);
  });

  test("throws nothing but one flat error, whatever the bytes", async () => {
    const good = encodeRootDocument(await rootDocument());
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.nat({ max: good.length * 8 - 1 }).map((bit) => flipBit(good, bit)),
          fc.nat({ max: good.length - 1 }).map((length) => good.subarray(0, length)),
        ),
        (bytes) => {
          try {
            expect(encodeRootDocument(decodeRootDocument(bytes))).toEqual(Uint8Array.from(bytes));
          } catch (thrown) {
            expect((thrown as FolkmootError).code).toBe("malformed-root");
          }
        },
      ),
      runs(200),
    );
  });

  test("holds as many stewards as it may, and fits", async () => {
    const keys = await Promise.all(
      Array.from({ length: stewardsMax }, async (_, i) => (await namedSigner(`s${i}`)).publicKey),
    );
    const bytes = encodeRootDocument(await rootDocument({ stewards: keys, threshold: 11 }));
    expect(decodeRootDocument(bytes).stewards.length).toBe(stewardsMax);
  });
});

describe("the first version", () => {
  test("is signed by the threshold of its own stewards", async () => {
    const bytes = encodeRootDocument(
      await rootDocument({ stewards: [ana, ben, cai].map((s) => s.publicKey), threshold: 2 }),
    );
    const by = async (...signers: Signer[]) =>
      verifyFirstRoot(bytes, await Promise.all(signers.map((s) => signRoot(bytes, s))));
    expect(await by(ana, cai)).toBe(true);
    expect(await by(ana)).toBe(false);
    expect(await by(ana, ana)).toBe(false);
    expect(await by(ana, dov)).toBe(false);
  });
});

describe("the next version", () => {
  test("needs the thresholds of both, whoever signs", async () => {
    const pair = await versions(
      { stewards: [ana, ben, cai], threshold: 2 },
      { stewards: [cai, dov, eva], threshold: 2 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat({ max: 4 })), async (chosen) => {
        const signers = chosen.map((i) => people[i]).filter((s) => s !== undefined);
        const old = signers.filter((s) => [ana, ben, cai].includes(s)).length;
        const young = signers.filter((s) => [cai, dov, eva].includes(s)).length;
        expect(await follows(pair, signers)).toBe(old >= 2 && young >= 2);
      }),
      runs(30),
    );
  });

  test("counts a key once, however often it signed", async () => {
    const two = { stewards: [ana, ben], threshold: 2 };
    const pair = await versions(two, two);
    expect(await follows(pair, [ana, ana])).toBe(false);
    expect(await follows(pair, [ana, ben])).toBe(true);
  });

  test("works with phones that have no Ed25519", async () => {
    const old = await p256Signer;
    const pair = await versions(
      { stewards: [ana], threshold: 1 },
      { stewards: [ana, old], threshold: 2 },
    );
    expect(await follows(pair, [ana])).toBe(false);
    expect(await follows(pair, [ana, old])).toBe(true);
  });

  test("follows this one and no other", async () => {
    const one = { stewards: [ana], threshold: 1 };
    const good = await versions(one, one);
    expect(await follows(good, [ana])).toBe(true);
    expect(await follows(await versions(one, { ...one, version: 3 }), [ana])).toBe(false);
    const foreign = await versions(one, { ...one, previous: new Uint8Array(32) });
    expect(await follows(foreign, [ana])).toBe(false);
    expect(await follows({ previous: good.previous, next: good.previous }, [ana])).toBe(false);
    expect(await follows({ ...good, next: new Uint8Array(9) }, [ana])).toBe(false);
  });

  test("may be signed by the recovery key in place of one steward while there are one or two", async () => {
    const lone = await versions(
      { stewards: [ana], threshold: 1 },
      { stewards: [ben], threshold: 1 },
    );
    expect(await follows(lone, [recovery, ben])).toBe(true);
    expect(await follows(lone, [recovery])).toBe(false);
    expect(await follows(lone, [eva, ben])).toBe(false);
    const signatures = await Promise.all([recovery, ben].map((s) => signRoot(lone.next, s)));
    expect(await settle((c) => rootSuccession(lone.previous, lone.next, signatures, c))).toBe(
      "recovery-key",
    );
    const two = await versions(
      { stewards: [ana, ben], threshold: 2 },
      { stewards: [cai], threshold: 1 },
    );
    expect(await follows(two, [recovery, cai])).toBe(false);
    expect(await follows(two, [ana, cai])).toBe(false);
    expect(await follows(two, [recovery, ana, cai])).toBe(true);
    const three = await versions(
      { stewards: [ana, ben, eva], threshold: 2 },
      { stewards: [ana], threshold: 1 },
    );
    expect(await follows(three, [recovery, ana])).toBe(false);
    expect(await follows(three, [ben, ana])).toBe(true);
  });
});
