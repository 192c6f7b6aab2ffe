/** Passages of versions that an edit has replaced: answers given before the edit still cite them. */
import type { OpId } from "../../mesh/op/index.ts";
import type { Store } from "../store/index.ts";
import { visibleItem } from "./item-detail.ts";
import { versionById } from "./item-table.ts";
import type { FoundPassage } from "./search/hit.ts";
import { replacementsOf } from "./search/passage-rows.ts";
import { passagesOf } from "./search/passages.ts";
import { contentOf, quotableText } from "./version-content.ts";
import { audiencesOf, type Viewer } from "./viewer.ts";

/** Null once erased or hidden, and for whoever may not read the item's history. */
export function formerPassage(
  store: Store,
  viewer: Viewer,
  version: OpId,
  part: number,
): FoundPassage | null {
  const item = versionById(store.db, version)?.item ?? null;
  const visible = item === null ? null : visibleItem(store.db, viewer, item);
  const found = visible?.versions.find(({ id }) => id === version);
  const content = found === undefined ? null : contentOf(store, found);
  if (item === null || !visible || found === undefined || content === null) return null;
  const passage = passagesOf(quotableText(content))[part];
  if (passage === undefined) return null;
  const { title, lang, category, tags, form, audience, consent } = found;
  const { attribution, source, validUntil, member: author } = found;
  const { created } = visible.item;
  const replacement = replacementsOf(store.db, [item], audiencesOf(viewer)).get(item) ?? null;
  return {
    ...{ item, version, part, title, lang, category, tags, form, audience, consent },
    ...{ attribution, source, validUntil, author, created, supersededBy: replacement },
    ...passage,
  };
}
