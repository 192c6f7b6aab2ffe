import { expect, test } from "bun:test";
import { namedSigner } from "../../tests/support/operations.ts";
import { toHex, utf8 } from "../op/index.ts";
import { settle } from "./sync-crypto.ts";

test("a rule gets the answers of WebCrypto, each asked once", async () => {
  const signer = await namedSigner("ana");
  const message = utf8("hello");
  const signature = await signer.sign(message);
  let starts = 0;
  const result = await settle((crypto) => {
    starts += 1;
    const good = crypto.verify(signer.publicKey, signature, message);
    const bad = crypto.verify(signer.publicKey, signature, utf8("bye"));
    const again = crypto.verify(signer.publicKey, signature, message);
    return [good, bad, again, toHex(crypto.sha256(utf8("abc")))];
  });
  expect(result).toEqual([
    true,
    false,
    true,
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  ]);
  expect(starts).toBe(4);
});

test("what a rule throws itself comes through", async () => {
  const rule = () => {
    throw new Error("its own");
  };
  expect(settle(rule)).rejects.toThrow("its own");
});
