/**
 * First boot: everything a box needs to be somebody, made once and found again at every start.
 *
 * Order is what makes it safe to pull the plug anywhere. Each step is one file, written whole and
 * flushed, and is taken up again where it stopped. The box key comes last: from then on a missing
 * founding code means that the community has been founded, before that it means to make one.
 */
import { join } from "node:path";
import type { Clock } from "../../appliance/clock.ts";
import { type Config, hostnameOf } from "../../appliance/config.ts";
import type { Random } from "../../appliance/random.ts";
import {
  FolkmootError,
  fromBase64Url,
  fromHex,
  type Signer,
  signerFromSeed,
  toBase64Url,
  toHex,
} from "../../mesh/op/index.ts";
import { formatShortCode, inviteSeedBytes, shortCodeBytes } from "../../mesh/rules/index.ts";
import { type BoxCertificates, openCertificates } from "../certificates/keeper.ts";
import { makeSecretFolder, readSecret, removeSecret, writeSecret } from "../secret-file.ts";

export interface ProvisionOptions {
  /** The data folder; the box's secrets live in `box` below it. */
  readonly dir: string;
  readonly config: { readonly box: Pick<Config["box"], "name"> };
  readonly clock: Clock;
  readonly random: Random;
}

export interface Provisioned {
  /** `moot`, or `moot.example.org` in the community's own domain. */
  readonly name: string;
  /** What phones reach the box by: `moot.local`. */
  readonly hostname: string;
  readonly boxSigner: Signer;
  readonly certificates: BoxCertificates;
  /** The seed of the founding link; null once a community has been founded. */
  readonly foundingCode: Uint8Array<ArrayBuffer> | null;
}

const boxSeedBytes = 32;

/**
 * Makes what is missing and returns it all. Throws FolkmootError `box-renamed`, `lost-name`,
 * `damaged-authority`, `damaged-box-key` or `damaged-founding-code`, each with what to do.
 */
export async function provision(options: ProvisionOptions): Promise<Provisioned> {
  const { config, clock, random } = options;
  const dir = secretsIn(options.dir);
  makeSecretFolder(dir);
  const keyPath = join(dir, "box.key");
  const isNew = readSecret(keyPath) === null;
  const foundingCode = readFoundingCode(dir) ?? (isNew ? newFoundingCode(dir, random) : null);
  const name = boxName(dir, config.box.name, foundingCode === null, random);
  const hostname = hostnameOf(name);
  const certificates = openCertificates({ dir, name: hostname, clock, random });
  const boxSigner = await signerFromSeed(boxSeed(keyPath, random));
  return { name, hostname, boxSigner, certificates, foundingCode };
}

/** Removes the founding code: the community has been founded. Twice is once. */
export function forgetFoundingCode(dataDir: string): void {
  removeSecret(foundingCodePath(secretsIn(dataDir)));
}

/** A new founding code in the place of a lost one. Only for a box that is not founded. */
export function renewFoundingCode(dataDir: string, random: Random): Uint8Array<ArrayBuffer> {
  return newFoundingCode(secretsIn(dataDir), random);
}

function secretsIn(dataDir: string): string {
  return join(dataDir, "box");
}

function foundingCodePath(dir: string): string {
  return join(dir, "founding.code");
}

function readFoundingCode(dir: string): Uint8Array<ArrayBuffer> | null {
  const text = readSecret(foundingCodePath(dir));
  if (text === null) return null;
  const seed = fromBase64Url(text.trim());
  if (seed?.length === inviteSeedBytes) return seed;
  throw new FolkmootError("damaged-founding-code", `${foundingCodePath(dir)} is damaged.`, {
    hint: "Remove that file and box.key beside it, and start again. No community exists yet.",
  });
}

function newFoundingCode(dir: string, random: Random): Uint8Array<ArrayBuffer> {
  const seed = random.bytes(inviteSeedBytes);
  writeSecret(foundingCodePath(dir), `${toBase64Url(seed)}\n`);
  return seed;
}

/** The name from an earlier start, from folkmoot.yml or a new one such as `moot-7qk4`. */
function boxName(dir: string, wanted: string | null, isFounded: boolean, random: Random): string {
  const path = join(dir, "name");
  const kept = readSecret(path)?.trim() || null;
  if (kept !== null && (wanted === null || wanted === kept)) return kept;
  if (kept !== null && isFounded) {
    throw new FolkmootError(
      "box-renamed",
      `This box is called ${kept}, and was told to be ${wanted}.`,
      {
        hint:
          "The name is part of every phone's app and certificate, so it stays. " +
          `Write "name: ${kept}" in folkmoot.yml, or start a new box in another data folder.`,
      },
    );
  }
  if (kept === null && isFounded) {
    throw new FolkmootError("lost-name", `${path} is missing or empty.`, {
      hint: "Write the box's name into it, as it stands in https://<name>.local on every phone.",
    });
  }
  // Nobody has joined: the name may still change, and the certificates go with it. The old ones
  // go first, so that a crash in between leaves no name without its certificates.
  removeSecret(join(dir, "leaf.pem"));
  removeSecret(join(dir, "authority.pem"));
  const name = wanted ?? `moot-${formatShortCode(random.bytes(shortCodeBytes)).slice(0, 4)}`;
  writeSecret(path, `${name.toLowerCase()}\n`);
  return name.toLowerCase();
}

function boxSeed(path: string, random: Random): Uint8Array<ArrayBuffer> {
  const text = readSecret(path);
  if (text === null) {
    const seed = random.bytes(boxSeedBytes);
    writeSecret(path, `${toHex(seed)}\n`);
    return seed;
  }
  const seed = fromHex(text.trim());
  if (seed?.length === boxSeedBytes) return seed;
  throw new FolkmootError("damaged-box-key", `${path} is damaged.`, {
    hint:
      "Restore the data folder from a backup: members' phones know the box by this key. " +
      "Only where no community was founded: remove the file and start again.",
  });
}
