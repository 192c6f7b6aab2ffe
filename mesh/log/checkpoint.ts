/** Checkpoints: the box's signed word how its log stands. C2SP tlog-checkpoint v1. */
import { FolkmootError, type PublicKey, type Signer } from "../op/index.ts";
import type { SyncCrypto } from "../rules/index.ts";
import { checkpointLinesMax } from "./limits.ts";
import { hashBytes, isSize } from "./merkle.ts";
import { fromBase64, type Note, openNote, parseNote, signNote, toBase64 } from "./note.ts";

export interface Checkpoint {
  /** Which log: see `opening.ts`. */
  readonly origin: string;
  /** Operations in it. */
  readonly size: number;
  /** Root of its tree, 32 bytes. */
  readonly root: Uint8Array;
}

/** The signed note; its key is named as the log. */
export function signCheckpoint(checkpoint: Checkpoint, signer: Signer): Promise<string> {
  const { origin, size, root } = checkpoint;
  return signNote(`${origin}\n${size}\n${toBase64(root)}\n`, origin, signer);
}

/** What a checkpoint says, without checking who signed it. Throws a flat `malformed-checkpoint`. */
export function parseCheckpoint(note: string): Checkpoint {
  return readCheckpoint(readNote(note).text);
}

/** What the box says in this note, or null when it did not sign it. Throws as `parseCheckpoint`. */
export function openCheckpoint(
  note: string,
  boxKey: PublicKey,
  crypto: SyncCrypto,
): Checkpoint | null {
  const parsed = readNote(note);
  const checkpoint = readCheckpoint(parsed.text);
  const key = { name: checkpoint.origin, publicKey: boxKey };
  return openNote(parsed, key, crypto) === null ? null : checkpoint;
}

function readNote(note: string): Note {
  try {
    return parseNote(note);
  } catch {
    throw malformedCheckpoint();
  }
}

function readCheckpoint(text: string): Checkpoint {
  const lines = text.slice(0, -1).split("\n");
  const [origin = "", count = "", encoded = ""] = lines;
  const size = readSize(count);
  const root = fromBase64(encoded);
  const isTooLong = lines.length > 3 + checkpointLinesMax || lines.some((line) => line === "");
  if (lines.length < 3 || isTooLong || size === null || root?.length !== hashBytes) {
    throw malformedCheckpoint();
  }
  return { origin, size, root };
}

/** Decimal digits without leading zeroes; null otherwise. */
export function readSize(text: string): number | null {
  if (!/^(?:0|[1-9]\d{0,15})$/.test(text)) return null;
  return isSize(Number(text)) ? Number(text) : null;
}

function malformedCheckpoint(): FolkmootError {
  return new FolkmootError("malformed-checkpoint", "This is not a checkpoint.", { status: 400 });
}
