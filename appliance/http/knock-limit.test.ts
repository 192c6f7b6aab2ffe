import { describe, expect, test } from "bun:test";
import { createKnockLimit, type Knock } from "./knock-limit.ts";

function limitOf(knock: Knock) {
  let nowMs = 0;
  const limit = createKnockLimit(knock, { nowMs: () => nowMs, monotonicMs: () => nowMs });
  return { limit, pass: (seconds: number) => (nowMs += seconds * 1000) };
}

describe("a knock limit", () => {
  test("allows a burst, then as many as flow in", () => {
    const { limit, pass } = limitOf({ burst: 3, perMinute: 6 });
    expect([1, 2, 3].map(() => limit.take("a"))).toEqual([0, 0, 0]);
    expect(limit.take("a")).toBe(10);
    pass(5);
    expect(limit.take("a")).toBeGreaterThan(0);
    pass(6);
    expect(limit.take("a")).toBe(0);
    pass(3_600);
    expect([1, 2, 3, 4].map(() => limit.take("a") > 0)).toEqual([false, false, false, true]);
  });

  test("counts each address by itself, and all of them together", () => {
    const overall = { burst: 5, perMinute: 1 };
    const { limit } = limitOf({ burst: 3, perMinute: 1, overall });
    const waits = ["a", "a", "a", "a", "b", "b", "c"].map((address) => limit.take(address) > 0);
    expect(waits).toEqual([false, false, false, true, false, false, true]);
  });

  test("takes a whole IPv6 network for one", () => {
    const { limit } = limitOf({ burst: 1, perMinute: 1 });
    expect(limit.take("2001:db8:1:2:aaaa::1")).toBe(0);
    expect(limit.take("2001:db8:1:2:bbbb::9")).toBeGreaterThan(0);
    expect(limit.take("2001:db8:1:3:aaaa::1")).toBe(0);
    expect(limit.take("::ffff:10.0.0.1")).toBe(0);
    expect(limit.take("::ffff:10.0.0.2")).toBe(0);
  });

  test("is looked at without taking", () => {
    const { limit } = limitOf({ burst: 1, perMinute: 1 });
    expect([limit.isEmpty("a"), limit.isEmpty("a")]).toEqual([false, false]);
    limit.take("a");
    expect(limit.isEmpty("a")).toBe(true);
  });

  test("forgets the oldest of too many addresses rather than grow", () => {
    const { limit } = limitOf({ burst: 1, perMinute: 1 });
    limit.take("first");
    for (let i = 0; i < 5_000; i++) limit.take(`invented ${i}`);
    expect(limit.isEmpty("first")).toBe(false);
    expect(limit.isEmpty("invented 4999")).toBe(true);
  });
});
