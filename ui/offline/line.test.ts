import { describe, expect, jest, test } from "bun:test";
import { followLine } from "./line.ts";
import type { Wake, WakeReason } from "./wake.ts";

function setUp() {
  let nowMs = 1_795_000_000_000;
  const listeners = new Set<(why: WakeReason) => void>();
  const wake: Wake = (go) => {
    listeners.add(go);
    return () => listeners.delete(go);
  };
  jest.useFakeTimers();
  const wanted = new AbortController();
  const line = followLine(wanted.signal, wake, () => nowMs);
  return {
    line,
    wanted,
    listeners,
    say: (why: WakeReason) => {
      for (const hear of listeners) hear(why);
    },
    pass: (ms: number) => {
      nowMs += ms;
      jest.advanceTimersByTime(ms);
    },
    end: () => {
      line.end();
      jest.useRealTimers();
    },
  };
}

describe("the line to the box", () => {
  test("is dead when the box does not answer, and when three beats are missed", () => {
    const silent = setUp();
    silent.pass(20_001);
    expect(silent.line.signal.aborted).toBe(true);
    silent.end();
    const broken = setUp();
    broken.line.open();
    broken.pass(44_000);
    broken.line.beat();
    broken.pass(44_000);
    expect(broken.line.signal.aborted).toBe(false);
    broken.pass(2_000);
    expect([broken.line.signal.aborted, broken.line.isStale()]).toEqual([true, false]);
    broken.end();
  });

  test("is given up at once when the phone has another network", () => {
    const { line, say, end } = setUp();
    line.open();
    say("network");
    expect([line.signal.aborted, line.isStale()]).toEqual([true, true]);
    end();
  });

  test("is doubted after a missed beat by whoever looks, and when the box answers others", () => {
    for (const why of ["sight", "answer"] as const) {
      const { line, say, pass, end } = setUp();
      line.open();
      pass(16_000);
      say(why);
      expect(line.signal.aborted).toBe(false);
      pass(5_000);
      say(why);
      expect([line.signal.aborted, line.isStale()]).toEqual([true, true]);
      end();
    }
  });

  test("that is being asked for is not asked for again by its own sign-in", () => {
    const { line, say, pass, end } = setUp();
    pass(19_000);
    say("answer");
    expect(line.signal.aborted).toBe(false);
    end();
  });

  test("ends with who wanted it, and listens to nothing any more", () => {
    const { line, wanted, listeners, end } = setUp();
    wanted.abort();
    expect([line.signal.aborted, line.isStale()]).toEqual([true, false]);
    end();
    expect(listeners.size).toBe(0);
  });
});
