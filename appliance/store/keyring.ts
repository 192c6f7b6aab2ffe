/**
 * A key per member for private rows. Kept wrapped by a key in `box/keyring.key`, outside both
 * databases: a stolen copy of them reads nothing. Whoever is root on the running box can.
 */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { FolkmootError, type MemberId } from "../../mesh/op/index.ts";
import type { Random } from "../random.ts";
import type { Keyring } from "./contract.ts";
import { seal, unseal } from "./crypt.ts";
import { syncDir } from "./files.ts";
import { bytesOf } from "./hex.ts";
import type { KeyStore } from "./key-store.ts";

const keyBytes = 32;
const nonceBytes = 12;

export interface KeyringParts {
  readonly keys: KeyStore;
  readonly random: Random;
  readonly wrappingKey: Uint8Array;
  /** Runs a job in the write queue and resolves when it is on disk. */
  readonly write: (job: () => void) => Promise<void>;
}

export function createKeyring({ keys, random, wrappingKey, write }: KeyringParts): Keyring {
  // Unwrapped at each use: a copy kept here could outlive a failed commit, or its destruction.
  const keyOf = (member: MemberId): Uint8Array | null => {
    const wrapped = keys.memberKey(member);
    return wrapped && unseal(wrappingKey, wrapped, bytesOf(member));
  };

  const sealEach = (member: MemberId, parts: readonly Uint8Array[]): Uint8Array[] => {
    const key = keyOf(member);
    if (key === null) {
      throw new FolkmootError("no-member-key", "This member's private key was destroyed.", {
        status: 410,
      });
    }
    const owner = bytesOf(member);
    return parts.map((bytes) => seal(key, random.bytes(nonceBytes), bytes, owner));
  };

  return {
    // Most have theirs: a commit for nothing would let everybody who asks wait for the disk.
    create: async (member) => {
      if (keys.memberKey(member) !== null) return;
      await write(() => {
        if (keys.memberKey(member) !== null) return;
        const key = random.bytes(keyBytes);
        const wrapped = seal(wrappingKey, random.bytes(nonceBytes), key, bytesOf(member));
        keys.stage({ member, wrapped });
      });
    },
    has: (member) => keyOf(member) !== null,
    seal: (member, bytes) => sealEach(member, [bytes])[0] as Uint8Array,
    sealEach,
    open(member, sealed) {
      const key = keyOf(member);
      return key && unseal(key, sealed, bytesOf(member));
    },
    destroy: (member) => write(() => keys.stage({ member, wrapped: null })),
  };
}

/** Reads the wrapping key, or makes one that only the box's own user may read. */
export function wrappingKeyIn(dir: string, random: Random): Uint8Array {
  const box = join(dir, "box");
  const path = join(box, "keyring.key");
  if (existsSync(path)) return checked(readFileSync(path), path);
  mkdirSync(box, { recursive: true, mode: 0o700 });
  const key = random.bytes(keyBytes);
  const file = openSync(path, "wx", 0o600);
  try {
    writeSync(file, key);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  chmodSync(path, 0o600);
  syncDir(box);
  return key;
}

function checked(key: Uint8Array, path: string): Uint8Array {
  if (key.length === keyBytes) return new Uint8Array(key);
  throw new FolkmootError("keyring-broken", `${path} is not a key of ${keyBytes} bytes.`, {
    hint: "Put back the box folder from the last backup of this box.",
  });
}
