import { describe, expect, test } from "bun:test";
import { contrast } from "./colour.ts";
import {
  type Brand,
  darkTokens,
  defaultBrand,
  lightTokens,
  strongDark,
  strongLight,
  type Tokens,
} from "./tokens.ts";

type Name = keyof Tokens;
const grounds: Name[] = ["paper", "surface", "sunken"];
const onGrounds = (names: Name[]): [Name, Name][] =>
  names.flatMap((name) => grounds.map((ground): [Name, Name] => [name, ground]));

const bodyPairs: [Name, Name][] = [
  ...onGrounds(["ink", "inkSoft", "primaryText", "secondaryText"]),
  ...onGrounds(["okText", "waitText", "warnText", "dangerText"]),
  ...onGrounds(["capExtreme", "capSevere", "capModerate", "capMinor"]),
  ["primaryText", "primarySoft"],
  ["secondaryText", "secondarySoft"],
  ["okText", "okSoft"],
  ["waitText", "waitSoft"],
  ["warnText", "warnSoft"],
  ["dangerText", "dangerSoft"],
  ["onPrimary", "primary"],
  ...(
    ["primarySoft", "secondarySoft", "okSoft", "waitSoft", "warnSoft", "dangerSoft"] as const
  ).flatMap((ground): [Name, Name][] => [
    ["ink", ground],
    ["inkSoft", ground],
  ]),
];

const controlPairs: [Name, Name][] = [
  ...onGrounds(["primary", "secondary", "danger", "lineStrong", "focus"]),
  ["onSecondary", "secondary"],
  ["onDanger", "danger"],
];

const brands: Brand[] = [
  defaultBrand,
  { primary: "#ffd500", secondary: "#00a0ff" },
  { primary: "#101010", secondary: "#f5f5f5" },
];

for (const brand of brands) {
  const modes: [string, Tokens][] = [
    ["light", lightTokens(brand)],
    ["dark", darkTokens(brand)],
    ["light, more contrast", { ...lightTokens(brand), ...strongLight }],
    ["dark, more contrast", { ...darkTokens(brand), ...strongDark }],
  ];
  for (const [mode, tokens] of modes) {
    describe(`${brand.primary} ${brand.secondary} ${mode}`, () => {
      test("body text has 7:1 on every ground it stands on", () => {
        const low = bodyPairs.filter(([a, b]) => contrast(tokens[a], tokens[b]) < 7);
        expect(low).toEqual([]);
      });
      test("controls and large text have 4.5:1", () => {
        const low = controlPairs.filter(([a, b]) => contrast(tokens[a], tokens[b]) < 4.5);
        expect(low).toEqual([]);
      });
    });
  }
}

test("contrast is WCAG's: black on white is 21, the raw clay on paper is too weak for text", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#b85450", "#faf7f2")).toBeCloseTo(4.4, 1);
});
