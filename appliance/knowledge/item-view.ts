/** Items as the app shows them. */
import type { Database } from "bun:sqlite";
import { type MemberId, type OpId, toHex } from "../../mesh/op/index.ts";
import { profileOf } from "../members/index.ts";
import { type ListedItem, labelsOf } from "./item-list.ts";
import { factsOf, type Review, type Version, type VersionFacts } from "./item-table.ts";
import type { NamedValues } from "./row-values.ts";
import { replacementsOf } from "./search/passage-rows.ts";
import type { VersionContent } from "./version-content.ts";
import { audiencesOf, type Viewer, viewerValues, visibleTo } from "./viewer.ts";

export interface ItemSummary extends VersionFacts {
  readonly id: OpId;
  /** The version that is shown. */
  readonly version: OpId;
  /** Who wrote the version that is shown. */
  readonly author: MemberId;
  readonly authorName: string | null;
  /** Seconds since 1970: of the first version, and of the one shown. */
  readonly created: number;
  readonly changed: number;
  readonly expired: boolean;
  readonly supersededBy: OpId | null;
  readonly labels: readonly string[];
  readonly review: Review;
  /** Two versions were written apart, and a person has to bring them together. */
  readonly conflict: boolean;
  readonly hidden: boolean;
  /** How many there are. */
  readonly versions: number;
}

export interface VersionHead {
  readonly id: OpId;
  readonly parents: readonly OpId[];
  readonly title: string;
  readonly author: MemberId;
  readonly authorName: string | null;
  readonly time: number;
  readonly review: Review;
  readonly reviewReason: string | null;
  readonly shown: boolean;
  readonly audience: string;
}

export interface VersionView extends VersionHead, VersionContent, Omit<VersionFacts, "excerpt"> {}

/** The name a member shows, asked once per answer. */
export function namesFrom(db: Database): (member: MemberId) => string | null {
  const known = new Map<MemberId, string | null>();
  return (member) => {
    const name = known.get(member);
    if (name !== undefined) return name;
    const found = profileOf(db, member)?.name ?? null;
    known.set(member, found);
    return found;
  };
}

export function summariesOf(
  db: Database,
  viewer: Viewer,
  items: readonly ListedItem[],
  now: number,
): ItemSummary[] {
  const ids = items.map(({ version }) => version.item);
  const labels = labelsOf(db, ids);
  const replacements = replacementsOf(db, ids, audiencesOf(viewer));
  const counts = versionCounts(db, viewer, ids);
  const nameOf = namesFrom(db);
  return items.map(({ version, created, hidden, conflict }) => ({
    id: version.item,
    version: version.id,
    ...factsOf(version),
    author: version.member,
    authorName: nameOf(version.member),
    created,
    changed: version.time,
    expired: version.validUntil !== null && version.validUntil < now,
    supersededBy: replacements.get(version.item) ?? null,
    labels: labels.get(version.item) ?? [],
    review: version.review,
    conflict,
    hidden,
    versions: counts.get(version.item) ?? 1,
  }));
}

/** How many versions of each item the viewer may read. */
function versionCounts(
  db: Database,
  viewer: Viewer,
  items: readonly OpId[],
): ReadonlyMap<string, number> {
  const rows = db
    .query<{ item: Uint8Array; count: number }, NamedValues>(
      `SELECT v.item, count(*) AS count FROM json_each($items) AS asked
       CROSS JOIN knowledge_version AS v ON v.item = unhex(asked.value)
       WHERE v.allowed = 1 AND ${visibleTo("v")} AND (v.member = $viewer OR $moderator = 1
         OR v.review = 'accepted' OR (v.review = 'awaiting' AND v.review_first = 0))
       GROUP BY v.item`,
    )
    .all({
      ...viewerValues(viewer),
      $items: JSON.stringify(items),
      $moderator: Number(viewer.roles.has("moderator")),
    });
  return new Map(rows.map(({ item, count }) => [toHex(item), count]));
}

export function versionHead(
  version: Version,
  nameOf: (member: MemberId) => string | null,
): VersionHead {
  const { id, parents, title, member, time, review, reviewReason, shown, audience } = version;
  const authorName = nameOf(member);
  return {
    ...{ id, parents, title, author: member, authorName, time },
    ...{ review, reviewReason, shown, audience },
  };
}

export function versionView(
  version: Version,
  content: VersionContent,
  nameOf: (member: MemberId) => string | null,
): VersionView {
  const { excerpt: _, ...facts } = factsOf(version);
  return { ...facts, ...content, ...versionHead(version, nameOf) };
}
