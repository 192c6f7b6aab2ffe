/** Founding: the first device brings a root document it made and signed; the box checks and keeps. */
import { timingSafeEqual } from "node:crypto";
import { kinds } from "../../mesh/kinds/index.ts";
import {
  type CommunityId,
  decodeOperation,
  equalBytes,
  FolkmootError,
  type PublicKey,
  toCommunityId,
} from "../../mesh/op/index.ts";
import { decodeRootDocument, isFirstRoot } from "../../mesh/rules/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import type { Store, Submission } from "../store/index.ts";
import { boxCrypto } from "./box-crypto.ts";
import { readIdentity, writeIdentity } from "./identity.ts";

export interface FoundingOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly boxKey: PublicKey;
  /** The seed of the founding link; null when there is none any more. */
  readonly foundingCode: () => Uint8Array | null;
  /** Burns the code, once the community exists. */
  readonly forgetFoundingCode: () => void;
}

export interface FoundingRequest {
  readonly code: Uint8Array;
  /** Root document, version 1. */
  readonly root: Uint8Array;
  /** Wire forms: the root operation, the founder's enrolment, and what else there is to say. */
  readonly operations: readonly Uint8Array[];
}

export interface Founded {
  readonly communityId: CommunityId;
  readonly submissions: Submission[];
}

export function createFounding({ store, clock, boxKey, ...code }: FoundingOptions) {
  /** Compares in constant time; a box without a code accepts none. */
  function isCode(given: Uint8Array): boolean {
    const expected = code.foundingCode();
    if (expected === null || expected.length !== given.length) return false;
    return timingSafeEqual(expected, given);
  }

  /** Checks the root document, makes it this box's and stores what came with it. */
  async function establish(root: Uint8Array, operations: readonly Uint8Array[]): Promise<Founded> {
    const communityId = toCommunityId(boxCrypto.sha256(root));
    if (readIdentity(store.db) === null) {
      checkRoot(root, operations, boxKey);
      // Before the operations, which can only be checked by a box that knows its community. If the
      // power fails in between, the founder's outbox brings them.
      await store.write((tx) => {
        if (readIdentity(tx.db) === null) writeIdentity(tx.db, communityId, nowSeconds(clock));
      });
    }
    // Somebody else may have been faster.
    if (readIdentity(store.db) !== communityId) throw alreadyFounded();
    const submissions = await store.submit(operations, { carrier: "https" });
    code.forgetFoundingCode();
    return { communityId, submissions };
  }

  return {
    /** The same without a code, for the box's own sample community. */
    foundHere: establish,

    /** Throws `founding-code-wrong`. */
    checkCode(given: Uint8Array): void {
      if (!isCode(given)) throw wrongCode();
    },

    /**
     * Founds the community. The same request again is answered as it was the first time, since
     * the founder's phone may never have heard the answer. Throws `founding-code-wrong`,
     * `already-founded`, `malformed-root`, `root-refused`.
     */
    async found({ code: given, root, operations }: FoundingRequest): Promise<Founded> {
      const identity = readIdentity(store.db);
      if (identity !== null && identity !== toCommunityId(boxCrypto.sha256(root))) {
        throw alreadyFounded();
      }
      if (identity === null && !isCode(given)) throw wrongCode();
      return establish(root, operations);
    },
  };
}

export type Founding = ReturnType<typeof createFounding>;

/** The rules for every later reader, and what only a founding asks: this box, a way back in. */
function checkRoot(root: Uint8Array, operations: readonly Uint8Array[], boxKey: PublicKey): void {
  const document = decodeRootDocument(root);
  const spoken = operations.map(readRootOperation).find((body) => body !== null);
  const isSigned =
    spoken !== undefined &&
    equalBytes(spoken.document, root) &&
    isFirstRoot(root, spoken.signatures, boxCrypto);
  if (!isSigned) throw refusedRoot("The root document must be signed by the founding device.");
  if (document.stewards.length !== 1) throw refusedRoot("A community is founded by one device.");
  if (!document.boxes.some((key) => equalBytes(key, boxKey))) {
    throw refusedRoot("The root document must name this box.");
  }
  if (document.recovery === null) throw refusedRoot("The root document must name a recovery key.");
}

function readRootOperation(wire: Uint8Array) {
  try {
    const { header } = decodeOperation(wire);
    if (header.kind !== kinds.root.number || header.body instanceof Uint8Array) return null;
    return kinds.root.schema.decode(header.body);
  } catch {
    return null;
  }
}

function wrongCode(): FolkmootError {
  return new FolkmootError("founding-code-wrong", "This is not the founding code of this box.", {
    hint: "Scan the code that the box shows now, in its terminal or on its screen.",
    status: 403,
  });
}

function alreadyFounded(): FolkmootError {
  return new FolkmootError("already-founded", "This box has its community already.", {
    hint: "Ask a member to invite you.",
    status: 409,
  });
}

function refusedRoot(message: string): FolkmootError {
  return new FolkmootError("root-refused", message, {
    hint: "Update the app and found again.",
    status: 422,
  });
}
