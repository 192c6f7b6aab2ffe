/** Whether an address belongs to networks that are nobody else's. Pure but for asking the resolver. */
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

const local = new BlockList();
// RFC 1918, loopback, link-local (RFC 3927), carriers' and overlay networks (RFC 6598).
local.addSubnet("10.0.0.0", 8, "ipv4");
local.addSubnet("172.16.0.0", 12, "ipv4");
local.addSubnet("192.168.0.0", 16, "ipv4");
local.addSubnet("127.0.0.0", 8, "ipv4");
local.addSubnet("169.254.0.0", 16, "ipv4");
local.addSubnet("100.64.0.0", 10, "ipv4");
// Loopback, unique local (RFC 4193), link-local (RFC 4291).
local.addAddress("::1", "ipv6");
local.addSubnet("fc00::", 7, "ipv6");
local.addSubnet("fe80::", 10, "ipv6");

/** Addresses of this machine's cloud, not of a network: what they tell is meant for nobody else. */
const metadata = new Set(["169.254.169.254", "fd00:ec2::254"]);

/** False for names: resolve them first. IPv4 written as IPv6 counts as IPv4. */
export function isLanAddress(address: string): boolean {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, "");
  const version = isIP(plain);
  if (version === 0 || metadata.has(plain)) return false;
  return local.check(plain, version === 4 ? "ipv4" : "ipv6");
}

export type Resolve = (name: string) => Promise<readonly string[]>;

const resolveByMachine: Resolve = async (name) => {
  const found = await lookup(name, { all: true });
  return found.map(({ address }) => address);
};

/** Whether every address that the URL's host has is local. Throws when its name is not known. */
export async function isOnLan(url: string, resolve: Resolve = resolveByMachine): Promise<boolean> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  return addresses.length > 0 && addresses.every(isLanAddress);
}
