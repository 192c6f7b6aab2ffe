import { afterEach, describe, expect, test } from "bun:test";
import { defineStrings, loadStrings } from "./catalog.ts";
import { direction, language } from "./language.ts";

const en = {
  hello: "Hello {name}",
  count: { one: "{count} answer", other: "{count} answers" },
  link: "See {link} for more",
};
const es = {
  hello: "Hola {name}",
  count: { one: "{count} respuesta", other: "{count} respuestas" },
  link: "Mira {link}",
};
const text = defineStrings<typeof en>({ en, es: async () => ({ default: es }) });

afterEach(() => {
  language.value = "en";
});

describe("texts", () => {
  test("are filled with values, numbers in the language's own way", async () => {
    expect(text.t("hello", { name: "Ana" })).toBe("Hello Ana");
    expect(text.t("count", { count: 1 })).toBe("1 answer");
    expect(text.t("count", { count: 12_345 })).toBe("12,345 answers");
    await loadStrings("es");
    language.value = "es";
    expect(text.t("hello", { name: "Ana" })).toBe("Hola Ana");
    expect(text.t("count", { count: 12_345 })).toBe("12.345 respuestas");
  });

  test("take elements in their middle", () => {
    expect(text.pieces("link", { link: 7 })).toEqual(["See ", 7, " for more"]);
  });

  test("keep what nobody filled in, so that it is noticed", () => {
    expect(text.t("hello")).toBe("Hello {name}");
  });
});

test("languages are written from their own side", () => {
  expect(direction("ar")).toBe("rtl");
  expect(direction("he-IL")).toBe("rtl");
  expect(direction("es")).toBe("ltr");
});
