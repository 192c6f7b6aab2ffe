import { expect, test } from "bun:test";
import fc from "fast-check";
import { runs } from "../../tests/support/arbitrary.ts";
import { makeOperation } from "../../tests/support/operations.ts";
import { hintsOf } from "./hints.ts";
import { kindMax } from "./limits.ts";
import { decodeOperation } from "./operation.ts";

test("are what decoding says, for every kind and every way to carry a body", async () => {
  for (let kind = 0; kind <= kindMax; kind++) {
    for (const erasable of [true, false]) {
      const { bytes } = await makeOperation({ kind, erasable, seq: kind + 1 });
      const { author, header } = decodeOperation(bytes);
      expect(hintsOf(bytes)).toEqual({ author, kind: header.kind });
    }
  }
});

test("are nothing where there is no operation, whatever the bytes", async () => {
  const { bytes } = await makeOperation();
  for (let end = 0; end < 16; end++) expect(hintsOf(bytes.subarray(0, end))).toBeNull();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => {
      const hints = hintsOf(noise);
      if (hints !== null) expect(hints.author).toHaveLength(16);
    }),
    runs(200),
  );
});
