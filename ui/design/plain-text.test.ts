import { describe, expect, test } from "bun:test";
import { plainText } from "./plain-text.ts";

describe("plain words from Markdown", () => {
  test("lose the marks and keep the words", () => {
    expect(plainText("# Boil\n\n- **Bring** to a *boil*\n2. see [the card](/x)").text).toBe(
      "Boil\n\n• Bring to a boil\n2. see the card",
    );
  });

  test("keep signs that are no marks", () => {
    const text = "5 * 3 = 15, snake_case_name, 10:00-12:00";
    expect(plainText(text).text).toBe(text);
  });

  test("move ranges along", () => {
    const text = "## Care\n- clean the **filter** on `Monday`";
    const find = (word: string): [number, number] => [
      text.indexOf(word),
      text.indexOf(word) + word.length,
    ];
    const plain = plainText(text, [find("filter"), find("Monday")]);
    expect(plain.ranges.map(([start, end]) => plain.text.slice(start, end))).toEqual([
      "filter",
      "Monday",
    ]);
  });
});
