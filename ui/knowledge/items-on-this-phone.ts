/** Every item this phone can show without the box: copies of what was seen, and own writing. */
import { kinds } from "../../mesh/kinds/index.ts";
import { database } from "../offline/database.ts";
import { membership } from "../offline/index.ts";
import { ownOperations } from "../offline/own.ts";
import type { Searchable } from "./local-search.ts";
import { newestOwn } from "./own-items.ts";
import type { ItemDetail, ItemList, ItemSummary } from "./shapes.ts";

export async function itemsOnThisPhone(): Promise<Searchable[]> {
  const found = new Map<string, Searchable>();
  const summaries = (await copies<ItemList>("/api/items")).concat(
    await copies<ItemList>("/api/items?"),
  );
  for (const { items } of summaries) for (const item of items) found.set(item.id, ofSummary(item));
  for (const item of await copies<ItemDetail>("/api/items/")) {
    // Versions and comparisons are kept under longer paths; they have no summary of their own.
    if (item.excerpt !== undefined) found.set(item.id, { ...item, body: wholeText(item) });
  }
  const own = newestOwn(ownOperations.value, kinds.item.number, Date.now() / 1000);
  for (const [id, { body }] of own) {
    found.set(id, { id, title: body.title, body: wholeText(body), tags: body.tags });
  }
  return [...found.values()];
}

function ofSummary({ id, title, excerpt, tags }: ItemSummary): Searchable {
  return { id, title, body: excerpt, tags };
}

function wholeText(item: { body: string; context: string | null; example: string | null }): string {
  return [item.body, item.context, item.example].filter(Boolean).join("\n");
}

/** Copies of answers whose path is `path` (or begins with it, if it ends in a separator). */
async function copies<Data>(path: string): Promise<Data[]> {
  const member = membership.value?.member ?? "";
  const end = /[/?]$/.test(path) ? `${path}\uffff` : path;
  const range = IDBKeyRange.bound([member, path], [member, end]);
  const stored = await (await database()).getAll("cache", range);
  return stored.map((copy) => copy.data as Data);
}
