import { expect, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { toMemberId, utf8 } from "../../mesh/op/index.ts";
import { openMoot, temporaryDir } from "./fixtures/moot.ts";

const member = toMemberId("11".repeat(16));
const other = toMemberId("22".repeat(16));

test("seals for one member, across restarts, until the key is destroyed", async () => {
  const dir = temporaryDir();
  const store = await openMoot(dir);
  await store.keyring.create(member);
  await store.keyring.create(other);
  const sealed = store.keyring.seal(member, utf8("my note"));
  expect(store.keyring.open(member, sealed)).toEqual(utf8("my note"));
  expect(store.keyring.open(other, sealed)).toBeNull();
  expect(
    store.keyring.open(
      member,
      sealed.map((byte, i) => (i === 20 ? byte ^ 1 : byte)),
    ),
  ).toBeNull();
  await store.keyring.create(member);
  await store.close();

  const again = await openMoot(dir);
  expect(again.keyring.open(member, sealed)).toEqual(utf8("my note"));
  const wrapped = again.keyring.seal(member, new Uint8Array());
  expect(wrapped).toHaveLength(28);
  await again.keyring.destroy(member);
  expect(again.keyring.has(member)).toBe(false);
  expect(again.keyring.open(member, sealed)).toBeNull();
  expect(() => again.keyring.seal(member, utf8("more"))).toThrow("destroyed");
  expect(again.keyring.has(other)).toBe(true);
  await again.close();
});

test("the wrapping key is the box's alone", async () => {
  const dir = temporaryDir();
  const store = await openMoot(dir);
  await store.keyring.create(member);
  await store.close();
  const path = join(dir, "box", "keyring.key");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const key = readFileSync(path);
  expect(key).toHaveLength(32);
  for (const name of ["folkmoot.db", "keys.db"]) {
    expect(readFileSync(join(dir, name)).includes(key)).toBe(false);
  }
});

test("a destroyed member key is nowhere in the files", async () => {
  const dir = temporaryDir();
  const store = await openMoot(dir);
  await store.keyring.create(member);
  const everything = () =>
    ["keys.db", "keys.db-wal"]
      .map((name) => readFileSync(join(dir, name)).toString("latin1"))
      .join();
  const marker = Buffer.from(Uint8Array.fromHex(member)).toString("latin1");
  expect(everything()).toContain(marker);
  await store.keyring.destroy(member);
  expect(everything()).not.toContain(marker);
  await store.close();
});
