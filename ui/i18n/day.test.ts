import { afterEach, describe, expect, test } from "bun:test";
import { clockTurn, dayOf, secondsAt, timeOf } from "./day.ts";
import { ago } from "./format.ts";

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) Reflect.deleteProperty(process.env, "TZ");
  else process.env.TZ = zone;
});
const utc = (...parts: Parameters<typeof Date.UTC>) => Date.UTC(...parts) / 1_000;

/** Where clocks are set, in 2027: the hour that comes twice, and the one that never comes. */
const turns = [
  ["Europe/Madrid", "2027-10-31", "02:30", utc(2027, 9, 31, 0, 30), 3_600],
  ["America/New_York", "2027-11-07", "01:30", utc(2027, 10, 7, 5, 30), 3_600],
  ["Pacific/Auckland", "2027-04-04", "02:30", utc(2027, 3, 3, 13, 30), 3_600],
  ["Australia/Lord_Howe", "2027-04-04", "01:45", utc(2027, 3, 3, 14, 45), 1_800],
] as const;
const gaps = [
  ["Europe/Madrid", "2027-03-28", "02:30"],
  ["America/New_York", "2027-03-14", "02:30"],
  ["Pacific/Auckland", "2027-09-26", "02:30"],
  ["Australia/Lord_Howe", "2027-10-03", "02:15"],
] as const;

describe("where clocks are set back", () => {
  for (const [name, day, time, first, later] of turns) {
    test(`${name}: both moments are shown alike, and typing means the first`, () => {
      process.env.TZ = name;
      for (const at of [first, first + later]) expect([dayOf(at), timeOf(at)]).toEqual([day, time]);
      expect(secondsAt(day, time)).toBe(first);
      expect(clockTurn(day, time)).toBe("repeated");
      expect(clockTurn(day, "12:00")).toBeNull();
    });
  }
});

describe("where clocks are set forward", () => {
  for (const [name, day, time] of gaps) {
    test(`${name}: the time that never comes is told, and meant later`, () => {
      process.env.TZ = name;
      expect(clockTurn(day, time)).toBe("skipped");
      const at = secondsAt(day, time) as number;
      expect([dayOf(at), timeOf(at) > time]).toEqual([day, true]);
      expect(clockTurn(day, "12:00")).toBeNull();
    });
  }
});

test("a day typed is the day shown, in every zone, all year", () => {
  const zones = [...turns.map(([name]) => name), "Pacific/Kiritimati", "Pacific/Pago_Pago"];
  for (const name of zones) {
    process.env.TZ = name;
    for (let month = 1; month <= 12; month++) {
      for (const date of [1, 4, 7, 14, 26, 28]) {
        const day = `2027-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
        for (const time of ["00:10", "12:00", "23:59"]) {
          const at = secondsAt(day, time) as number;
          expect([name, dayOf(at), timeOf(at)]).toEqual([name, day, time]);
        }
      }
    }
  }
});

test("what is no time is none", () => {
  expect(secondsAt("2027-05-01", "25:00")).toBeNull();
  expect(secondsAt("soon", "12:00")).toBeNull();
  expect(clockTurn("", "12:00")).toBeNull();
});

describe("how far it is", () => {
  test("goes by the days of the calendar once it is a day or more", () => {
    process.env.TZ = "Europe/Madrid";
    const monday = utc(2027, 5, 7, 21);
    // 23:00 by the clock in the kitchen: ten in the morning of Wednesday is not tomorrow.
    expect(ago(monday + 35 * 3_600, monday)).toBe("in 2 days");
    expect(ago(monday + 24 * 3_600, monday)).toBe("tomorrow");
    expect(ago(monday - 24 * 3_600, monday)).toBe("yesterday");
  });

  test("on the long day and on the short one", () => {
    for (const [name, , , first] of turns) {
      process.env.TZ = name;
      const midnight = (secondsAt(dayOf(first), "00:10") ?? 0) as number;
      expect(ago((secondsAt(dayOf(first + 86_400), "00:10") ?? 0) as number, midnight)).toBe(
        "tomorrow",
      );
      expect(ago((secondsAt(dayOf(first + 2 * 86_400), "09:00") ?? 0) as number, midnight)).toBe(
        "in 2 days",
      );
    }
  });
});
