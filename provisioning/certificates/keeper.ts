/** Keeps the box's authority and leaf in its data folder, and the leaf fresh. */
import { join } from "node:path";
import type { Clock } from "../../appliance/clock.ts";
import type { Random } from "../../appliance/random.ts";
import { FolkmootError } from "../../mesh/op/index.ts";
import { makeSecretFolder, readSecret, writeSecret } from "../secret-file.ts";
import {
  type Authority,
  createAuthority,
  formatAuthority,
  formatLeaf,
  issueLeaf,
  type Leaf,
  leafLifeMs,
  parseAuthority,
  parseLeaf,
} from "./authority.ts";
import { fingerprintWords } from "./words.ts";

/** What a TLS server needs, as PEM: the leaf first, then the intermediate. */
export interface TlsMaterial {
  readonly key: string;
  readonly cert: string;
}

export interface BoxCertificates {
  /** DER of the root that phones trust. */
  readonly root: Uint8Array<ArrayBuffer>;
  /** Its fingerprint, the same on terminal, page and poster. */
  readonly words: readonly string[];
  /** After this every phone needs a new root. */
  readonly rootExpiresMs: number;
  tls(): TlsMaterial;
  leafExpiresMs(): number;
  /** Makes a new leaf when the present one ends soon. True when it did. */
  renewIfDue(): boolean;
}

export interface CertificateOptions {
  /** `<data>/box` */
  readonly dir: string;
  /** The host name: `moot.local`. */
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
}

const dayMs = 86_400_000;
const renewBeforeMs = 30 * dayMs;
// A day's check would do; a timer that long drifts on a machine that sleeps, and asking is free.
const checkEveryMs = 3_600_000;
// A box without a battery wakes up in 1970. A leaf from then would be over before it is served.
const firstReleaseMs = Date.UTC(2026, 10, 1);

/**
 * Reads the certificates in `dir`, making what is missing. Throws FolkmootError
 * `damaged-authority`: a new one is never made in silence, since no phone would trust it.
 */
export function openCertificates(options: CertificateOptions): BoxCertificates {
  const { dir, name, clock, random } = options;
  makeSecretFolder(dir);
  const leafPath = join(dir, "leaf.pem");
  const nowMs = () => Math.max(clock.nowMs(), firstReleaseMs);
  const authority = openAuthority(options, nowMs());
  const issue = (): Leaf => {
    const fresh = issueLeaf(authority, [{ dns: name }], nowMs(), random);
    writeSecret(leafPath, formatLeaf(fresh));
    return fresh;
  };
  const isDue = ({ expiresMs }: Leaf): boolean => {
    const leftMs = expiresMs - nowMs();
    // More than a whole life left: made while the clock was ahead, and no phone takes it yet.
    if (leftMs > leafLifeMs) return true;
    // Near the authority's own end a new leaf would live no longer than this one.
    return leftMs < renewBeforeMs && expiresMs < authority.expiresMs;
  };
  const kept = parseLeaf(readSecret(leafPath) ?? "", authority);
  let current = kept === null || isDue(kept) ? issue() : kept;
  return {
    root: authority.root,
    words: fingerprintWords(authority.root),
    rootExpiresMs: authority.expiresMs,
    tls: () => ({ key: current.key, cert: current.cert }),
    leafExpiresMs: () => current.expiresMs,
    renewIfDue() {
      if (!isDue(current)) return false;
      current = issue();
      return true;
    },
  };
}

/**
 * Renews the leaf by itself: looks every hour and hands a new one to `onRenewed`, for the server
 * to serve. A failure (disk full) goes to `onFailed`, and the next hour tries again. Returns what
 * stops it.
 */
export function keepRenewed(
  certificates: BoxCertificates,
  onRenewed: (tls: TlsMaterial) => void,
  onFailed: (cause: unknown) => void,
): () => void {
  const timer = setInterval(() => {
    try {
      if (certificates.renewIfDue()) onRenewed(certificates.tls());
    } catch (cause) {
      onFailed(cause);
    }
  }, checkEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

function openAuthority(options: CertificateOptions, nowMs: number): Authority {
  const path = join(options.dir, "authority.pem");
  const text = readSecret(path);
  if (text === null) {
    const authority = createAuthority(options.name, nowMs, options.random);
    writeSecret(path, formatAuthority(authority));
    return authority;
  }
  const authority = parseAuthority(text, options.name);
  if (authority !== null) return authority;
  throw new FolkmootError(
    "damaged-authority",
    `${path} is damaged, or belongs to another box than ${options.name}.`,
    {
      hint:
        "Restore the data folder from a backup. Only if there is none: move the file away and " +
        "start again; every phone then has to trust the new certificate.",
    },
  );
}
