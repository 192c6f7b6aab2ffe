/** What the box says and hears by multicast DNS (RFC 6762), without a network: pure. */
import { isIPv4 } from "node:net";
import type makeMdns from "multicast-dns";

export type MdnsRecord = NonNullable<makeMdns.ResponsePacket["answers"]>[number];
type MdnsQuestion = NonNullable<makeMdns.QueryPacket["questions"]>[number];

/** A packet as the library hands it over: decoded whole, each list there, maybe empty. */
export interface MdnsPacket {
  readonly id: number;
  readonly questions: MdnsQuestion[];
  readonly answers: readonly MdnsRecord[];
  readonly authorities: readonly MdnsRecord[];
}

/** One network that the box is on. */
export interface Link {
  /** The IPv4 address that packets leave from. */
  readonly address: string;
  readonly netmask: string;
  /** The addresses to announce there: the box answers on each of them. */
  readonly announced: readonly string[];
}

// RFC 6762 §10: two minutes for records that hold an address. §6.7: ten seconds for an asker who
// knows nothing of multicast DNS and would keep it as ordinary DNS.
const ttlSeconds = 120;
const legacyTtlSeconds = 10;

/**
 * All records of the name. `flush`: these replace what others remember (§10.2). The NSEC record
 * says which types do not exist (§6.1), or phones wait seconds for an IPv6 address.
 */
export function recordsOf(hostname: string, link: Link, ttl = ttlSeconds): MdnsRecord[] {
  const addresses = link.announced.map((data): MdnsRecord => {
    const type = isIPv4(data) ? "A" : "AAAA";
    return { name: hostname, type, ttl, class: "IN", flush: true, data };
  });
  const rrtypes = [...new Set(addresses.map(({ type }) => type))];
  return [
    ...addresses,
    {
      name: hostname,
      type: "NSEC",
      ttl,
      class: "IN",
      flush: true,
      data: { nextDomain: hostname, rrtypes },
    },
  ];
}

/** The reply to a query on that link, or null: not ours, or the asker knows it already (§7.1). */
export function replyTo(
  query: Pick<MdnsPacket, "questions" | "answers">,
  hostname: string,
  link: Link,
): MdnsRecord[] | null {
  const isAsked = query.questions.some((question) => isName(question.name, hostname));
  if (!isAsked) return null;
  const records = recordsOf(hostname, link);
  const known = dataOf(query.answers, hostname, ttlSeconds / 2);
  const isKnown = link.announced.every((address) => known.has(address));
  return isKnown ? null : records;
}

/** The reply in the form that an ordinary resolver understands (§6.7). */
export function legacyReply(
  query: Pick<MdnsPacket, "id" | "questions">,
  records: readonly MdnsRecord[],
): { id: number; questions: MdnsQuestion[]; answers: MdnsRecord[] } {
  const answers = records
    .filter((record) => record.type === "A" || record.type === "AAAA")
    .map((record) => ({ ...record, ttl: legacyTtlSeconds, flush: false }));
  return { id: query.id, questions: query.questions, answers };
}

/**
 * An address that `records` give our name and that is none of ours: somebody else uses the name
 * (§8.1, §9). Null when there is none. A farewell (lifetime 0) claims nothing.
 */
export function strangerIn(
  records: readonly MdnsRecord[],
  hostname: string,
  own: ReadonlySet<string>,
): string | null {
  for (const address of dataOf(records, hostname, 1)) if (!own.has(address)) return address;
  return null;
}

/**
 * Whether we give way to somebody who probes for the same name at the same moment: the later
 * address, compared byte by byte, keeps it (§8.2).
 */
export function givesWay(own: string, other: string): boolean {
  const bytes = (address: string) => address.split(".").map(Number);
  const [mine, theirs] = [bytes(own), bytes(other)];
  const differing = mine.findIndex((byte, index) => byte !== theirs[index]);
  return differing >= 0 && (mine[differing] as number) < (theirs[differing] ?? 0);
}

/** Whether an IPv4 address is on the link: others may not speak there (§11). */
export function isOnLink(address: string, link: Link): boolean {
  if (!isIPv4(address)) return false;
  const bits = (text: string) => text.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const mask = bits(link.netmask);
  // Bitwise operators are signed, but alike on both sides.
  return (bits(address) & mask) === (bits(link.address) & mask);
}

/** DNS compares names without regard to case (RFC 6762 §16). */
function isName(name: string, hostname: string): boolean {
  return name.toLowerCase() === hostname.toLowerCase();
}

function dataOf(
  records: readonly MdnsRecord[],
  hostname: string,
  ttlMin: number,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const record of records) {
    if (record.type !== "A" && record.type !== "AAAA") continue;
    if (isName(record.name, hostname) && (record.ttl ?? 0) >= ttlMin) found.add(record.data);
  }
  return found;
}
