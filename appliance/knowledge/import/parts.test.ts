import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { previewOf, splitIntoParts } from "./parts.ts";

describe("splitIntoParts", () => {
  test("keeps sections together as long as they fit", () => {
    const sections = [
      { heading: null, text: "Before." },
      { heading: "One", text: "a ".repeat(20).trim() },
      { heading: "Two", text: "First paragraph.\n\nSecond paragraph, longer." },
    ];
    const parts = splitIntoParts(sections, 60);
    expect(parts.map(({ title, text }) => [title, text])).toEqual([
      [null, `Before.\n\n## One\n\n${"a ".repeat(20).trim()}`],
      ["Two", "## Two\n\nFirst paragraph.\n\nSecond paragraph, longer."],
    ]);
    expect(parts[0]?.sections).toEqual([
      { heading: null, start: 0 },
      { heading: "One", start: 9 },
    ]);
  });

  test("splits what is too long at the best border", () => {
    const parts = splitIntoParts(
      [{ heading: "H", text: "One two six. Three four. Five six." }],
      25,
    );
    expect(parts.map(({ text }) => text)).toEqual([
      "## H\n\nOne two six.",
      "Three four. Five six.",
    ]);
  });

  test("never exceeds the limit and loses no word, whatever the text", () => {
    const section = fc.record({
      heading: fc.option(fc.stringMatching(/^[a-z]{1,10}$/)),
      text: fc.string({ unit: fc.constantFrom("a", "b", " ", "\n", ". ", "\n\n", "水", "🌊") }),
    });
    fc.assert(
      fc.property(fc.array(section), fc.integer({ min: 20, max: 80 }), (sections, charsMax) => {
        const parts = splitIntoParts(sections, charsMax);
        const words = (text: string) => text.replace(/\s+/g, "");
        expect(parts.every(({ text }) => text.length <= charsMax && text.isWellFormed())).toBe(
          true,
        );
        const whole = sections
          .map(({ heading, text }) => (heading === null ? text : `## ${heading}\n\n${text}`))
          .join("");
        expect(words(parts.map(({ text }) => text).join(""))).toBe(words(whole));
      }),
    );
  });
});

test("a preview says which language it takes the text for, and what looks private", () => {
  const preview = previewOf({
    format: "text",
    title: "Nota",
    sections: [{ heading: null, text: "La bomba de la fuente se rompió. Llama al 612 345 678." }],
    warnings: [],
  });
  expect(preview.lang).toBe("es");
  expect(preview.parts[0]?.reminders.map(({ kind }) => kind)).toEqual(["phone"]);
});
