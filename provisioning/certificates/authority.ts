/**
 * The box's own certificate authority.
 *
 * Phones are asked to trust its root, so it is built to be harmless: the root's key signs one
 * intermediate and is dropped before anybody could copy it, and both may speak for the box's name
 * only, for no other name and no IP address. Whoever steals the box's keys can pretend to be this
 * box, and nobody else.
 */
import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import type { Random } from "../../appliance/random.ts";
import { pem, readPem } from "./der.ts";
import {
  authorityKeyIdentifier,
  authorityKeyUsage,
  basicConstraints,
  createCertificate,
  distinguishedName,
  type GeneralName,
  generateKeyPair,
  type KeyPair,
  nameConstraints,
  serverAuthentication,
  serverKeyUsage,
  subjectAltName,
  subjectKeyIdentifier,
} from "./x509.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export interface Authority {
  /** The one host name it may speak for. */
  readonly name: string;
  /** DER of the certificate that phones trust. */
  readonly root: Bytes;
  /** DER. Sent with every leaf. */
  readonly intermediate: Bytes;
  readonly intermediateKey: KeyPair;
  /** When root and intermediate end, together. */
  readonly expiresMs: number;
}

export interface Leaf {
  /** PEM: the leaf, then the intermediate. */
  readonly cert: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  readonly expiresMs: number;
}

const dayMs = 86_400_000;
// Ten years: after the root's key is gone nothing can be extended, and every phone has to be
// visited again. Longer would outlive P-256's welcome.
const authorityLifeMs = 3_653 * dayMs;
// Chromium and the CA/Browser Forum allow 398 and 397 days, Apple 825 for an authority that a
// person installed. The second less: both ends of a validity are inclusive.
export const leafLifeMs = 397 * dayMs - 1_000;
// A phone whose clock is up to a day slow must not refuse a certificate of this morning.
const backdatedMs = dayMs;

const organisation = "Folkmoot";
const rootName = (name: string) => distinguishedName(organisation, `Folkmoot ${name}`);
const signingName = (name: string) => distinguishedName(organisation, `${name} signing`);

/** Makes the authority for one host name. The root's private key does not outlive this call. */
export function createAuthority(name: string, nowMs: number, random: Random): Authority {
  const root = generateKeyPair();
  const intermediateKey = generateKeyPair();
  const notBeforeMs = wholeSecond(nowMs) - backdatedMs;
  const notAfterMs = notBeforeMs + authorityLifeMs;
  const common = { issuer: rootName(name), signingKey: root.privateKey, notBeforeMs, notAfterMs };
  // Verifiers may ignore the constraints of a trusted root (RFC 5280 §6.1.1 d): the intermediate
  // carries them too, where nobody ignores them.
  const constraints = nameConstraints(name);
  const rootCertificate = createCertificate(
    {
      ...common,
      subject: rootName(name),
      publicKey: root.publicKey,
      extensions: [
        basicConstraints({ pathLength: 1 }),
        authorityKeyUsage(),
        subjectKeyIdentifier(root.publicKey),
        constraints,
      ],
    },
    random,
  );
  const intermediate = createCertificate(
    {
      ...common,
      subject: signingName(name),
      publicKey: intermediateKey.publicKey,
      extensions: [
        basicConstraints({ pathLength: 0 }),
        authorityKeyUsage(),
        subjectKeyIdentifier(intermediateKey.publicKey),
        authorityKeyIdentifier(root.publicKey),
        constraints,
      ],
    },
    random,
  );
  return {
    name,
    root: rootCertificate,
    intermediate,
    intermediateKey,
    expiresMs: notAfterMs,
  };
}

/**
 * A server certificate with a key of its own, for 397 days or what is left of the authority.
 * Nothing checks `names` here: the constraints make every other name worthless.
 */
export function issueLeaf(
  authority: Authority,
  names: readonly GeneralName[],
  nowMs: number,
  random: Random,
): Leaf {
  const { privateKey, publicKey } = generateKeyPair();
  const notBeforeMs = wholeSecond(nowMs) - backdatedMs;
  const notAfterMs = Math.min(notBeforeMs + leafLifeMs, authority.expiresMs);
  const [first] = names;
  const der = createCertificate(
    {
      issuer: signingName(authority.name),
      subject: distinguishedName(organisation, first && "dns" in first ? first.dns : "address"),
      publicKey,
      signingKey: authority.intermediateKey.privateKey,
      notBeforeMs,
      notAfterMs,
      extensions: [
        basicConstraints(null),
        serverKeyUsage(),
        serverAuthentication(),
        subjectAltName(names),
        subjectKeyIdentifier(publicKey),
        authorityKeyIdentifier(authority.intermediateKey.publicKey),
      ],
    },
    random,
  );
  return {
    cert: pem("CERTIFICATE", der) + pem("CERTIFICATE", authority.intermediate),
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    expiresMs: notAfterMs,
  };
}

/** Certificates know no fractions of a second. */
function wholeSecond(epochMs: number): number {
  return epochMs - (epochMs % 1000);
}

/** Everything of the authority that is kept, as PEM: secret, because of the intermediate's key. */
export function formatAuthority(authority: Authority): string {
  const key = authority.intermediateKey.privateKey.export({ type: "pkcs8", format: "pem" });
  return [
    pem("CERTIFICATE", authority.root),
    pem("CERTIFICATE", authority.intermediate),
    key as string,
  ].join("");
}

/** Reads what `formatAuthority` wrote; null when it is damaged or speaks for another name. */
export function parseAuthority(text: string, name: string): Authority | null {
  const [root, intermediate] = readPem("CERTIFICATE", text);
  const [key] = readPem("PRIVATE KEY", text);
  if (root === undefined || intermediate === undefined || key === undefined) return null;
  try {
    const privateKey = createPrivateKey({ key: Buffer.from(key), format: "der", type: "pkcs8" });
    const certificate = new X509Certificate(intermediate);
    const isWhole =
      certificate.verify(new X509Certificate(root).publicKey) &&
      certificate.checkPrivateKey(privateKey) &&
      certificate.raw.includes(signingName(name));
    if (!isWhole) return null;
    const intermediateKey = { privateKey, publicKey: createPublicKey(privateKey) };
    const expiresMs = Date.parse(certificate.validTo);
    return { name, root, intermediate, intermediateKey, expiresMs };
  } catch {
    return null;
  }
}

/** Reads a leaf and its key; null when it is damaged or not of this authority. */
export function parseLeaf(text: string, authority: Authority): Leaf | null {
  const [der] = readPem("CERTIFICATE", text);
  const [key] = readPem("PRIVATE KEY", text);
  if (der === undefined || key === undefined) return null;
  try {
    const privateKey = createPrivateKey({ key: Buffer.from(key), format: "der", type: "pkcs8" });
    const certificate = new X509Certificate(der);
    const isOurs =
      certificate.verify(authority.intermediateKey.publicKey) &&
      certificate.checkPrivateKey(privateKey) &&
      certificate.checkHost(authority.name) !== undefined;
    if (!isOurs) return null;
    return {
      cert: pem("CERTIFICATE", der) + pem("CERTIFICATE", authority.intermediate),
      key: pem("PRIVATE KEY", key),
      expiresMs: Date.parse(certificate.validTo),
    };
  } catch {
    return null;
  }
}

/** One file for key and chain, so that a crash never leaves one without the other. */
export function formatLeaf(leaf: Leaf): string {
  return leaf.cert + leaf.key;
}
