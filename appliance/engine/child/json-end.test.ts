import { expect, test } from "bun:test";
import fc from "fast-check";
import { JsonEnd } from "./json-end.ts";

test("the end of a value is found wherever the text is cut", () => {
  const value = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()));
  fc.assert(
    fc.property(value, fc.array(fc.nat(200)), (json, cuts) => {
      const text = JSON.stringify(json);
      const written = `${text}\n\n\n\n`;
      const end = new JsonEnd();
      const places = [...new Set(cuts.map((cut) => Math.min(cut, written.length)))].sort(
        (one, other) => one - other,
      );
      let from = 0;
      let found: number | null = null;
      for (const to of [...places, written.length]) {
        const at = end.take(written.slice(from, to));
        if (at !== null) {
          found = from + at;
          break;
        }
        from = to;
      }
      expect(found).toBe(text.length);
    }),
  );
});

test("what is not closed goes on", () => {
  expect(new JsonEnd().take('{"a":"}]\\"')).toBeNull();
});
