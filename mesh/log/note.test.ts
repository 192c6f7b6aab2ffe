import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { nodeCrypto } from "../../tests/support/memory-log.ts";
import { namedSigner } from "../../tests/support/operations.ts";
import { concatBytes, toHex } from "../op/index.ts";
import { fromBase64, noteKeyId, openNote, parseNote, signNote, toBase64 } from "./note.ts";

/** A verifier key: `<name>+<hex key id>+<base64 of type and key>`. */
function readVerifierKey(text: string) {
  const [name = "", keyId = "", ...key] = text.split("+");
  return { name, keyId, publicKey: fromBase64(key.join("+")) ?? new Uint8Array() };
}

// The first is the example of the specification, the second that of Go's note package.
const published = [
  {
    key: "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    note: "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
  },
  {
    key: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    note: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
  },
];

describe("published notes", () => {
  test.each(published)("verify", ({ key, note }) => {
    const { name, keyId, publicKey } = readVerifierKey(key);
    expect(toHex(noteKeyId(name, publicKey, nodeCrypto.sha256))).toBe(keyId);
    const text = openNote(parseNote(note), { name, publicKey }, nodeCrypto);
    expect(text).toBe(`${note.split("\n\n")[0]}\n`);
    const altered = note.replace("is", "was");
    expect(openNote(parseNote(altered), { name, publicKey }, nodeCrypto)).toBeNull();
  });
});

describe("our notes", () => {
  test("come back as they were signed, with signatures of others ignored", async () => {
    const signer = await namedSigner("box");
    const key = { name: "folkmoot/x/1/y", publicKey: signer.publicKey };
    const note = await signNote("one\n\nthree\n", key.name, signer);
    expect(openNote(parseNote(note), key, nodeCrypto)).toBe("one\n\nthree\n");
    const witnessed = `${note}— witness.example ${toBase64(new Uint8Array(70))}\n`;
    expect(openNote(parseNote(witnessed), key, nodeCrypto)).toBe("one\n\nthree\n");
    expect(openNote(parseNote(note), { ...key, name: "another" }, nodeCrypto)).toBeNull();
    const stranger = await namedSigner("stranger");
    const theirs = { ...key, publicKey: stranger.publicKey };
    expect(openNote(parseNote(note), theirs, nodeCrypto)).toBeNull();
    const p256 = { ...key, publicKey: concatBytes(Uint8Array.of(2, 4), new Uint8Array(64)) };
    expect(openNote(parseNote(note), p256, nodeCrypto)).toBeNull();
  });

  test("a known key with one wrong signature makes the whole note wrong", async () => {
    const signer = await namedSigner("box");
    const key = { name: "log", publicKey: signer.publicKey };
    const note = await signNote("text\n", key.name, signer);
    const keyId = noteKeyId(key.name, key.publicKey, nodeCrypto.sha256);
    const wrong = `${note}— log ${toBase64(concatBytes(keyId, new Uint8Array(64)))}\n`;
    expect(openNote(parseNote(wrong), key, nodeCrypto)).toBeNull();
  });

  test("cut off anywhere they are no notes", async () => {
    const note = await signNote("text\n", "log", await namedSigner("box"));
    for (let end = 0; end < note.length; end++) {
      expect(() => parseNote(note.slice(0, end))).toThrow("not a signed note");
    }
  });

  test.each([
    ["a control character", "te\u0007xt\n\n— log AAAAAAA=\n"],
    ["a carriage return", "text\r\n\n— log AAAAAAA=\n"],
    ["a lone surrogate", "te\ud800xt\n\n— log AAAAAAA=\n"],
    ["no signature", "text\n\n"],
    ["a plus in the name", "text\n\n— l+g AAAAAAA=\n"],
    ["a hyphen for the dash", "text\n\n- log AAAAAAA=\n"],
    ["base64 without padding", "text\n\n— log AAAAAAA\n"],
    ["a signature of no bytes", "text\n\n— log AAAAAA==\n"],
    ["something after the signature", "text\n\n— log AAAAAAA= more\n"],
  ])("%s is refused", (_, note) => {
    expect(() => parseNote(note)).toThrow("not a signed note");
  });

  test("base64 has one spelling", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(fromBase64(toBase64(bytes))).toEqual(new Uint8Array(bytes));
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      }),
    );
    expect(fromBase64("AB==")).toBeNull();
    expect(fromBase64("A-==")).toBeNull();
  });
});
