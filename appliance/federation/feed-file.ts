/** A partner's feed as a file that can be carried there, and that proves itself. */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { deviceIdOf, FolkmootError, type OpId, type PublicKey } from "../../mesh/op/index.ts";
import {
  encodeFeed,
  encodeManifest,
  type FeedEntry,
  type FeedManifest,
  feedSignedBytes,
} from "../../mesh/rules/index.ts";
import { provenanceOf } from "../governance/index.ts";
import { everGiven, recordExport } from "./given-table.ts";
import { type Federation, partnerNamed, publication } from "./publication.ts";

// More is split over categories, each a share of its own; a file is read whole.
const itemsMax = 20_000;

export interface ExportedFeed {
  readonly partner: string;
  readonly serial: number;
  readonly items: number;
  readonly withdrawn: number;
  readonly path: string;
}

/**
 * Writes what the partner is given now into a new file. Throws `unknown-partner`, `not-admitted`,
 * `feed-too-large` and `cannot-write`. A paused partner gets a file as well: it says that everything
 * is taken back.
 */
export async function exportFeed(
  federation: Federation,
  { name, path }: { readonly name: string; readonly path: string },
): Promise<ExportedFeed> {
  const { key } = partnerNamed(federation, name);
  if (key === null) throw notAdmitted(name);
  const file = openNew(path);
  try {
    const feed = await feedFor(federation, { name, key });
    writeSync(file, feed.bytes);
    fsyncSync(file);
    const { serial, items, withdrawn } = feed.manifest;
    return { partner: name, serial, items: items.length, withdrawn: withdrawn.length, path };
  } catch (error) {
    rmSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
}

async function feedFor(
  federation: Federation,
  partner: { readonly name: string; readonly key: PublicKey },
): Promise<{ readonly manifest: FeedManifest; readonly bytes: Uint8Array }> {
  const { store, signer } = federation;
  const communityId = federation.communityId();
  if (communityId === null) throw notAdmitted(partner.name);
  const asked = partnerNamed(federation, partner.name);
  const { rows, next } = publication(federation, asked, { cursor: null, limit: itemsMax });
  if (next !== null) throw tooLarge();
  // Read in one go with the list: an item that is erased meanwhile must not be half in the file.
  const wires = rows.flatMap(({ version }) => store.wire(version, "whole") ?? []);
  const provenance = provenanceOf(
    store,
    rows.map(({ version }) => version),
  );
  const items = rows.map(({ item, version, labels }) => ({ item, version, labels }));
  const withdrawn = withdrawnFrom(federation, partner.key, new Set(rows.map(({ item }) => item)));
  const time = federation.now();
  const serial = await store.write(({ db }) => recordExport(db, partner.key, { at: time, items }));
  const box = await deviceIdOf(signer.publicKey);
  const manifest = { box, partner, serial, time, items, withdrawn };
  const spelt = encodeManifest(manifest);
  const signature = await signer.sign(feedSignedBytes(communityId, spelt));
  const file = { communityId, ...provenance, manifest: spelt, signature, items: wires };
  return { manifest, bytes: encodeFeed(file) };
}

/** What the partner was given once and is not given now. */
export function withdrawnFrom(
  { store }: Federation,
  key: PublicKey,
  given: ReadonlySet<OpId>,
): FeedEntry[] {
  return everGiven(store.db, key).filter(({ item }) => !given.has(item));
}

/** Never over what is there: the file before is what the partner may still hold. */
function openNew(path: string): number {
  try {
    return openSync(path, "wx", 0o600);
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === "EEXIST";
    const message = exists ? `There already is a file ${path}.` : `${path} cannot be written.`;
    throw new FolkmootError("cannot-write", message, {
      hint: exists ? "Name a new file." : "Name a file in a folder where this user may write.",
      status: 409,
    });
  }
}

function notAdmitted(name: string): FolkmootError {
  return new FolkmootError("not-admitted", `${name} has not been admitted as a partner.`, {
    hint: "What was decided to be shared waits for another decision: to admit it.",
    status: 409,
  });
}

function tooLarge(): FolkmootError {
  return new FolkmootError("feed-too-large", `These are more than ${itemsMax} items.`, {
    hint: "Share fewer categories with this partner.",
    status: 422,
  });
}
