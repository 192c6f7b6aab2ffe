import { describe, expect, test } from "bun:test";
import { memoryLog, nodeCrypto, numberedId } from "../../tests/support/memory-log.ts";
import {
  communityId,
  flipBit,
  makeOperation,
  namedSigner,
} from "../../tests/support/operations.ts";
import { deviceIdOf, utf8 } from "../op/index.ts";
import {
  decodeInclusion,
  encodeInclusion,
  encodeInclusionFile,
  isInclusionFile,
  verifyInclusionFile,
  verifyInclusionOf,
} from "./inclusion.ts";

const author = await namedSigner("ana");
const ballot = await makeOperation({ kind: 60, body: [new Uint8Array(16), 1, 1] });
const note = await makeOperation({ seq: 2, body: ["private words"], erasable: true });
const ids = [numberedId(1), ballot.id, numberedId(2), note.id, numberedId(3)];
const log = await memoryLog(ids);
const { publicKey: boxKey } = log.signer;
const proofOf = async (index: number) => ({
  index,
  path: log.tree().inclusionPath(index, ids.length),
  checkpoint: await log.checkpoint(),
});
const subject = (wire: Uint8Array) => ({
  community: communityId,
  boxKey,
  authorKey: author.publicKey,
  wire,
});

describe("a proof that travels", () => {
  test("is the same at the other end, and holds for its operation alone", async () => {
    const proof = decodeInclusion(encodeInclusion(await proofOf(1)));
    expect(proof).toEqual(await proofOf(1));
    const of = { id: ballot.id, boxKey, origin: log.origin };
    expect(verifyInclusionOf(proof, of, nodeCrypto)).toBe("proven");
    expect(verifyInclusionOf(proof, { ...of, id: note.id }, nodeCrypto)).toBe("path");
    expect(verifyInclusionOf(proof, { ...of, origin: "another" }, nodeCrypto)).toBe("origin");
    const { publicKey } = await namedSigner("another box");
    const signer = verifyInclusionOf(proof, { ...of, boxKey: publicKey }, nodeCrypto);
    expect(signer).toBe("checkpoint-signature");
  });

  test("cut off anywhere is refused", async () => {
    const bytes = encodeInclusion(await proofOf(1));
    for (let end = 0; end < bytes.length; end++) {
      expect(() => decodeInclusion(bytes.slice(0, end))).toThrow("not a proof");
    }
  });
});

describe("a proof file", () => {
  test("proves a ballot to somebody who has nothing else", async () => {
    const file = utf8(encodeInclusionFile(await proofOf(1), subject(ballot.bytes)));
    expect(isInclusionFile(file)).toBe(true);
    expect(await verifyInclusionFile(file)).toEqual({
      ok: true,
      operation: ballot.id,
      kind: 60,
      author: await deviceIdOf(author.publicKey),
      time: 1_795_000_000,
      community: communityId,
      box: await deviceIdOf(boxKey),
      boxKey,
      origin: log.origin,
      index: 1,
      size: 5,
    });
  });

  test("leaves the words out of what can be erased", async () => {
    const text = encodeInclusionFile(await proofOf(3), subject(note.bytes));
    expect(Buffer.from(text.split("\n")[1]?.slice(6) ?? "", "base64").toString()).not.toContain(
      "private",
    );
    expect(await verifyInclusionFile(utf8(text))).toMatchObject({ ok: true, operation: note.id });
  });

  test("says what is wrong with it", async () => {
    const proof = await proofOf(1);
    const reasonOf = async (text: string) => {
      const verdict = await verifyInclusionFile(utf8(text));
      return verdict.ok ? "none" : verdict.reason;
    };
    const another = await makeOperation({ seq: 9 });
    expect(await reasonOf(encodeInclusionFile(proof, subject(another.bytes)))).toBe("path");
    const stranger = (await namedSigner("stranger")).publicKey;
    const forged = { ...subject(ballot.bytes), authorKey: stranger };
    expect(await reasonOf(encodeInclusionFile(proof, forged))).toBe("operation-signature");
    const otherBox = { ...subject(ballot.bytes), boxKey: stranger };
    expect(await reasonOf(encodeInclusionFile(proof, otherBox))).toBe("checkpoint-signature");
    expect(await reasonOf("c2sp.org/tlog-proof@v1\n")).toBe("malformed");
    expect(isInclusionFile(utf8("something else"))).toBe(false);
  });

  test("no bit of it can be turned over", async () => {
    const file = utf8(encodeInclusionFile(await proofOf(1), subject(ballot.bytes)));
    for (let bit = 0; bit < file.length * 8; bit += 31) {
      expect([bit, (await verifyInclusionFile(flipBit(file, bit))).ok]).toEqual([bit, false]);
    }
  });

  test("cut off anywhere proves nothing", async () => {
    const file = utf8(encodeInclusionFile(await proofOf(1), subject(ballot.bytes)));
    for (let end = 0; end < file.length; end += 7) {
      expect((await verifyInclusionFile(file.slice(0, end))).ok).toBe(false);
    }
  });
});
