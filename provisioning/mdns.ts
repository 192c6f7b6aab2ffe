/**
 * Answers to `<name>.local` on every network the box is on (RFC 6762), after asking whether the
 * name is free.
 *
 * One socket for each network, since phones on the box's own WiFi must not be told its address in
 * the house's. Only IPv4 carries the questions: every phone asks there as well.
 */
import { isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";
import makeMdns from "multicast-dns";
import type { Random } from "../appliance/random.ts";
import {
  givesWay,
  isOnLink,
  type Link,
  legacyReply,
  type MdnsPacket,
  recordsOf,
  replyTo,
  strangerIn,
} from "./mdns-records.ts";

export type MdnsEvent =
  /** The name is ours on this link. */
  | { readonly type: "answering"; readonly address: string }
  /** Another machine has the name; the box tries again every minute. */
  | { readonly type: "name-taken"; readonly by: string; readonly message: string }
  /** The link cannot be used: another program holds the port, or it went away. */
  | { readonly type: "unavailable"; readonly address: string; readonly cause: Error };

export interface MdnsOptions {
  /** `moot.local` */
  readonly hostname: string;
  readonly random: Random;
  readonly onEvent: (event: MdnsEvent) => void;
  /** The networks at this moment; asked again every ten seconds, as WiFi comes and goes. */
  readonly links: () => readonly Link[];
  /** 5353, but for tests. */
  readonly port?: number;
}

export interface Mdns {
  /** Says farewell, so that phones forget the address at once, and closes. */
  stop(): Promise<void>;
}

const lookAgainMs = 10_000;
const retryMs = 60_000;
// RFC 6762 §8.1: three probes, a quarter of a second apart; §8.3: two announcements, one second.
const probeCount = 3;
const probeEveryMs = 250;
const announceAgainMs = 1_000;
const giveWayMs = 1_000;

/** Starts answering. For a box that listens on loopback only there is nothing to start. */
export function answerName(options: MdnsOptions): Mdns {
  const speakers = new Map<string, Speaker>();
  const look = () => {
    const links = new Map(options.links().map((link) => [JSON.stringify(link), link]));
    for (const [key, speaker] of speakers) {
      if (links.has(key)) continue;
      speakers.delete(key);
      void speaker.stop();
    }
    for (const [key, link] of links) {
      if (!speakers.has(key)) speakers.set(key, speakOn(link, options));
    }
  };
  look();
  const timer = setInterval(look, lookAgainMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all([...speakers.values()].map((speaker) => speaker.stop()));
      speakers.clear();
    },
  };
}

/**
 * The networks that a box listening on `host` can be reached from, loopback excepted. IPv6
 * addresses are announced only where it listens for them (`::`), and never the ones that hold for
 * a single cable.
 */
export function linksOf(host: string): Link[] {
  const links: Link[] = [];
  for (const addresses of Object.values(networkInterfaces())) {
    const own = (addresses ?? []).filter(({ internal }) => !internal);
    const ipv4 = own.find(({ family }) => family === "IPv4");
    if (ipv4 === undefined) continue;
    const announced = own
      .map(({ address }) => address)
      .filter((address) => isReachable(address, host));
    if (announced.length > 0)
      links.push({ address: ipv4.address, netmask: ipv4.netmask, announced });
  }
  return links;
}

function isReachable(address: string, host: string): boolean {
  if (host === "0.0.0.0") return isIPv4(address);
  if (host === "::") return !address.toLowerCase().startsWith("fe80:");
  return address === host;
}

interface Speaker {
  stop(): Promise<void>;
}

/** Probes, then answers, on one link. */
function speakOn(link: Link, options: MdnsOptions): Speaker {
  const { hostname, onEvent, random, port = 5353 } = options;
  // Bound to every address: a socket bound to one of them hears no multicast on Linux.
  const socket = makeMdns({ interface: link.address, bind: "0.0.0.0", port });
  const { after, halt } = schedule();
  let isOurs = false;
  // Told once, though the other machine answers again and again.
  let takenBy: string | null = null;

  const probe = (sent: number) => {
    if (sent === probeCount) return claim();
    const authorities = recordsOf(hostname, link).filter(({ type }) => type !== "NSEC");
    // The type is ANY on the wire; the library's types list only what a record can be.
    const question = { name: hostname, type: "ANY" as "A" };
    socket.query({ questions: [question], authorities });
    after(probeEveryMs, () => probe(sent + 1));
  };
  const claim = () => {
    isOurs = true;
    takenBy = null;
    const announce = () => socket.respond(recordsOf(hostname, link));
    announce();
    after(announceAgainMs, announce);
    onEvent({ type: "answering", address: link.address });
  };
  const startOver = (delayMs: number) => {
    halt();
    isOurs = false;
    after(delayMs, () => probe(0));
  };
  const isHere = ({ address }: Source) => isOnLink(address, link);
  const own = () => new Set([...link.announced, ...allOwnAddresses()]);

  socket.on("ready", () => startOver(random.bytes(1)[0] as number));
  socket.on("query", (query: MdnsPacket, source: Source) => {
    if (!isHere(source)) return;
    const rival = strangerIn(query.authorities, hostname, own());
    if (!isOurs) {
      if (rival !== null && givesWay(link.address, rival)) startOver(giveWayMs);
      return;
    }
    const reply = replyTo(query, hostname, link);
    if (reply === null) return;
    if (source.port === port) socket.respond(reply);
    else socket.respond(legacyReply(query, reply), source);
  });
  socket.on("response", (response: MdnsPacket, source: Source) => {
    if (!isHere(source)) return;
    const by = strangerIn(response.answers, hostname, own());
    if (by === null) return;
    startOver(retryMs);
    if (by !== takenBy) onEvent({ type: "name-taken", by, message: takenMessage(hostname) });
    takenBy = by;
  });
  socket.on("error", (cause) => onEvent({ type: "unavailable", address: link.address, cause }));
  // Packets that are no DNS arrive here too: strangers may send what they like.
  socket.on("warning", () => {});

  return {
    stop() {
      halt();
      return new Promise((resolve) => {
        const close = () => socket.destroy(resolve);
        if (isOurs) socket.respond({ answers: recordsOf(hostname, link, 0) }, close);
        else close();
      });
    },
  };
}

/** Timers that all stop together, and keep no process alive. */
function schedule(): { after(delayMs: number, act: () => void): void; halt(): void } {
  const timers = new Set<Timer>();
  return {
    after(delayMs, act) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        act();
      }, delayMs);
      timer.unref();
      timers.add(timer);
    },
    halt() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

interface Source {
  readonly address: string;
  readonly port: number;
}

/** For the steward. The other's address stays out, so that the log may hold it. */
function takenMessage(hostname: string): string {
  return (
    `Another machine on this network answers to ${hostname}, so phones may reach that instead. ` +
    "Give one of them another name, or switch the other off. The box tries again every minute."
  );
}

function allOwnAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address),
  );
}
