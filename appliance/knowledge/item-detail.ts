/** One item, whole: its shown versions, its history, and what the viewer may do with it. */
import type { Database } from "bun:sqlite";
import { itemParentsMax } from "../../mesh/kinds/index.ts";
import { type OpId, toHex, toOpId } from "../../mesh/op/index.ts";
import type { Store } from "../store/index.ts";
import { parentsForEdit } from "./heads.ts";
import type { ListedItem } from "./item-list.ts";
import { type Version, versionsOf } from "./item-table.ts";
import {
  type ItemSummary,
  namesFrom,
  summariesOf,
  type VersionHead,
  type VersionView,
  versionHead,
  versionView,
} from "./item-view.ts";
import { idBytes, type NamedValues } from "./row-values.ts";
import { contentOf } from "./version-content.ts";
import { audiencesOf, notFound, type Viewer, viewerValues, visibleTo } from "./viewer.ts";

export interface ItemDetail extends ItemSummary {
  readonly body: string;
  readonly context: string | null;
  readonly example: string | null;
  /** Two or more when there is a conflict; the first is the one shown. */
  readonly heads: readonly VersionView[];
  /** Newest first. */
  readonly history: readonly VersionHead[];
  readonly edit: { readonly parents: readonly OpId[] };
  /** Operations that erasing all that the viewer may erase of it would name. */
  readonly eraseTargets: readonly OpId[];
  readonly may: {
    readonly edit: boolean;
    readonly label: boolean;
    readonly review: boolean;
    readonly report: boolean;
    readonly hide: boolean;
    readonly erase: boolean;
  };
  readonly seriesParts: readonly { part: number; id: OpId; title: string }[];
  readonly feedback: { up: number; down: number };
  /** The question whose accepted answer it is. */
  readonly question: OpId | null;
}

interface ItemRow {
  creator: Uint8Array;
  created: number;
  hidden: number;
  conflict: number;
}

/** What the viewer may see of an item; null when that is nothing. */
export function visibleItem(db: Database, viewer: Viewer, id: OpId) {
  const item = db
    .query<ItemRow, [Uint8Array]>(
      "SELECT creator, created, hidden, conflict FROM knowledge_item WHERE id = ?",
    )
    .get(idBytes(id));
  if (item === null) return null;
  const isCreator = toHex(item.creator) === viewer.member;
  const isModerator = viewer.roles.has("moderator");
  const meant = new Set(audiencesOf(viewer));
  const versions = versionsOf(db, id).filter(({ allowed, audience, member, ...version }) => {
    const own = member === viewer.member;
    if (!allowed || !(own || meant.has(audience))) return false;
    if (own || isModerator) return true;
    if (item.hidden === 1) return isCreator;
    // What waits for a moderator, and what one returned, others do not read.
    return version.review === "accepted" || (version.review === "awaiting" && !version.reviewFirst);
  });
  const heads = versions.filter(({ shown }) => shown);
  const first = heads[0] ?? versions[0];
  if (first === undefined) return null;
  if (heads.length === 0 && !isCreator && !isModerator && first.member !== viewer.member) {
    return null;
  }
  return { item, versions, heads: heads.length === 0 ? [first] : heads, isCreator, isModerator };
}

/** Throws `not-found` unless the viewer may see something of it. */
export function itemDetail(store: Store, viewer: Viewer, id: OpId, now: number): ItemDetail {
  const { db } = store;
  const visible = visibleItem(db, viewer, id);
  if (visible === null) throw notFound();
  const { item, versions, heads, isCreator, isModerator } = visible;
  const nameOf = namesFrom(db);
  const views = heads.flatMap((version) => {
    const content = contentOf(store, version);
    return content === null ? [] : [versionView(version, content, nameOf)];
  });
  const [first] = views;
  const shown = heads.find((version) => version.id === first?.id);
  if (first === undefined || shown === undefined) throw notFound();
  const listed: ListedItem = {
    version: shown,
    created: item.created,
    hidden: item.hidden === 1,
    conflict: item.conflict === 1 && heads.length > 1,
  };
  const [summary] = summariesOf(db, viewer, [listed], now);
  const mayErase = isModerator || viewer.roles.has("steward");
  const eraseTargets = versions
    .filter(({ member }) => mayErase || member === viewer.member)
    .map((version) => version.id);
  return {
    ...(summary as ItemSummary),
    versions: versions.length,
    body: first.body,
    context: first.context,
    example: first.example,
    heads: views,
    history: versions.map((version) => versionHead(version, nameOf)),
    edit: {
      parents: parentsForEdit(
        versions,
        heads.map((version) => version.id),
        itemParentsMax,
      ) as OpId[],
    },
    eraseTargets,
    may: {
      edit: viewer.roles.has("member"),
      label: isModerator,
      review: isModerator,
      report: !isCreator,
      hide: isModerator || isCreator,
      erase: eraseTargets.length > 0,
    },
    seriesParts: seriesParts(db, viewer, shown),
    feedback: feedbackOf(db, versions),
    question:
      shown.question ?? versions.find(({ question }) => question !== null)?.question ?? null,
  };
}

/** Throws `not-found` unless the viewer may see that version of that item. */
export function versionDetail(store: Store, viewer: Viewer, id: OpId, version: OpId): VersionView {
  const visible = visibleItem(store.db, viewer, id);
  const found: Version | undefined = visible?.versions.find((known) => known.id === version);
  const content = found === undefined ? null : contentOf(store, found);
  if (found === undefined || content === null) throw notFound();
  return versionView(found, content, namesFrom(store.db));
}

/** The other parts of a long text that was brought in at once, by one member. */
function seriesParts(db: Database, viewer: Viewer, { series, member }: Version) {
  if (series === null) return [];
  return db
    .query<{ part: number; item: Uint8Array; title: string }, NamedValues>(
      `SELECT v.series ->> 'part' AS part, v.item, v.title FROM knowledge_version AS v
       WHERE v.shown = 1 AND v.member = $member AND v.series ->> 'title' = $title
         AND ${visibleTo("v")}
       ORDER BY 1, v.time LIMIT 200`,
    )
    .all({ ...viewerValues(viewer), $member: idBytes(member), $title: series.title })
    .map(({ part, item, title }) => ({ part, id: toOpId(item), title }));
}

function feedbackOf(db: Database, versions: readonly Version[]): { up: number; down: number } {
  const row = db
    .query<{ up: number | null; down: number | null }, [string]>(
      `SELECT sum(f.verdict = 'up') AS up, sum(f.verdict = 'down') AS down
       FROM json_each(?) AS asked
       CROSS JOIN knowledge_feedback AS f ON f.version = unhex(asked.value)`,
    )
    .get(JSON.stringify(versions.map(({ id }) => id)));
  return { up: row?.up ?? 0, down: row?.down ?? 0 };
}
