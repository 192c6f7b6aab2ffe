/** Certificates are judged by OpenSSL, which knows nothing of how they were made. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandom } from "../../appliance/random.ts";
import {
  type Authority,
  createAuthority,
  formatAuthority,
  formatLeaf,
  issueLeaf,
  type Leaf,
  parseAuthority,
  parseLeaf,
} from "./authority.ts";
import { pem } from "./der.ts";
import { fingerprintHex, fingerprintWords } from "./words.ts";
import type { GeneralName } from "./x509.ts";

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0, 345);
let folder: string;
let authority: Authority;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "folkmoot-authority-"));
  authority = createAuthority("moot.local", nowMs, systemRandom);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What `openssl verify` says: "OK", or the reasons of its refusal. */
function judged(leaf: Leaf, options: { trust?: string; atMs?: number; host?: string[] } = {}) {
  writeFileSync(join(folder, "root.pem"), options.trust ?? pem("CERTIFICATE", authority.root));
  writeFileSync(join(folder, "leaf.pem"), leaf.cert);
  const run = Bun.spawnSync(
    [
      ...["openssl", "verify", "-x509_strict", "-purpose", "sslserver"],
      ...["-attime", String(Math.floor((options.atMs ?? nowMs) / 1000))],
      ...(options.host ?? ["-verify_hostname", "moot.local"]),
      ...["-CAfile", "root.pem", "-untrusted", "leaf.pem", "leaf.pem"],
    ],
    { cwd: folder },
  );
  if (run.exitCode === 0) return "OK";
  return (
    run.stderr
      .toString()
      .match(/error \d+ .*: .*/g)
      ?.join("; ") ?? run.stderr.toString()
  );
}

const leafFor = (...names: GeneralName[]) => issueLeaf(authority, names, nowMs, systemRandom);
const moot = { dns: "moot.local" };

describe("a leaf for the box", () => {
  test("is accepted, for its name only", () => {
    const leaf = leafFor(moot);
    expect(judged(leaf)).toBe("OK");
    expect(judged(leaf, { host: ["-verify_hostname", "bank.example"] })).toContain(
      "hostname mismatch",
    );
    expect(judged(leaf, { host: ["-verify_ip", "127.0.0.1"] })).toContain("IP address mismatch");
  });

  test("lives 397 days, counted as verifiers count, and tolerates a slow clock", () => {
    const leaf = leafFor(moot);
    const { validFrom, validTo } = new X509Certificate(leaf.cert);
    expect(Date.parse(validTo) - Date.parse(validFrom) + 1000).toBe(397 * dayMs);
    expect(Date.parse(validTo)).toBe(leaf.expiresMs);
    expect(judged(leaf, { atMs: nowMs - dayMs + 1000 })).toBe("OK");
    expect(judged(leaf, { atMs: nowMs - dayMs - 1000 })).toContain("not yet valid");
    expect(judged(leaf, { atMs: leaf.expiresMs - 1000 })).toBe("OK");
    expect(judged(leaf, { atMs: leaf.expiresMs + 1000 })).toContain("has expired");
  });

  test("can be renewed until the authority ends, and never outlives it", () => {
    const lateMs = authority.expiresMs - 100 * dayMs;
    const leaf = issueLeaf(authority, [moot], lateMs, systemRandom);
    expect(leaf.expiresMs).toBe(authority.expiresMs);
    expect(judged(leaf, { atMs: lateMs })).toBe("OK");
    expect((authority.expiresMs - nowMs) / dayMs).toBeGreaterThan(3650);
  });

  test("has a key and a serial number of its own", () => {
    const [a, b] = [leafFor(moot), leafFor(moot)];
    expect(a.key).not.toBe(b.key);
    expect(new X509Certificate(a.cert).serialNumber).not.toBe(
      new X509Certificate(b.cert).serialNumber,
    );
  });
});

describe("whoever steals the intermediate's key", () => {
  const forgeries: [string, GeneralName[]][] = [
    ["another name", [{ dns: "bank.example" }]],
    ["a look-alike", [{ dns: "xmoot.local" }]],
    ["the whole of .local", [{ dns: "*.local" }]],
    ["an IPv4 address", [{ ip: Uint8Array.of(127, 0, 0, 1) }]],
    ["an IPv6 address", [{ ip: new Uint8Array(16).fill(1) }]],
    ["another name hidden behind the box's", [moot, { dns: "bank.example" }]],
  ];
  test.each(forgeries)("cannot make a certificate for %s", (_, names) => {
    expect(judged(leafFor(...names), { host: [] })).toMatch(
      /(permitted subtree violation|excluded subtree violation)/,
    );
  });

  // RFC 5280 lets a verifier ignore what a trusted root says about itself.
  test("cannot do so either where the root's own constraints are ignored", () => {
    const leaf = leafFor({ dns: "bank.example" });
    const trust = pem("CERTIFICATE", authority.intermediate) + pem("CERTIFICATE", authority.root);
    expect(judged(leaf, { trust, host: ["-partial_chain"] })).toContain(
      "permitted subtree violation",
    );
  });

  test("cannot make another authority below it", () => {
    const text = formatAuthority(authority);
    expect(text.match(/PRIVATE KEY-----/g)?.length).toBe(2);
    const root = new X509Certificate(authority.root);
    const key = authority.intermediateKey.privateKey;
    // The only key that is kept is the intermediate's: the root's is gone.
    expect(root.checkPrivateKey(key)).toBe(false);
    expect(new X509Certificate(authority.intermediate).checkPrivateKey(key)).toBe(true);
  });
});

describe("what is kept", () => {
  test("is read as it was written", () => {
    const again = parseAuthority(formatAuthority(authority), "moot.local");
    expect(again?.root).toEqual(authority.root);
    expect(again?.intermediate).toEqual(authority.intermediate);
    expect(again?.expiresMs).toBe(authority.expiresMs);
    const leaf = leafFor(moot);
    expect(parseLeaf(formatLeaf(leaf), authority)).toEqual(leaf);
  });

  test("is refused when it is cut off anywhere, or another box's", () => {
    const text = formatAuthority(authority);
    for (let length = 0; length < text.length - 1; length += 41) {
      expect(parseAuthority(text.slice(0, length), "moot.local")).toBeNull();
    }
    expect(parseAuthority(text, "moot.example.org")).toBeNull();
    expect(parseAuthority(text, "oot.local")).toBeNull();
    const other = createAuthority("moot.local", nowMs, systemRandom);
    expect(parseLeaf(formatLeaf(leafFor(moot)), other)).toBeNull();
    const mixed = formatLeaf({ ...leafFor(moot), key: leafFor(moot).key });
    expect(parseLeaf(mixed, authority)).toBeNull();
  });
});

describe("fingerprints", () => {
  test("are OpenSSL's", () => {
    writeFileSync(join(folder, "root.pem"), pem("CERTIFICATE", authority.root));
    const run = Bun.spawnSync(
      ["openssl", "x509", "-in", "root.pem", "-noout", "-fingerprint", "-sha256"],
      { cwd: folder },
    );
    expect(run.stdout.toString().trim()).toEndWith(fingerprintHex(authority.root));
  });

  // Frozen: the words of a printed poster must stay those on the screen. SHA-256 of nothing begins
  // with e3b0c4…, its first 11 bits are 1821: "together" is number 1821 of the list, from 0.
  test("as words are its first bits", () => {
    expect(fingerprintWords(new Uint8Array()).join(" ")).toBe(
      "together mail awful cradle scrub apart hip leader",
    );
    expect(fingerprintWords(authority.root)).not.toEqual(fingerprintWords(authority.intermediate));
  });
});
