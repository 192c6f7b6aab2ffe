import { describe, expect, test } from "bun:test";
import { idOf, person } from "../../tests/support/votes.ts";
import {
  callEmergency,
  confirmEmergency,
  type Emergency,
  endEmergency,
  isInForce,
  isWaiting,
} from "./emergency.ts";

const hour = 3_600;
const at = 1_795_000_000;
const [ana, ben, cai] = [person(1), person(2), person(3)];
const policy = { people: [ana, ben], two: false, hours: 24, powers: ["alert_all" as const] };
const body = { level: "alert" as const, reason: "The river rises.", hours: 6 };
const call = (given: Partial<typeof policy> | null, member = ana, hours = 6) =>
  callEmergency(given && { ...policy, ...given }, {
    id: idOf(1),
    member,
    body: { ...body, hours },
    at,
  });
const must = (found: Emergency | string): Emergency => {
  if (typeof found === "string") throw new Error(found);
  return found;
};

describe("an emergency", () => {
  test("is called by people whom a decision named before, and nobody else", () => {
    expect(call(null)).toBe("role");
    expect(call({}, cai)).toBe("role");
    expect(must(call({}))).toMatchObject({ by: ana, since: at, powers: ["alert_all"] });
  });

  test("is over by itself, after what was asked for and never after what is allowed", () => {
    const short = must(call({}));
    expect(isInForce(short, at)).toBe(true);
    expect(isInForce(short, at + 6 * hour - 1)).toBe(true);
    expect(isInForce(short, at + 6 * hour)).toBe(false);
    const long = must(call({}, ana, 168));
    expect(long.until).toBe(at + 24 * hour);
    // A clock that goes back brings nothing back from before it began.
    expect(isInForce(long, at - 1)).toBe(false);
  });

  test("needs two where the community says so; they are two people", () => {
    const asked = must(call({ two: true }));
    expect([isInForce(asked, at), isWaiting(asked, at)]).toEqual([false, true]);
    const confirm = (member: typeof ana, later = 60) =>
      confirmEmergency(asked, { ...policy, two: true }, { member, at: at + later });
    expect(confirm(ana)).toBe("role");
    expect(confirm(cai)).toBe("role");
    expect(confirm(ben, 2 * hour)).toBe("expired");
    const both = must(confirm(ben));
    expect(both).toMatchObject({ since: at + 60, confirmedBy: ben, until: at + 60 + 6 * hour });
    expect(isInForce(both, at + 61)).toBe(true);
    expect(confirmEmergency(both, policy, { member: ben, at: at + 70 })).toBe("closed");
    // The policy was withdrawn meanwhile.
    expect(confirmEmergency(asked, null, { member: ben, at: at + 60 })).toBe("role");
    expect(isWaiting(asked, at + 2 * hour)).toBe(false);
  });

  test("is ended by any one of them, also before it began", () => {
    const called = must(call({}));
    const end = (member: typeof ana, later: number, what = called) =>
      endEmergency(what, { member, at: at + later });
    expect(end(cai, 60)).toBe("role");
    expect(end(ben, 7 * hour)).toBe("expired");
    const over = must(end(ben, 60));
    expect(isInForce(over, at + 61)).toBe(false);
    expect(end(ana, 61, over)).toBe("closed");
    const waiting = must(end(ben, 5, must(call({ two: true }))));
    expect(isWaiting(waiting, at + 6)).toBe(false);
    expect(confirmEmergency(waiting, policy, { member: ben, at: at + 6 })).toBe("closed");
  });
});
