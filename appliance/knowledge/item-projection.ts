/** What the knowledge kinds (20–25) do to the tables. */
import {
  type BodyOf,
  type ItemBody,
  isMeant,
  kinds,
  parseAudience,
  type Role,
} from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { mayAuthor } from "../../mesh/rules/index.ts";
import { membershipOf } from "../members/index.ts";
import type { AppliedOperation, Effect, LoggedOperation, Tx } from "../store/index.ts";
import { mayChange, memberOf, originOf, recomputeItem } from "./item-state.ts";
import {
  deleteVersion,
  insertVersion,
  type Version,
  versionById,
  versionsOf,
} from "./item-table.ts";
import { putLatest } from "./moderation-table.ts";
import { idBytes } from "./row-values.ts";
import { removeFromIndex } from "./search/index-table.ts";
import { excerptOf } from "./version-content.ts";

type Label = BodyOf<typeof kinds.itemLabel>;
type ReviewBody = BodyOf<typeof kinds.itemReview>;
type Report = BodyOf<typeof kinds.itemReport>;
type Hide = BodyOf<typeof kinds.itemHide>;
type Erase = BodyOf<typeof kinds.erase>;

export const done: Effect = { done: true };

export function refused(reason: string): Effect {
  return { done: false, reason };
}

export function applyItem(op: AppliedOperation<ItemBody>, tx: Tx): Effect {
  const { body } = op;
  if (body === null) return done;
  const item = body.item ?? op.id;
  if (!isKnownAudience(tx, body.audience)) return refused("unknown-group");
  const version = {
    ...fieldsOf(body),
    id: op.id,
    item,
    member: op.member,
    byModerator: op.roles.has("moderator"),
    time: op.time,
    question: null,
    reviewFirst: reviewFirst(tx) && !op.roles.has("moderator"),
    review: "awaiting",
    reviewReason: null,
    allowed: true,
  } satisfies Omit<Version, "shown">;
  if (body.item !== null) {
    const refusal = refusalOfEdit(op, version, tx);
    if (refusal !== null) return refused(refusal);
  } else if (body.parents.length > 0) {
    return refused("parents");
  }
  insertVersion(tx.db, { ...version, allowed: body.item === null || isAllowed(tx, version) });
  recomputeItem(tx, item);
  return done;
}

function fieldsOf(body: ItemBody) {
  const { parents, form, title, lang, category, tags, audience, consent, ...rest } = body;
  const { attribution, source, validUntil, supersedes, series } = rest;
  const excerpt = excerptOf(body.body);
  return {
    ...{ parents, form, title, excerpt, lang, category, tags, audience, consent },
    ...{ attribution, source, validUntil, supersedes, series },
  };
}

/** Whether the community wants items seen by a moderator before others see them. */
export function reviewFirst(tx: Tx): boolean {
  return membershipOf(tx.db)?.settings?.reviewFirst ?? false;
}

export function isKnownAudience(tx: Tx, audience: string): boolean {
  const meant = parseAudience(audience);
  if (meant === null) return false;
  return meant.to !== "group" || membershipOf(tx.db)?.groups.has(meant.group) === true;
}

/** Null: it may be kept. It is shown once it is known to change only what it may. */
function refusalOfEdit(
  op: AppliedOperation<ItemBody>,
  version: Omit<Version, "shown">,
  tx: Tx,
): string | null {
  if (version.parents.length === 0) return "parents";
  const earlier = tx.operation(op.id)?.effect;
  // What it was made from was erased since: what was decided when that was there still holds.
  if (earlier?.done === false && version.parents.some((id) => isErased(tx, id))) {
    return earlier.reason;
  }
  const origin = tx.operation(version.item);
  if (origin !== null && originOf(tx, version.item) === null) return "unknown-item";
  const versions = versionsOf(tx.db, version.item);
  const known = versions.filter(({ id }) => version.parents.includes(id));
  // Who may not see a version cannot build upon it, and learns nothing by trying.
  if (known.some(({ member, audience }) => member !== op.member && !maySee(op, audience, tx))) {
    return "unknown-item";
  }
  const creator = memberOf(tx, version.item);
  if (creator !== null && mayChange(version, creator, versions) === false) return "audience";
  return null;
}

export function maySee(op: AppliedOperation, audience: string, tx: Tx): boolean {
  const meant = parseAudience(audience);
  if (meant === null) return false;
  const all = membershipOf(tx.db)?.groups ?? new Map<string, ReadonlySet<string>>();
  const groups = [...all].filter(([, members]) => members.has(op.member)).map(([name]) => name);
  return isMeant(meant, { roles: op.roles as ReadonlySet<Role>, groups: new Set(groups) });
}

function isAllowed(tx: Tx, version: Omit<Version, "shown">): boolean {
  const creator = memberOf(tx, version.item);
  if (creator === null) return false;
  const known = mayChange(version, creator, versionsOf(tx.db, version.item));
  if (known !== null) return known;
  return version.parents.some((parent) => isErased(tx, parent));
}

function isErased(tx: Tx, id: OpId): boolean {
  return tx.operation(id)?.body === "erased";
}

export function applyLabel(op: AppliedOperation<Label>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { item, label, on } = op.body;
  if (originOf(tx, item) === null) return refused("unknown-item");
  putLatest(tx.db, "knowledge_label", { item: idBytes(item), label }, { is_on: Number(on) }, op);
  return done;
}

export function applyReview(op: AppliedOperation<ReviewBody>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { version, verdict, reasonCode } = op.body;
  if (originOf(tx, version) === null) return refused("unknown-version");
  const values = { verdict, reason: reasonCode, position: op.position };
  putLatest(tx.db, "knowledge_review", { version: idBytes(version) }, values, op);
  const item = versionById(tx.db, version)?.item;
  if (item !== undefined) recomputeItem(tx, item);
  return done;
}

export function applyReport(op: AppliedOperation<Report>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { item, reason, text } = op.body;
  if (originOf(tx, item) === null) return refused("unknown-item");
  tx.db
    .query("INSERT INTO knowledge_report VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(idBytes(op.id), idBytes(item), idBytes(op.member), reason, text, op.position, op.time);
  return done;
}

export function applyHide(op: AppliedOperation<Hide>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { item, on } = op.body;
  if (originOf(tx, item) === null) return refused("unknown-item");
  const refusal = ownRefusal(op, kinds.itemHide, memberOf(tx, item));
  if (refusal !== null) return refused(refusal);
  putLatest(
    tx.db,
    "knowledge_hiding",
    { item: idBytes(item), by_moderator: Number(op.roles.has("moderator")) },
    { is_on: Number(on), position: op.position },
    op,
  );
  recomputeItem(tx, item);
  return done;
}

/** Erasing is for every erasable kind, not only for knowledge: other rooms hear of it as well. */
export function applyErase(op: AppliedOperation<Erase>, tx: Tx): Effect {
  for (const target of op.body?.targets ?? []) {
    const refusal = ownRefusal(op, kinds.erase, memberOf(tx, target));
    if (refusal !== null) return refused(refusal);
    if (tx.operation(target)?.body === "inside") return refused("lasting");
  }
  tx.erase(op.body?.targets ?? []);
  return done;
}

/** Why the author may not do this to something of `owner`'s; null when they may. */
export function ownRefusal(
  op: AppliedOperation,
  kind: Parameters<typeof mayAuthor>[0],
  owner: string | null,
): string | null {
  const standing = { member: op.member, roles: op.roles as ReadonlySet<Role> };
  return mayAuthor(kind, standing, owner === op.member);
}

/** Takes out what stood in an erased item version or report. */
export function eraseItemRows(op: LoggedOperation, tx: Tx): void {
  if (op.kind === kinds.itemReport.number) {
    tx.db.query("DELETE FROM knowledge_report WHERE id = ?").run(idBytes(op.id));
  }
  eraseVersion(tx, op.id);
}

/** The version, its words, and what was said of it; what it hid behind it may come up again. */
export function eraseVersion(tx: Tx, id: OpId): void {
  const version = versionById(tx.db, id);
  if (version === null) return;
  removeFromIndex(tx.db, id, true);
  tx.db.query("DELETE FROM knowledge_feedback WHERE version = ?").run(idBytes(id));
  deleteVersion(tx.db, id);
  recomputeItem(tx, version.item);
}
