/** X.509 v3 certificates with P-256 keys (RFC 5280, RFC 5480): what a box needs, and no more. */
import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import type { Random } from "../../appliance/random.ts";
import { utf8 } from "../../mesh/op/index.ts";
import {
  bitString,
  booleanTrue,
  element,
  integer,
  namedBits,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  tagged,
  taggedPrimitive,
  time,
  utf8String,
} from "./der.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface Certificate {
  /** DER Name (RFC 5280 §4.1.2.4). */
  readonly subject: Bytes;
  readonly issuer: Bytes;
  readonly publicKey: KeyObject;
  /** The issuer's. */
  readonly signingKey: KeyObject;
  /** Both inclusive, to the second. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly extensions: readonly Uint8Array[];
}

/** A name in an alternative name or a name constraint (RFC 5280 §4.2.1.6). */
export type GeneralName =
  | { readonly dns: string }
  /** 4 or 16 octets; in a constraint each followed by its mask (§4.2.1.10). */
  | { readonly ip: Uint8Array };

export function generateKeyPair(): KeyPair {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** Signs a certificate (RFC 5280 §4.1) and returns its DER. */
export function createCertificate(certificate: Certificate, random: Random): Bytes {
  const ecdsaWithSha256 = sequence(objectIdentifier("1.2.840.10045.4.3.2"));
  const version3 = tagged(0, integer(Uint8Array.of(2)));
  // §4.1.2.2: positive and at most 20 octets; 16 random ones never meet again.
  const serial = random.bytes(16);
  serial[0] = ((serial[0] as number) & 0x7f) | 0x40;
  const toBeSigned = sequence(
    version3,
    integer(serial),
    ecdsaWithSha256,
    certificate.issuer,
    sequence(time(certificate.notBeforeMs), time(certificate.notAfterMs)),
    certificate.subject,
    publicKeyInfo(certificate.publicKey),
    tagged(3, sequence(...certificate.extensions)),
  );
  const signature = sign("sha256", toBeSigned, certificate.signingKey);
  return sequence(toBeSigned, ecdsaWithSha256, bitString(signature));
}

/** A Name of organisation and common name, in that order. */
export function distinguishedName(organisation: string, commonName: string): Bytes {
  const attribute = (type: string, value: string) =>
    setOf(sequence(objectIdentifier(type), utf8String(value)));
  return sequence(attribute("2.5.4.10", organisation), attribute("2.5.4.3", commonName));
}

/** RFC 5280 §4.2.1.9; null: no authority. `pathLength` bounds the authorities below this one. */
export function basicConstraints(authority: { pathLength: number } | null): Bytes {
  const content =
    authority === null
      ? sequence()
      : sequence(booleanTrue(), integer(Uint8Array.of(authority.pathLength)));
  return critical("2.5.29.19", content);
}

/** RFC 5280 §4.2.1.3: an authority signs certificates and revocation lists. */
export function authorityKeyUsage(): Bytes {
  return critical("2.5.29.15", namedBits(5, 6));
}

/** RFC 5280 §4.2.1.3: a TLS 1.3 server only signs. */
export function serverKeyUsage(): Bytes {
  return critical("2.5.29.15", namedBits(0));
}

/** RFC 5280 §4.2.1.12, id-kp-serverAuth. */
export function serverAuthentication(): Bytes {
  return extension("2.5.29.37", sequence(objectIdentifier("1.3.6.1.5.5.7.3.1")));
}

/** RFC 5280 §4.2.1.6. */
export function subjectAltName(names: readonly GeneralName[]): Bytes {
  return extension("2.5.29.17", sequence(...names.map(generalName)));
}

/**
 * RFC 5280 §4.2.1.10: only names below `permitted`, and no IP address at all. Excluding them needs
 * saying: a list that permits DNS names leaves addresses free, and Chromium then accepts them.
 */
export function nameConstraints(permitted: string): Bytes {
  const everyIpv4 = { ip: new Uint8Array(8) };
  const everyIpv6 = { ip: new Uint8Array(32) };
  const subtrees = (...names: GeneralName[]) => names.map((name) => sequence(generalName(name)));
  return critical(
    "2.5.29.30",
    sequence(
      tagged(0, ...subtrees({ dns: permitted })),
      tagged(1, ...subtrees(everyIpv4, everyIpv6)),
    ),
  );
}

/** RFC 5280 §4.2.1.2, method 1. */
export function subjectKeyIdentifier(key: KeyObject): Bytes {
  return extension("2.5.29.14", octetString(keyIdentifier(key)));
}

/** RFC 5280 §4.2.1.1: which key of the issuer signed. */
export function authorityKeyIdentifier(issuer: KeyObject): Bytes {
  return extension("2.5.29.35", sequence(taggedPrimitive(0, keyIdentifier(issuer))));
}

function critical(id: string, content: Uint8Array): Bytes {
  return sequence(objectIdentifier(id), booleanTrue(), octetString(content));
}

function extension(id: string, content: Uint8Array): Bytes {
  return sequence(objectIdentifier(id), octetString(content));
}

function generalName(name: GeneralName): Bytes {
  return "dns" in name ? element(0x82, utf8(name.dns)) : element(0x87, name.ip);
}

function publicKeyInfo(key: KeyObject): Bytes {
  return Uint8Array.from(key.export({ type: "spki", format: "der" }));
}

/** SHA-1 of the public key's bits: the last 65 octets of a P-256 SubjectPublicKeyInfo. */
function keyIdentifier(key: KeyObject): Bytes {
  const point = publicKeyInfo(key).subarray(-65);
  return Uint8Array.from(createHash("sha1").update(point).digest());
}
