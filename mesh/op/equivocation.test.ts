import { describe, expect, test } from "bun:test";
import {
  communityId,
  makeOperation,
  namedSigner,
  p256Signer,
} from "../../tests/support/operations.ts";
import { verifyEquivocation } from "./equivocation.ts";

describe("proof of equivocation", () => {
  test("is two operations signed by one key under one number", async () => {
    for (const signer of [await namedSigner("ana"), await p256Signer]) {
      const { op: first } = await makeOperation({ signer, seq: 4, body: ["yes"] });
      const { op: second } = await makeOperation({ signer, seq: 4, body: ["no"] });
      const proves = (proof: { first: typeof first; second: typeof first }) =>
        verifyEquivocation(proof, communityId, signer.publicKey);
      expect(await proves({ first, second })).toBe(true);
      expect(await proves({ first: second, second: first })).toBe(true);
      expect(await proves({ first, second: first })).toBe(false);
    }
  });

  test("is not an operation and another signature of the same, nor two numbers", async () => {
    const signer = await p256Signer;
    // P-256 signatures are random: the same operation signed again is still the same operation.
    const { op: first } = await makeOperation({ signer, seq: 4 });
    const { op: again } = await makeOperation({ signer, seq: 4 });
    expect(again.signature).not.toEqual(first.signature);
    const proof = { first, second: again };
    expect(await verifyEquivocation(proof, communityId, signer.publicKey)).toBe(false);
    const { op: next } = await makeOperation({ signer, seq: 5 });
    const two = { first, second: next };
    expect(await verifyEquivocation(two, communityId, signer.publicKey)).toBe(false);
  });

  test("cannot be forged by somebody else", async () => {
    const ana = await namedSigner("ana");
    const { op: first } = await makeOperation({ signer: ana, body: ["yes"] });
    const { op } = await makeOperation({ signer: await namedSigner("mallory"), body: ["no"] });
    const forged = { first, second: { ...op, author: first.author } };
    expect(await verifyEquivocation(forged, communityId, ana.publicKey)).toBe(false);
  });

  test("needs no bodies", async () => {
    const signer = await namedSigner("ana");
    const make = async (text: string) => {
      const { op } = await makeOperation({ signer, seq: 9, erasable: true, body: [text] });
      return { ...op, detached: null };
    };
    const proof = { first: await make("a"), second: await make("b") };
    expect(await verifyEquivocation(proof, communityId, signer.publicKey)).toBe(true);
  });
});
