/**
 * How a log begins. A box opens its first log when its community begins, and a new one whenever it
 * was restored from a backup: then it says at which head it goes on. The origin, which stands in
 * every checkpoint, holds the hash of this statement: one log cannot be opened in two ways.
 */
import {
  type CommunityId,
  type DeviceId,
  deviceIdWith,
  FolkmootError,
  fromBase64Url,
  fromHex,
  type PublicKey,
  type Signer,
  sha256,
  toBase64Url,
  toCommunityId,
  toDeviceId,
  utf8,
} from "../op/index.ts";
import type { SyncCrypto } from "../rules/index.ts";
import { readSize } from "./checkpoint.ts";
import { hashBytes, type Sha256 } from "./merkle.ts";
import { fromBase64, type Note, openNote, parseNote, signNote, toBase64 } from "./note.ts";

export interface Opening {
  readonly community: CommunityId;
  readonly box: DeviceId;
  /** Counts up from 1 on each box. After two restores of one backup two logs have one number. */
  readonly number: number;
  /** 16 random bytes, hex: no two logs are one, whatever the box's clock says. */
  readonly nonce: string;
  /** Seconds since 1970, by the box's clock. */
  readonly opened: number;
  readonly reason: "begun" | "restored";
  /** Origin of the log that this one goes on from; null when there was none. */
  readonly previous: string | null;
  /** The head at which it opens: what its tree holds from the first moment. */
  readonly size: number;
  readonly root: Uint8Array;
}

const firstLine = "folkmoot/log-opening/1";
const noLog = "none";
const openingHashBytes = 16;

/** The signed note, and the origin that follows from it. */
export async function signOpening(
  opening: Opening,
  signer: Signer,
): Promise<{ origin: string; note: string }> {
  const text = textOf(opening);
  const origin = originWith(opening, await sha256(utf8(text)));
  return { origin, note: await signNote(text, origin, signer) };
}

/**
 * What the box says of this log, or null when it is not the box's word, or about another community
 * or another log. Throws a flat `malformed-opening`.
 */
export function openOpening(
  note: string,
  about: {
    readonly origin: string;
    readonly community: CommunityId;
    readonly boxKey: PublicKey;
  },
  crypto: SyncCrypto,
): Opening | null {
  const parsed = readNote(note);
  const opening = readOpening(parsed.text);
  const { origin, community, boxKey } = about;
  const isAbout =
    opening.community === community &&
    opening.box === deviceIdWith(crypto.sha256, boxKey) &&
    originWith(opening, crypto.sha256(utf8(parsed.text))) === origin;
  if (!isAbout || openNote(parsed, { name: origin, publicKey: boxKey }, crypto) === null) {
    return null;
  }
  return opening;
}

/** What an opening says, and its origin, without checking who signed it. */
export function parseOpening(note: string, hash: Sha256): Opening & { readonly origin: string } {
  const { text } = readNote(note);
  const opening = readOpening(text);
  return { ...opening, origin: originWith(opening, hash(utf8(text))) };
}

/** Which community's log it is, and its number; null when it is no origin of ours. */
export function readOrigin(origin: string): { community: CommunityId; number: number } | null {
  const [product, community = "", number = "", opening = "", ...more] = origin.split("/");
  const id = fromBase64Url(community);
  const count = readSize(number);
  const isOurs = product === "folkmoot" && more.length === 0;
  if (!isOurs || id?.length !== 32 || count === null) return null;
  if (fromBase64Url(opening)?.length !== openingHashBytes) return null;
  return { community: toCommunityId(id), number: count };
}

function originWith({ community, number }: Opening, textHash: Uint8Array): string {
  const id = toBase64Url(fromHex(community) as Uint8Array);
  return `folkmoot/${id}/${number}/${toBase64Url(textHash.subarray(0, openingHashBytes))}`;
}

function textOf(opening: Opening): string {
  const { community, box, number, nonce, opened, reason, previous, size, root } = opening;
  const identity = [firstLine, community, box, number, nonce];
  const head = [opened, reason, previous ?? noLog, size, toBase64(root)];
  return `${[...identity, ...head].join("\n")}\n`;
}

function readOpening(text: string): Opening {
  const lines = text.slice(0, -1).split("\n");
  const [first, community, box, number, nonce = "", ...head] = lines;
  const [opened, reason, previous, size, root, ...more] = head;
  const read = {
    number: readSize(number ?? ""),
    opened: readSize(opened ?? ""),
    size: readSize(size ?? ""),
    root: fromBase64(root ?? ""),
  };
  if (first !== firstLine || more.length > 0 || previous === undefined) throw malformedOpening();
  if (reason !== "begun" && reason !== "restored") throw malformedOpening();
  if (previous !== noLog && readOrigin(previous) === null) throw malformedOpening();
  if (read.number === null || read.opened === null || read.size === null) throw malformedOpening();
  if (read.root?.length !== hashBytes || fromHex(nonce)?.length !== 16) throw malformedOpening();
  try {
    return {
      community: toCommunityId(community ?? ""),
      box: toDeviceId(box ?? ""),
      number: read.number,
      nonce,
      opened: read.opened,
      reason,
      previous: previous === noLog ? null : previous,
      size: read.size,
      root: read.root,
    };
  } catch {
    throw malformedOpening();
  }
}

function readNote(note: string): Note {
  try {
    return parseNote(note);
  } catch {
    throw malformedOpening();
  }
}

function malformedOpening(): FolkmootError {
  return new FolkmootError("malformed-opening", "This does not open a log.", { status: 400 });
}
