import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { communityId, namedSigner } from "../../tests/support/operations.ts";
import { deviceIdOf, FolkmootError, opsPerRequestMax, toHex, toOpId } from "../op/index.ts";
import {
  decodeFeed,
  decodeManifest,
  encodeFeed,
  encodeManifest,
  type FeedManifest,
  feedFileBytesMax,
  feedSignedBytes,
} from "./partner-feed.ts";

const box = await namedSigner("box");
const partner = await namedSigner("partner");
const id = (byte: string) => toOpId(byte.repeat(16));
const manifest: FeedManifest = {
  box: await deviceIdOf(box.publicKey),
  partner: { name: "Vega", key: partner.publicKey },
  serial: 3,
  time: 1_795_000_000,
  items: [
    { item: id("11"), version: id("12"), labels: ["seeds", "winter"] },
    { item: id("21"), version: id("21"), labels: [] },
    { item: id("31"), version: id("32"), labels: ["winter"] },
  ],
  withdrawn: [{ item: id("41"), version: id("42") }],
};
const bytes = encodeManifest(manifest);
const file = {
  communityId,
  roots: [],
  people: [Uint8Array.of(1, 2)],
  manifest: bytes,
  signature: new Uint8Array(64),
  items: [Uint8Array.of(3), Uint8Array.of(4, 5)],
};

/** What boxes have carried to each other must be read for ever. */
const frozen =
  "88480556ca7fbd5dba7f64566567615821014e7072b686246112d0d0caf705a48783808070f04559a74d660a" +
  "ffb1f05b27cc031a6afd86c05860111111111111111111111111111111111212121212121212121212121212" +
  "1212212121212121212121212121212121212121212121212121212121212121212131313131313131313131" +
  "3131313131313232323232323232323232323232323282826573656564734400000000826677696e74657248" +
  "000000000000000258204141414141414141414141414141414142424242424242424242424242424242";

describe("a manifest", () => {
  test("is these bytes, for good", () => {
    expect(toHex(bytes)).toBe(frozen);
    expect(toHex(feedSignedBytes(communityId, bytes)).slice(0, 32)).toBe(
      "666f6c6b6d6f6f742f666565642f3100",
    );
  });

  test("is read as it was written, and nothing less is one", () => {
    expect(decodeManifest(bytes)).toEqual(manifest);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeManifest(bytes.subarray(0, length))).toThrow(FolkmootError);
    }
  });

  test("has room for tens of thousands of items and their labels", () => {
    const items = Array.from({ length: 20_000 }, (_, nth) => {
      const item = toOpId(nth.toString(16).padStart(32, "0"));
      return { item, version: item, labels: nth % 2 === 0 ? ["even"] : ["odd", "other"] };
    });
    expect(decodeManifest(encodeManifest({ ...manifest, items })).items).toEqual(items);
  });

  test("whatever it lists comes back", () => {
    const entry = fc.record({
      item: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((each) => toOpId(each)),
      version: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((each) => toOpId(each)),
    });
    const labels = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 9, unit: "grapheme" }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(entry, labels), { maxLength: 20 }),
        fc.array(entry, { maxLength: 9 }),
        (listed, withdrawn) => {
          const items = listed.map(([one, said]) => ({ ...one, labels: said }));
          const read = decodeManifest(encodeManifest({ ...manifest, items, withdrawn }));
          const sorted = (each: FeedManifest["items"]) =>
            each.map((one) => ({ ...one, labels: one.labels.toSorted() }));
          expect(sorted(read.items)).toEqual(sorted(items));
          expect(read.withdrawn).toEqual(withdrawn);
        },
      ),
      { numRuns: process.env["SLOW"] === "1" ? 2_000 : 50 },
    );
  });
});

describe("a feed file", () => {
  test("is read as it was written, in batches, and nothing less is one", () => {
    const items = Array.from({ length: opsPerRequestMax + 5 }, (_, nth) => Uint8Array.of(nth));
    for (const one of [file, { ...file, items }, { ...file, items: [] }]) {
      expect(decodeFeed(encodeFeed(one))).toEqual(one);
    }
    const written = encodeFeed(file);
    for (let length = 0; length < written.length; length++) {
      expect(() => decodeFeed(written.subarray(0, length))).toThrow("no feed");
    }
  });

  test("larger than any is not looked at", () => {
    expect(() => decodeFeed(new Uint8Array(feedFileBytesMax + 1))).toThrow("no feed");
  });
});
