import { beforeEach, expect, test } from "bun:test";
import { type FakeClock, fakeClock } from "../../tests/support/fake-clock.ts";
import { createSteadyClock, type SteadyClock } from "./steady-clock.ts";

const hour = 3_600;
const day = 24 * hour;
const begin = 1_790_000_000;
let wall: FakeClock;
let steady: SteadyClock;
const now = () => steady.nowMs() / 1_000;

beforeEach(() => {
  wall = fakeClock(begin);
  steady = createSteadyClock(wall);
});

test("follows the wall clock through small corrections, and never goes back", () => {
  wall.pass(hour);
  expect(now()).toBe(begin + hour);
  wall.set(begin + hour - 30);
  expect(now()).toBe(begin + hour);
  wall.pass(60);
  expect(now()).toBe(begin + hour + 30);
  expect(steady.doubt()).toBeNull();
});

test("goes on by hours that passed when the wall clock leaps or goes back", () => {
  wall.pass(day);
  wall.set(begin + 400 * day);
  expect([now(), steady.doubt()]).toEqual([begin + day, "ahead"]);
  wall.pass(hour);
  expect(now()).toBe(begin + day + hour);
  wall.set(begin - 400 * day);
  expect([now(), steady.doubt()]).toEqual([begin + day + hour, "behind"]);
});

test("believes a start after an outage, and a clock that is put right soon after one", () => {
  steady.learn((begin - 30 * day) * 1_000);
  expect(now()).toBe(begin);
  wall.set(begin + 3 * day);
  expect([now(), steady.doubt()]).toEqual([begin + 3 * day, null]);
  wall.pass(hour);
  wall.set(begin + 10 * day);
  expect(steady.doubt()).toBe("ahead");
});

test("does not believe years, nor a start before what was seen", () => {
  steady.learn((begin - 400 * day) * 1_000);
  expect(now()).toBe(begin - 400 * day);
  steady.learn((begin + 400 * day) * 1_000);
  expect([now(), steady.doubt()]).toEqual([begin + 400 * day, "behind"]);
});

test("believes several members whose phones agree with it, and one who is alone", () => {
  wall.pass(day);
  const later = begin + 400 * day;
  wall.set(later);
  steady.hear("ana", (later - day) * 1_000, 5);
  steady.hear("bo", later * 1_000, 5);
  steady.hear("bo", later * 1_000, 5);
  expect(steady.doubt()).toBe("ahead");
  steady.hear("cai", (later + 60) * 1_000, 5);
  expect([now(), steady.doubt()]).toEqual([later, null]);
  wall.set(later + 400 * day);
  steady.hear("ana", (later + 400 * day) * 1_000, 1);
  expect(steady.doubt()).toBeNull();
});
