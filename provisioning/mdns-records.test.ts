import { describe, expect, test } from "bun:test";
import {
  givesWay,
  isOnLink,
  type Link,
  legacyReply,
  type MdnsRecord,
  recordsOf,
  replyTo,
  strangerIn,
} from "./mdns-records.ts";

const link: Link = {
  address: "192.168.1.20",
  netmask: "255.255.255.0",
  announced: ["192.168.1.20", "fd00::20"],
};
const name = "moot.local";
const asks = (asked: string, answers: MdnsRecord[] = []) => ({
  id: 7,
  questions: [{ name: asked, type: "A" as const }],
  answers,
});
const address = (data: string, ttl = 120, of = name): MdnsRecord => ({
  name: of,
  type: data.includes(":") ? "AAAA" : "A",
  ttl,
  data,
});

describe("records", () => {
  test("give each address, and say that there is nothing else", () => {
    const common = { name, ttl: 120, class: "IN" as const, flush: true };
    expect(recordsOf(name, link)).toEqual([
      { ...common, type: "A", data: "192.168.1.20" },
      { ...common, type: "AAAA", data: "fd00::20" },
      { ...common, type: "NSEC", data: { nextDomain: name, rrtypes: ["A", "AAAA"] } },
    ]);
    expect(
      recordsOf(name, link, 0).filter((record) => !("ttl" in record && record.ttl === 0)),
    ).toEqual([]);
  });

  test("answer to our name in any case, and to no other", () => {
    expect(replyTo(asks("MOOT.local"), name, link)).toEqual(recordsOf(name, link));
    expect(replyTo(asks("xmoot.local"), name, link)).toBeNull();
    expect(replyTo({ questions: [], answers: [] }, name, link)).toBeNull();
  });

  test("are not repeated to who knows all of them well enough", () => {
    const known = [address("192.168.1.20", 61), address("fd00::20", 61)];
    expect(replyTo(asks(name, known), name, link)).toBeNull();
    expect(replyTo(asks(name, known.slice(1)), name, link)).not.toBeNull();
    expect(
      replyTo(asks(name, [address("192.168.1.20", 59), ...known.slice(1)]), name, link),
    ).not.toBeNull();
  });

  test("for an ordinary resolver carry its question and a short life", () => {
    const reply = legacyReply(asks(name), recordsOf(name, link));
    expect(reply.id).toBe(7);
    expect(reply.questions).toEqual([{ name, type: "A" }]);
    expect(reply.answers).toEqual([
      { name, type: "A", class: "IN", ttl: 10, flush: false, data: "192.168.1.20" },
      { name, type: "AAAA", class: "IN", ttl: 10, flush: false, data: "fd00::20" },
    ]);
  });
});

describe("conflicts", () => {
  const own = new Set(["192.168.1.20", "10.0.0.1"]);
  test("are a foreign address under our name", () => {
    expect(strangerIn([address("192.168.1.21")], name, own)).toBe("192.168.1.21");
    expect(strangerIn([address("192.168.1.21", 120, "Moot.Local")], name, own)).toBe(
      "192.168.1.21",
    );
    expect(strangerIn([address("192.168.1.20"), address("10.0.0.1")], name, own)).toBeNull();
    expect(strangerIn([address("192.168.1.21", 120, "other.local")], name, own)).toBeNull();
    expect(strangerIn([address("192.168.1.21", 0)], name, own)).toBeNull();
  });

  test("between two that probe at once are won by exactly one", () => {
    expect(givesWay("192.168.1.20", "192.168.1.21")).toBe(true);
    expect(givesWay("192.168.1.21", "192.168.1.20")).toBe(false);
    expect(givesWay("9.0.0.1", "10.0.0.1")).toBe(true);
    expect(givesWay("10.0.0.1", "10.0.0.1")).toBe(false);
  });

  test("come from the same network only", () => {
    expect(isOnLink("192.168.1.99", link)).toBe(true);
    expect(isOnLink("192.168.2.99", link)).toBe(false);
    expect(isOnLink("fd00::20", link)).toBe(false);
  });
});
