import { signal } from "@preact/signals";
import { type Filters, noFilters } from "./own-items.ts";

/** What is looked for and chosen, kept while one reads an item and comes back. */
export const query = signal("");
export const filters = signal<Filters>(noFilters);

/** Where the list stood when an item was opened, in CSS pixels. */
export const listScroll = { at: 0 };
