/** What follows from all that is known of an item: which versions are shown, and are searched. */
import type { Database } from "bun:sqlite";
import { kinds } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import { membershipOf } from "../members/index.ts";
import type { LoggedOperation, Tx } from "../store/index.ts";
import { headsOf } from "./heads.ts";
import { ensureItem, type Review, type Version, versionsOf } from "./item-table.ts";
import { idBytes } from "./row-values.ts";
import { noteChange } from "./search/index-state.ts";
import { addToIndex, removeFromIndex } from "./search/index-table.ts";
import { contentOf, quotableText } from "./version-content.ts";

/** The member behind an operation, from the log: known also when the body was erased. */
export function memberOf(tx: Tx, id: OpId): MemberId | null {
  const op = tx.operation(id);
  if (op === null) return null;
  return membershipOf(tx.db)?.devices.get(op.author)?.member ?? null;
}

/** The operation that began the item: a first version, or an answer; null when not here. */
export function originOf(tx: Tx, item: OpId): LoggedOperation | null {
  const op = tx.operation(item);
  const begins = op?.kind === kinds.item.number || op?.kind === kinds.answer.number;
  return op !== null && begins && op.effect.done ? op : null;
}

/**
 * Computes the item anew from its rows. Depends on them alone, so that it does not matter in which
 * order versions, reviews and hiding came.
 */
export function recomputeItem(tx: Tx, item: OpId): void {
  const origin = originOf(tx, item);
  const creator = memberOf(tx, item);
  if (origin === null || creator === null) return;
  admitWaiting(tx, item, creator);
  const versions = versionsOf(tx.db, item).map((version) => reviewed(tx.db, version));
  if (versions.length === 0) {
    tx.db.query("DELETE FROM knowledge_item WHERE id = ?").run(idBytes(item));
    return;
  }
  ensureItem(tx.db, item, creator, origin.time);
  const hidden = isHidden(tx.db, item);
  const eligible = new Set(versions.filter((version) => isEligible(version)).map(({ id }) => id));
  const heads = new Set(headsOf(versions, (id) => eligible.has(id as OpId)));
  for (const version of versions) {
    const shown = !hidden && heads.has(version.id);
    updateVersion(tx, version, shown);
  }
  tx.db
    .query("UPDATE knowledge_item SET hidden = ?, conflict = ? WHERE id = ?")
    .run(Number(hidden), Number(heads.size > 1), idBytes(item));
  updateReplacing(tx.db, item);
}

/**
 * Who may see something and how far it may travel is its author's to say, or a moderator's: an
 * edit by somebody else keeps both. Null: not yet known, because what it was made from is not here.
 */
export function mayChange(
  version: Pick<Version, "member" | "byModerator" | "audience" | "consent" | "parents">,
  creator: MemberId,
  versions: readonly Version[],
): boolean | null {
  if (version.byModerator || version.member === creator) return true;
  const parents = versions.filter(({ id, allowed }) => allowed && version.parents.includes(id));
  if (parents.length === 0) return null;
  return parents.every(
    ({ audience, consent }) => audience === version.audience && consent === version.consent,
  );
}

function admitWaiting(tx: Tx, item: OpId, creator: MemberId): void {
  const waiting = tx.db.query(
    "SELECT 1 FROM knowledge_version WHERE item = ? AND allowed = 0 LIMIT 1",
  );
  // Each round may admit what the next one builds upon.
  while (waiting.get(idBytes(item)) !== null) {
    const versions = versionsOf(tx.db, item);
    const admitted = versions.filter(
      (version) => !version.allowed && mayChange(version, creator, versions) === true,
    );
    for (const { id } of admitted) {
      tx.db.query("UPDATE knowledge_version SET allowed = 1 WHERE id = ?").run(idBytes(id));
    }
    if (admitted.length === 0) return;
  }
}

function isEligible(version: Version): boolean {
  if (!version.allowed || version.review === "returned") return false;
  return !version.reviewFirst || version.review === "accepted";
}

/** The version with the verdict of the latest review, or what its author's role stands for. */
function reviewed(db: Database, version: Version): Version {
  const row = db
    .query<{ verdict: string; reason: string }, [Uint8Array]>(
      "SELECT verdict, reason FROM knowledge_review WHERE version = ?",
    )
    .get(idBytes(version.id));
  const own: Review = version.byModerator ? "accepted" : "awaiting";
  const review = row === null ? own : row.verdict === "accept" ? "accepted" : "returned";
  return { ...version, review, reviewReason: row?.reason ?? null };
}

function isHidden(db: Database, item: OpId): boolean {
  const row = db
    .query<{ hidden: number }, [Uint8Array]>(
      "SELECT max(is_on) AS hidden FROM knowledge_hiding WHERE item = ?",
    )
    .get(idBytes(item));
  return row?.hidden === 1;
}

function updateVersion(tx: Tx, version: Version, shown: boolean): void {
  tx.db
    .query("UPDATE knowledge_version SET shown = ?, review = ?, review_reason = ? WHERE id = ?")
    .run(Number(shown), version.review, version.reviewReason, idBytes(version.id));
  if (shown === version.shown) return;
  if (!shown) {
    removeFromIndex(tx.db, version.id);
    return;
  }
  const content = contentOf(tx, version);
  if (content === null) return;
  addToIndex(tx.db, {
    version: version.id,
    audience: version.audience,
    title: version.title,
    body: quotableText(content),
    about: [version.category, ...version.tags],
  });
}

/**
 * An item puts another aside when a moderator stands behind it, or when both are by one author:
 * otherwise anybody could push the community's evacuation plan to the end of every list.
 */
function updateReplacing(db: Database, item: OpId): void {
  const { changes } = db
    .query(
      `UPDATE knowledge_version SET replaces = NOT replaces
       WHERE supersedes IS NOT NULL AND (item = ?1 OR supersedes = ?1) AND replaces <>
         ((by_moderator = 1 OR review = 'accepted' OR member =
           (SELECT creator FROM knowledge_item WHERE id = knowledge_version.supersedes)) IS TRUE)`,
    )
    .run(idBytes(item));
  if (changes > 0) noteChange(db);
}
