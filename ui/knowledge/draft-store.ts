import { database } from "../offline/database.ts";
import type { ItemDraft } from "./item-draft.ts";

/** Where `useDraft` keeps the sheet of an item; null for a new one. */
export function draftKey(item: string | null): string {
  return `item:${item ?? "new"}`;
}

/** Lays a filled-in sheet ready for the editor, which finds it as a draft. */
export async function keepDraft(key: string, draft: ItemDraft): Promise<void> {
  await (await database()).put("drafts", { value: draft, atMs: Date.now() }, key);
}
