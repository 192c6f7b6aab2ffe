/**
 * Real packets, on the loopback interface only and on a port of their own: what a phone on the
 * same network would see.
 */
import { afterEach, describe, expect, test } from "bun:test";
import { createSocket } from "node:dgram";
import makeMdns from "multicast-dns";
import { systemRandom } from "../appliance/random.ts";
import { answerName, linksOf, type Mdns, type MdnsEvent } from "./mdns.ts";
import type { MdnsPacket, MdnsRecord } from "./mdns-records.ts";

const hostname = "moot-test.local";
const loopback = { address: "127.0.0.1", netmask: "255.0.0.0", announced: ["127.0.0.1"] };
let port = 20_000 + (process.pid % 20_000);
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const part of open.splice(0)) await part.close();
  port += 1;
});

function box(links = () => [loopback]): {
  events: MdnsEvent[];
  mdns: Mdns;
  next(): Promise<MdnsEvent>;
} {
  const events: MdnsEvent[] = [];
  const waiting: ((event: MdnsEvent) => void)[] = [];
  let read = 0;
  const mdns = answerName({
    hostname,
    random: systemRandom,
    links,
    port,
    onEvent(event) {
      events.push(event);
      const waiter = waiting.shift();
      if (waiter !== undefined) waiter(events[read++] as MdnsEvent);
    },
  });
  open.push({ close: () => mdns.stop() });
  const next = () =>
    read < events.length
      ? Promise.resolve(events[read++] as MdnsEvent)
      : new Promise<MdnsEvent>((resolve) => waiting.push(resolve));
  return { events, mdns, next };
}

/** Another machine on the network. */
async function neighbour(): Promise<makeMdns.MulticastDNS> {
  const socket = makeMdns({ interface: "127.0.0.1", bind: "0.0.0.0", port });
  open.push({ close: () => new Promise((resolve) => socket.destroy(resolve)) });
  await new Promise<void>((resolve) => socket.once("ready", resolve));
  return socket;
}

function heard(
  socket: makeMdns.MulticastDNS,
  wanted: (records: readonly MdnsRecord[]) => boolean,
): Promise<readonly MdnsRecord[]> {
  return new Promise((resolve) => {
    socket.on("response", (packet: MdnsPacket) => {
      if (wanted(packet.answers)) resolve(packet.answers);
    });
  });
}

const isOurs = (records: readonly MdnsRecord[]) =>
  records.some((record) => record.name === hostname && "ttl" in record && record.ttl === 120);

describe("the box's name", () => {
  test("is probed for three times, announced, and answered to", async () => {
    const phone = await neighbour();
    const probes: MdnsPacket[] = [];
    phone.on("query", (query: MdnsPacket) => probes.push(query));
    const announced = heard(phone, isOurs);
    const { next } = box();
    expect(await next()).toEqual({ type: "answering", address: "127.0.0.1" });
    expect(await announced).toContainEqual(
      expect.objectContaining({ type: "A", data: "127.0.0.1", flush: true }),
    );
    expect(probes.map(({ questions, authorities }) => [questions, authorities.length])).toEqual(
      Array(3).fill([[{ name: hostname, type: "ANY", class: "IN" }], 1]),
    );
    const answered = heard(phone, isOurs);
    phone.query(hostname.toUpperCase(), "A");
    expect(await answered).toContainEqual(
      expect.objectContaining({ type: "NSEC", data: { nextDomain: hostname, rrtypes: ["A"] } }),
    );
  });

  test("is answered directly to an asker that knows only ordinary DNS", async () => {
    const { next } = box();
    await next();
    const socket = createSocket("udp4");
    open.push({ close: () => new Promise((resolve) => socket.close(() => resolve())) });
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    socket.setMulticastInterface("127.0.0.1");
    const reply = new Promise<Buffer>((resolve) => socket.once("message", resolve));
    const label = hostname.split(".").map((part) => [part.length, ...Buffer.from(part)]);
    const query = [0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...label.flat(), 0, 0, 1, 0, 1];
    socket.send(Buffer.from(query), port, "224.0.0.251");
    const bytes = await reply;
    expect(bytes.readUInt16BE(0)).toBe(0x1234);
    expect([...bytes.subarray(-4)]).toEqual([127, 0, 0, 1]);
  });

  test("is taken back at the end", async () => {
    const phone = await neighbour();
    const { mdns, next } = box();
    await next();
    const farewell = heard(phone, (records) =>
      records.some((record) => record.name === hostname && "ttl" in record && record.ttl === 0),
    );
    await mdns.stop();
    expect(await farewell).toContainEqual(expect.objectContaining({ type: "A", ttl: 0 }));
  });

  test("that another machine has is not taken, and the steward is told once", async () => {
    const other = await neighbour();
    const theirs: MdnsRecord = { name: hostname, type: "A", ttl: 120, data: "127.9.9.9" };
    other.on("query", () => other.respond([theirs]));
    const { events, next } = box();
    const event = await next();
    expect(event).toMatchObject({ type: "name-taken", by: "127.9.9.9" });
    expect("message" in event && event.message).toStartWith(
      "Another machine on this network answers to moot-test.local",
    );
    const answers = heard(other, (records) =>
      records.some((record) => record.type === "A" && record.data === "127.9.9.9"),
    );
    other.query(hostname, "A");
    await answers;
    expect(events).toHaveLength(1);
  });

  test("that another machine takes later is told, and given up", async () => {
    const { next } = box();
    expect(await next()).toMatchObject({ type: "answering" });
    const other = await neighbour();
    other.respond([{ name: hostname, type: "A", ttl: 120, data: "127.9.9.9" }]);
    expect(await next()).toMatchObject({ type: "name-taken", by: "127.9.9.9" });
  });

  test("survives packets that are no DNS", async () => {
    const { next } = box();
    await next();
    const socket = createSocket("udp4");
    open.push({ close: () => new Promise((resolve) => socket.close(() => resolve())) });
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    socket.setMulticastInterface("127.0.0.1");
    for (const length of [0, 1, 11, 12, 13, 512]) {
      const noise = systemRandom.bytes(length);
      await new Promise((resolve) => socket.send(noise, port, "224.0.0.251", resolve));
    }
    const phone = await neighbour();
    const answered = heard(phone, isOurs);
    phone.query(hostname, "A");
    expect(await answered).not.toEqual([]);
  });
});

test("no network is told about a box that only its own machine can reach", () => {
  expect(linksOf("127.0.0.1")).toEqual([]);
  for (const link of linksOf("0.0.0.0")) {
    expect(link.announced.some((address) => address.startsWith("127."))).toBe(false);
    expect(link.announced.some((address) => address.includes(":"))).toBe(false);
  }
});
