import { type Consent, type ItemBody, kinds } from "../kinds/index.ts";
import {
  bodyOf,
  type CommunityId,
  deviceIdOf,
  type MemberId,
  type OpId,
  type PublicKey,
  verifyDetached,
  verifySignature,
} from "../op/index.ts";
import { decodeFeed, decodeManifest, type FeedFile, feedSignedBytes } from "./partner-feed.ts";
import {
  type Complain,
  type ProvenPeople,
  proveOperation,
  provePeople,
  read,
} from "./proven-people.ts";
import { datedAhead, type Warning } from "./warnings.ts";

/** An item that a community gives, as its author signed it. */
export interface GivenItem {
  readonly item: OpId;
  readonly version: OpId;
  readonly title: string;
  readonly category: string;
  readonly consent: Consent;
  readonly author: MemberId;
  readonly labels: readonly string[];
}

/** What a feed says and proves. */
export interface FeedVerdict {
  /** Everything in the file holds. */
  readonly ok: boolean;
  /** What does not hold: a code, and the operation where there is one. */
  readonly problems: readonly { code: string; id: OpId | null }[];
  readonly warnings: readonly Warning[];
  readonly communityId: CommunityId;
  readonly community: string | null;
  readonly partner: { readonly name: string; readonly key: PublicKey };
  readonly serial: number;
  /** Seconds since 1970, by the box's clock. */
  readonly time: number;
  readonly items: readonly GivenItem[];
  readonly withdrawn: readonly { readonly item: OpId; readonly version: OpId }[];
  readonly checked: { readonly signatures: number; readonly people: number };
}

/**
 * Checks a feed by nothing but the file: that a box of the community signed the manifest, that each
 * item is in its author's own words, whole, and that its author released it beyond the community.
 * `now`: seconds since 1970, by the clock of whoever checks. Throws `malformed-feed`.
 *
 * It cannot know what the community decided, nor what it gives to others.
 */
export async function verifyFeed(bytes: Uint8Array, now: number): Promise<FeedVerdict> {
  const file = decodeFeed(bytes);
  const manifest = decodeManifest(file.manifest);
  const problems: { code: string; id: OpId | null }[] = [];
  const complain: Complain = (code, id) => void problems.push({ code, id });
  const people = await provePeople(file, complain);
  if (!(await isSignedByBox(file, manifest.box, people))) complain("manifest-unsigned", null);
  const given = await proveItems(file, people, complain);
  const items = manifest.items.flatMap(({ item, version, labels }) => {
    const found = given.get(version);
    given.delete(version);
    if (found === undefined) return complain("item-missing", version) ?? [];
    const fault = faultOf(found.body, { item, version, time: manifest.time });
    if (fault !== null) complain(fault, version);
    const { title, category, consent } = found.body;
    return [{ item, version, title, category, consent, author: found.author, labels }];
  });
  for (const version of given.keys()) complain("item-unlisted", version);
  return {
    ok: problems.length === 0,
    problems,
    warnings: datedAhead(null, manifest.time, now),
    communityId: file.communityId,
    community: people.roots.at(-1)?.name ?? null,
    partner: manifest.partner,
    serial: manifest.serial,
    time: manifest.time,
    items,
    withdrawn: manifest.withdrawn,
    checked: {
      signatures: 1 + file.items.length + people.devices.size,
      people: new Set(items.map(({ author }) => author)).size,
    },
  };
}

/** By a box that the newest root document in the file lists. */
async function isSignedByBox(
  { communityId, manifest, signature }: FeedFile,
  box: string,
  { roots }: ProvenPeople,
): Promise<boolean> {
  for (const key of roots.at(-1)?.boxes ?? []) {
    if ((await deviceIdOf(key)) !== box) continue;
    return verifySignature(key, signature, feedSignedBytes(communityId, manifest));
  }
  return false;
}

interface Proven {
  readonly body: ItemBody;
  readonly author: MemberId;
}

async function proveItems(
  file: FeedFile,
  people: ProvenPeople,
  complain: Complain,
): Promise<Map<OpId, Proven>> {
  const proven = new Map<OpId, Proven>();
  for (const op of file.items.flatMap((wire) => read(wire, complain))) {
    const author = people.devices.get(op.author);
    const found = await proveOperation(file.communityId, op, author?.key);
    if (found === null || author === undefined) {
      complain("signature", null);
      continue;
    }
    const body = (await verifyDetached(op)) ? itemIn(bodyOf(op), op.header.kind) : null;
    if (body === null) complain("item-altered", found.id);
    else proven.set(found.id, { body, author: author.member });
  }
  return proven;
}

function itemIn(body: ReturnType<typeof bodyOf>, kind: number): ItemBody | null {
  if (body === null || kind !== kinds.item.number) return null;
  try {
    return kinds.item.schema.decode(body);
  } catch {
    return null;
  }
}

/** Why the author's words do not allow what the manifest does with them; null when they do. */
function faultOf(
  body: ItemBody,
  { item, version, time }: { item: OpId; version: OpId; time: number },
): string | null {
  if ((body.item ?? version) !== item) return "item-differs";
  if (body.consent === "local_only" || body.audience !== "members") return "item-not-released";
  if (body.validUntil !== null && body.validUntil <= time) return "item-expired";
  return null;
}
