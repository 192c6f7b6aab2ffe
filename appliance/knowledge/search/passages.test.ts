import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { passagesOf } from "./passages.ts";
import { wordsOf } from "./words.ts";

const words = (count: number, word = "word") => Array.from({ length: count }, () => word).join(" ");

describe("passagesOf", () => {
  test("leaves a short text whole", () => {
    const text = "# Title\n\nOne paragraph.\n\nAnother one.";
    expect(passagesOf(text)).toEqual([{ start: 0, text, heading: "Title" }]);
    expect(passagesOf("")).toEqual([{ start: 0, text: "", heading: null }]);
  });

  test("begins a passage at a heading, once there is enough before it", () => {
    const text = `${words(60)}\n\n## Second\n\n${words(60)}`;
    expect(passagesOf(text).map(({ heading }) => heading)).toEqual([null, "Second"]);
    const short = `${words(10)}\n\n## Second\n\n${words(60)}`;
    expect(passagesOf(short)).toHaveLength(1);
  });

  test("cuts a long paragraph between sentences", () => {
    const text = Array.from({ length: 40 }, () => `${words(14)} end.`).join(" ");
    const passages = passagesOf(text);
    expect(passages.length).toBeGreaterThan(3);
    for (const passage of passages) {
      expect(passage.text.endsWith(".")).toBe(true);
      expect(wordsOf(passage.text).length).toBeLessThanOrEqual(200);
    }
  });

  test("cuts a long Chinese paragraph as well", () => {
    const passages = passagesOf("水位上涨时请立即离开低岸。".repeat(80));
    expect(passages.length).toBeGreaterThan(2);
    expect(passages.every(({ text }) => text.endsWith("。"))).toBe(true);
  });

  test("loses no word and repeats none, whatever the text", () => {
    const unit = fc.constantFrom(
      "word ",
      "otra. ",
      "\n",
      "\n\n",
      "# Head\n",
      "- ",
      "水",
      "🌊 ",
      "x",
    );
    const text = fc.array(unit, { maxLength: 900 }).map((units) => units.join(""));
    fc.assert(
      fc.property(text, (body) => {
        const passages = passagesOf(body);
        let end = 0;
        for (const { start, text: passage } of passages) {
          expect(body.slice(start, start + passage.length)).toBe(passage);
          expect(body.slice(end, start).trim()).toBe("");
          expect(passage.isWellFormed()).toBe(true);
          end = start + passage.length;
        }
        expect(body.slice(end).trim()).toBe("");
      }),
    );
  });
});
