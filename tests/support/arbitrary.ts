/** Arbitrary values for properties. Apart from the rest, because fast-check takes long to load. */
import fc from "fast-check";
import type { CborValue } from "../../mesh/op/index.ts";

/** Property runs: few by default, many with SLOW=1. */
export const runs = (few: number) => ({ numRuns: "SLOW" in process.env ? few * 50 : few });

/** Any value that may stand in a body. */
export const anyCborValue: fc.Arbitrary<CborValue> = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.maxSafeInteger(),
    fc.integer({ min: -30, max: 300 }),
    fc.string({ unit: "binary" }).filter((text) => !text.startsWith("\ufeff")),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 70 }),
    fc.array(tie("value"), { maxLength: 5 }),
  ),
})).value;

export const anyBody: fc.Arbitrary<CborValue[]> = fc.array(anyCborValue, { maxLength: 6 });
