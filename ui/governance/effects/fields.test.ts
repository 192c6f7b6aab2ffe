import { describe, expect, test } from "bun:test";
import { decodeParams, effects, encodeParams, usualTermDays } from "../../../mesh/kinds/index.ts";
import {
  effectFields,
  emptyValue,
  type FieldKind,
  type FormEffect,
  fieldsOf,
  readValue,
  shownValue,
} from "./fields.ts";

describe("what a form says becomes a parameter", () => {
  const cases: [string, FieldKind, string | boolean | string[], unknown][] = [
    ["a share in percent", { as: "percent" }, "66.6", 666],
    ["more than everybody", { as: "percent" }, "101", undefined],
    ["money", { as: "money" }, "12,50", 1_250],
    ["money that is none", { as: "money" }, "twelve", undefined],
    ["a time of day", { as: "clock" }, "02:30", 150],
    ["a time that is none", { as: "clock" }, "24:00", undefined],
    ["days of the week", { as: "days" }, ["0", "6"], 65],
    ["lines", { as: "lines", max: 5, count: 2 }, " ein\n\nzwei ", ["ein", "zwei"]],
    ["too many lines", { as: "lines", max: 5, count: 1 }, "a\nb", undefined],
    ["nobody where somebody is needed", { as: "member" }, "", undefined],
    ["nobody where that is fine", { as: "member", empty: true }, "", null],
    ["a number out of range", { as: "number", min: 1, max: 5 }, "6", undefined],
    ["a word that is not offered", { as: "one", of: ["in"] }, "out", undefined],
    ["bytes", { as: "bytes", lengths: [2] }, "0A ff", Uint8Array.of(10, 255)],
    ["bytes of another length", { as: "bytes", lengths: [2] }, "0A", undefined],
    ["a day that is none", { as: "date" }, "soon", undefined],
  ];
  for (const [name, field, value, expected] of cases) {
    test(name, () => expect(readValue(field, value)).toEqual(expected));
  }
});

test("a term is asked of a moderator only, and begins as the usual one", () => {
  const asked = (role: string) => fieldsOf("roleGrant", { role }).map(([key]) => key);
  expect(asked("member")).toEqual(["member", "role"]);
  expect(asked("moderator")).toEqual(["member", "role", "termDays"]);
  expect(fieldsOf("roleGrant", {}).map(([key]) => key)).toEqual(["member", "role"]);
  const { termDays } = effectFields.roleGrant;
  expect(readValue(termDays, emptyValue(termDays))).toBe(usualTermDays);
  for (const none of ["0", "3651", "", "1.5"]) expect(readValue(termDays, none)).toBeUndefined();
});

test("an office until a day ends after today, and within ten years", () => {
  const now = new Date("2027-05-01T12:00:00").getTime() / 1000;
  const until = (day: string) => readValue(effectFields.roleAppoint.until, day, now);
  for (const fits of ["2027-05-01", "2027-11-01", "2037-04-27"]) expect(until(fits)).toBeNumber();
  for (const none of ["2027-04-30", "2037-04-29", "9999-12-31", ""]) {
    expect(until(none)).toBeUndefined();
  }
  expect(readValue(effectFields.resourceCommit.until, "9999-12-31", now)).toBeNumber();
});

test("what is shown of a parameter is read as the same parameter", () => {
  const pairs: [FieldKind, unknown][] = [
    [{ as: "percent" }, 905],
    [{ as: "money" }, 123_456],
    [{ as: "clock" }, 1_439],
    [{ as: "days" }, 0b1010101],
    [{ as: "switch" }, false],
    [{ as: "lines", max: 9, count: 9 }, ["a", "b"]],
    [{ as: "bytes", lengths: [3] }, Uint8Array.of(0, 127, 255)],
    [{ as: "member", empty: true }, null],
    [{ as: "date", empty: true }, null],
  ];
  for (const [field, value] of pairs) {
    expect(readValue(field, shownValue(field, value))).toEqual(value);
  }
});

test("settings as they are make a form that changes nothing", () => {
  const rules = {
    quorumPermille: 300,
    approvalPermille: 750,
    discussionHours: 72,
    votingHours: 48,
    graceHours: 24,
    veto: true,
  };
  const read = Object.fromEntries(
    Object.entries<FieldKind>(effectFields.communityRules).map(([key, field]) => [
      key,
      readValue(field, shownValue(field, rules[key as keyof typeof rules])),
    ]),
  );
  const params = encodeParams(effects.communityRules, read as typeof rules);
  expect(decodeParams(effects.communityRules, params)).toEqual(rules);
});

test("every effect in the list has a field for each of its parameters", () => {
  const values: Record<string, unknown> = {
    member: "a".repeat(32),
    group: "Garden",
    category: "garden",
    partner: "Valle Bajo",
    people: ["a".repeat(32)],
    stewards: ["a".repeat(32)],
    until: 1_900_000_000,
    key: Uint8Array.from([1, ...new Uint8Array(31).fill(7), 9]),
    sha256: new Uint8Array(32),
    currency: "EUR",
    cents: 100,
    languages: ["en"],
  };
  for (const name of Object.keys(effectFields)) {
    const params = Object.fromEntries(
      fieldsOf(name as FormEffect, {}).map(([key, field]) => {
        const begun = readValue(field, emptyValue(field));
        return [key, values[key] ?? begun ?? (field.as === "line" ? "words" : 100)];
      }),
    );
    const effect = effects[name as keyof typeof effects];
    expect({ name, bytes: encodeParams(effect as never, params as never).length > 0 }).toEqual({
      name,
      bytes: true,
    });
  }
});
