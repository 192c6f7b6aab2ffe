/** What waits for a moderator: new versions, reports, and versions written apart. */
import type { Database } from "bun:sqlite";
import { type MemberId, type OpId, toMemberId, toOpId } from "../../mesh/op/index.ts";
import type { Store } from "../store/index.ts";
import type { ListedItem } from "./item-list.ts";
import { type Version, type VersionRow, versionById, versionOf, versionsOf } from "./item-table.ts";
import {
  type ItemSummary,
  namesFrom,
  summariesOf,
  type VersionView,
  versionView,
} from "./item-view.ts";
import { type Cursor, pageOf } from "./paging.ts";
import { idBytes, type NamedValues } from "./row-values.ts";
import { contentOf } from "./version-content.ts";
import { audiencesOf, type Viewer, viewerValues, visibleTo } from "./viewer.ts";

export interface ReviewQueue {
  readonly awaiting: readonly (VersionView & { readonly item: OpId })[];
  readonly reports: readonly {
    readonly id: OpId;
    readonly item: ItemSummary;
    readonly reason: string;
    readonly text: string;
    readonly author: MemberId;
    readonly authorName: string | null;
    readonly time: number;
  }[];
  readonly conflicts: readonly ItemSummary[];
  readonly next: string | null;
}

const sideListMax = 50;

/** Reports and conflicts come whole with the first page; only the waiting versions are paged. */
export function reviewQueue(
  store: Store,
  viewer: Viewer,
  now: number,
  page: { cursor: Cursor | null; limit: number },
): ReviewQueue {
  const { db } = store;
  const nameOf = namesFrom(db);
  const { rows, next } = awaitingVersions(db, viewer, page);
  const isFirst = page.cursor === null;
  return {
    awaiting: rows.flatMap((version) => {
      const content = contentOf(store, version);
      return content === null
        ? []
        : [{ ...versionView(version, content, nameOf), item: version.item }];
    }),
    reports: isFirst ? openReports(db, viewer, now) : [],
    conflicts: isFirst ? conflicts(db, viewer, now) : [],
    next,
  };
}

function awaitingVersions(
  db: Database,
  viewer: Viewer,
  { cursor, limit }: { cursor: Cursor | null; limit: number },
) {
  // Seen already by its audience, or not before a moderator has: then only the last of each line.
  const rows = db
    .query<VersionRow, NamedValues>(
      `SELECT v.* FROM knowledge_version AS v JOIN knowledge_item AS i ON i.id = v.item
       WHERE v.review = 'awaiting' AND v.allowed = 1 AND i.hidden = 0 AND ${visibleTo("v")}
         AND (v.shown = 1 OR (v.review_first = 1 AND NOT EXISTS (
           SELECT 1 FROM knowledge_parent AS p JOIN knowledge_version AS c ON c.id = p.version
           WHERE p.parent = v.id AND c.allowed = 1)))
         AND (v.time, v.id) < ($time, unhex($id))
       ORDER BY v.time DESC, v.id DESC LIMIT $limit`,
    )
    .all({
      ...viewerValues(viewer),
      $time: cursor?.[0] ?? Number.MAX_SAFE_INTEGER,
      $id: cursor?.[1] ?? "",
      $limit: limit + 1,
    });
  const versions = rows.map((row) => versionById(db, toOpId(row.id)) ?? versionOf(row, []));
  return pageOf(versions, limit, ({ time, id }) => [time, id]);
}

/** Reports that no moderator has answered by reviewing or hiding since. */
function openReports(db: Database, viewer: Viewer, now: number): ReviewQueue["reports"] {
  const nameOf = namesFrom(db);
  const rows = db
    .query<
      {
        id: Uint8Array;
        item: Uint8Array;
        member: Uint8Array;
        reason: string;
        text: string;
        time: number;
      },
      []
    >(
      `SELECT r.id, r.item, r.member, r.reason, r.text, r.time FROM knowledge_report AS r
       WHERE r.position > coalesce((SELECT max(h.position) FROM knowledge_hiding AS h
           WHERE h.item = r.item AND h.by_moderator = 1), 0)
         AND r.position > coalesce((SELECT max(w.position) FROM knowledge_review AS w
           JOIN knowledge_version AS v ON v.id = w.version WHERE v.item = r.item), 0)
       ORDER BY r.time DESC, r.id LIMIT 500`,
    )
    .all();
  const reports = rows.flatMap((row) => {
    const [item] = summariesOf(db, viewer, readable(db, viewer, toOpId(row.item)), now);
    if (item === undefined) return [];
    const author = toMemberId(row.member);
    const { reason, text, time } = row;
    return [{ id: toOpId(row.id), item, reason, text, author, authorName: nameOf(author), time }];
  });
  return reports.slice(0, sideListMax);
}

function conflicts(db: Database, viewer: Viewer, now: number): ItemSummary[] {
  const rows = db
    .query<{ id: Uint8Array }, []>(
      "SELECT id FROM knowledge_item WHERE conflict = 1 AND hidden = 0 ORDER BY id LIMIT 500",
    )
    .all();
  const items = rows.flatMap(({ id }) => readable(db, viewer, toOpId(id), 2));
  return summariesOf(db, viewer, items.slice(0, sideListMax), now);
}

/** The item as a moderator sees it, if at least `headsMin` of its versions are for them. */
function readable(db: Database, viewer: Viewer, id: OpId, headsMin = 0): ListedItem[] {
  const meant = new Set(audiencesOf(viewer));
  const isMine = ({ audience, member }: Version) => meant.has(audience) || member === viewer.member;
  const versions = versionsOf(db, id).filter((version) => version.allowed && isMine(version));
  const heads = versions.filter(({ shown }) => shown);
  const version = heads[0] ?? versions[0];
  const item = db
    .query<{ created: number; hidden: number; conflict: number }, [Uint8Array]>(
      "SELECT created, hidden, conflict FROM knowledge_item WHERE id = ?",
    )
    .get(idBytes(id));
  if (version === undefined || item === null || heads.length < headsMin) return [];
  const conflict = item.conflict === 1 && heads.length > 1;
  return [{ version, created: item.created, hidden: item.hidden === 1, conflict }];
}
