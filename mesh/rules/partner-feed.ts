import {
  type CborValue,
  type CommunityId,
  concatBytes,
  type DeviceId,
  decodeBatch,
  decodeCbor,
  encodeBatch,
  encodeCbor,
  FolkmootError,
  fromHex,
  type OpId,
  opsPerRequestMax,
  type PublicKey,
  requestBytesMax,
  timeMax,
  toCommunityId,
  toDeviceId,
  toOpId,
  utf8,
} from "../op/index.ts";
import {
  bytesOf,
  type DecisionFile,
  listOf,
  numberOf,
  readRoot,
  rootValue,
  textOf,
} from "./decision-export.ts";

/** What one partner is given, as a file: tens of thousands of items with their texts. */
export const feedFileBytesMax = 128 * 1_024 * 1_024;
const format = "folkmoot/feed/1";
const domain = utf8("folkmoot/feed/1\0");

/** One version of one item. */
export interface FeedEntry {
  readonly item: OpId;
  readonly version: OpId;
}

/**
 * What a box says it gives to one partner, whole: whatever an earlier manifest listed and this one
 * does not is not to be used any more, and `withdrawn` says so by name.
 */
export interface FeedManifest {
  readonly box: DeviceId;
  readonly partner: { readonly name: string; readonly key: PublicKey };
  /** Counts up from 1 for each partner: of two manifests the higher one holds. */
  readonly serial: number;
  /** Seconds since 1970, by the box's clock. */
  readonly time: number;
  readonly items: readonly (FeedEntry & { readonly labels: readonly string[] })[];
  readonly withdrawn: readonly FeedEntry[];
}

/** A manifest with everything that proves what it lists. */
export interface FeedFile extends Pick<DecisionFile, "communityId" | "roots" | "people"> {
  /** Deterministic CBOR, as it was signed. */
  readonly manifest: Uint8Array;
  readonly signature: Uint8Array;
  /** The listed versions in wire form, with their bodies. */
  readonly items: readonly Uint8Array[];
}

/** The bytes that a box signs under its manifest. */
export function feedSignedBytes(communityId: CommunityId, manifest: Uint8Array): Uint8Array {
  return concatBytes(domain, communityBytes(communityId), manifest);
}

/** CBOR `[box, name, key, serial, time, items, [[label, places] …], withdrawn]`. */
export function encodeManifest(manifest: FeedManifest): Uint8Array<ArrayBuffer> {
  const { box, partner, serial, time, items, withdrawn } = manifest;
  return encodeCbor([
    fromHex(box),
    partner.name,
    partner.key,
    serial,
    time,
    idPairs(items),
    labelPlaces(items),
    idPairs(withdrawn),
  ]);
}

/** Throws a flat `malformed-feed`. */
export function decodeManifest(bytes: Uint8Array): FeedManifest {
  return flatly(() => {
    const [box, name, key, serial, time, ids, labels, gone, ...rest] = listOf(decodeCbor(bytes));
    if (rest.length > 0) throw malformed();
    const entries = readPairs(bytesOf(ids));
    const labelled = readLabels(listOf(labels), entries.length);
    const manifest: FeedManifest = {
      box: toDeviceId(bytesOf(box)),
      partner: { name: textOf(name), key: bytesOf(key) },
      serial: numberOf(serial),
      time: numberOf(time),
      items: entries.map((entry, at) => ({ ...entry, labels: labelled.get(at) ?? [] })),
      withdrawn: readPairs(bytesOf(gone)),
    };
    if (manifest.serial < 1 || manifest.time < 0 || manifest.time > timeMax) throw malformed();
    return manifest;
  });
}

/** Deterministic CBOR. Throws `feed-too-large` beyond what anybody would read. */
export function encodeFeed(file: FeedFile): Uint8Array<ArrayBuffer> {
  const bytes = encodeCbor([
    format,
    fromHex(file.communityId),
    file.roots.map(rootValue),
    [...file.people],
    file.manifest,
    file.signature,
    batchesOf(file.items),
  ]);
  if (bytes.length <= feedFileBytesMax) return bytes;
  throw new FolkmootError("feed-too-large", "This is more than fits into one file.", {
    hint: "Share fewer categories with this partner.",
    status: 422,
  });
}

/** Throws a flat `malformed-feed`. Nothing is verified yet. */
export function decodeFeed(bytes: Uint8Array): FeedFile {
  if (bytes.length > feedFileBytesMax) throw malformed();
  return flatly(() => {
    const [name, community, roots, people, manifest, signature, items, ...rest] = listOf(
      decodeCbor(bytes),
    );
    if (name !== format || rest.length > 0) throw malformed();
    return {
      communityId: toCommunityId(bytesOf(community)),
      roots: listOf(roots).map(readRoot),
      people: listOf(people).map(bytesOf),
      manifest: bytesOf(manifest),
      signature: bytesOf(signature),
      items: listOf(items).flatMap((batch) => decodeBatch(bytesOf(batch))),
    };
  });
}

/** A value of CBOR has a bounded number of parts; a feed has not, so it travels in batches. */
function batchesOf(wires: readonly Uint8Array[]): Uint8Array[] {
  const batches: Uint8Array[][] = [];
  let bytes = 0;
  for (const wire of wires) {
    const last = batches.at(-1);
    bytes += wire.length + 5;
    if (last && last.length < opsPerRequestMax && bytes < requestBytesMax - 16) last.push(wire);
    else {
      batches.push([wire]);
      bytes = wire.length + 5;
    }
  }
  return batches.map((batch) => encodeBatch(batch));
}

const idBytes = 16;

function idPairs(entries: readonly FeedEntry[]): Uint8Array {
  const bytes = new Uint8Array(entries.length * 2 * idBytes);
  for (const [at, { item, version }] of entries.entries()) {
    bytes.set(toBytes(item), at * 2 * idBytes);
    bytes.set(toBytes(version), at * 2 * idBytes + idBytes);
  }
  return bytes;
}

function readPairs(bytes: Uint8Array): FeedEntry[] {
  if (bytes.length % (2 * idBytes) !== 0) throw malformed();
  return Array.from({ length: bytes.length / (2 * idBytes) }, (_, at) => {
    const start = at * 2 * idBytes;
    return {
      item: toOpId(bytes.slice(start, start + idBytes)),
      version: toOpId(bytes.slice(start + idBytes, start + 2 * idBytes)),
    };
  });
}

/** Each label once, with the places of the items that have it: four bytes each. */
function labelPlaces(items: FeedManifest["items"]): CborValue[] {
  const places = new Map<string, number[]>();
  for (const [at, { labels }] of items.entries()) {
    for (const label of labels) {
      const known = places.get(label);
      if (known === undefined) places.set(label, [at]);
      else known.push(at);
    }
  }
  return [...places].map(([label, at]) => {
    const bytes = new Uint8Array(at.length * 4);
    const view = new DataView(bytes.buffer);
    for (const [nth, place] of at.entries()) view.setUint32(nth * 4, place);
    return [label, bytes];
  });
}

function readLabels(values: readonly CborValue[], items: number): Map<number, string[]> {
  const labels = new Map<number, string[]>();
  for (const value of values) {
    const [label, places, ...rest] = listOf(value);
    const bytes = bytesOf(places);
    if (rest.length > 0 || bytes.length % 4 !== 0) throw malformed();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < bytes.length; at += 4) {
      const place = view.getUint32(at);
      if (place >= items) throw malformed();
      labels.set(place, [...(labels.get(place) ?? []), textOf(label)]);
    }
  }
  return labels;
}

function communityBytes(id: CommunityId): Uint8Array {
  return fromHex(id) ?? new Uint8Array();
}

function toBytes(id: OpId): Uint8Array {
  return fromHex(id) ?? new Uint8Array();
}

function flatly<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw malformed();
  }
}

function malformed(): FolkmootError {
  return new FolkmootError("malformed-feed", "This file is no feed for a partner.", {
    hint: "Export it again; the file may have been cut off on the way.",
    status: 400,
  });
}
