import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { findPrivateText, privatePassagesMax } from "./private-text.ts";

function kinds(text: string): string[] {
  return findPrivateText(text).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`);
}

describe("findPrivateText", () => {
  test.each([
    ["Ring Rosa on +34 612 345 678 after six.", "phone: +34 612 345 678"],
    ["Su número es 612345678.", "phone: 612345678"],
    ["Call (555) 010-7788 please", "phone: (555) 010-7788"],
    ["write to ana.p@example.org today", "email: ana.p@example.org"],
    ["He lives at 14 Mill Lane with two dogs.", "address: 14 Mill Lane"],
    ["Vive en la calle de los Olmos, 12.", "address: calle de los Olmos, 12"],
    ["DNI 12345678Z renovado", "identity-number: 12345678Z"],
    ["passport no. XK4471902", "identity-number: passport no. XK4471902"],
    ["IBAN ES91 2100 0418 4502 0005 1332", "bank: ES91 2100 0418 4502 0005 1332"],
    ["card 4111 1111 1111 1111", "bank: 4111 1111 1111 1111"],
    ["The padlock combination is 4471", "secret: combination is 4471"],
    ["Contraseña: olmo2024", "secret: Contraseña: olmo2024"],
    ["Born on 3 May 1961.", "birth-date: Born on 3 May 1961"],
    ["My neighbour has been diagnosed with asthma", "health: diagnosed with asthma"],
    ["Su hermana tiene epilepsia", "health: Su hermana tiene epilepsia"],
  ])("%s", (text, found) => {
    expect(kinds(text)).toEqual([found]);
  });

  test.each([
    "The meeting of 2026-06-09 moves to 16.06.2026.",
    "Between 2019 - 2024 the river rose five times.",
    "The tank holds 60 m3, about 60 000 litres; the pump costs 1 200 000.",
    "Ring extension 120. Open 7:00-9:00 and 17:00-19:00.",
    "Diabetes: how to keep insulin cool in a power cut.",
    "Mix 31 g of 65 percent calcium hypochlorite in 100 litres.",
    "Water the garden on Monday and Thursday.",
  ])("leaves alone: %s", (text) => {
    expect(kinds(text)).toEqual([]);
  });

  test("is bounded, ordered, without overlaps, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (a, b) => {
        const text = `${a} +34 612 345 678 ${b} my mother has cancer ${a}`;
        const found = findPrivateText(text);
        expect(found.length).toBeLessThanOrEqual(privatePassagesMax);
        found.reduce((end, passage) => {
          expect(passage.start).toBeGreaterThanOrEqual(end);
          expect(passage.end).toBeGreaterThan(passage.start);
          return passage.end;
        }, 0);
      }),
    );
  });

  test("a directory gets a bounded number of reminders", () => {
    const text = Array.from({ length: 500 }, (_, n) => `Neighbour: 612 345 ${100 + n}`).join("\n");
    expect(findPrivateText(text)).toHaveLength(privatePassagesMax);
  });
});
