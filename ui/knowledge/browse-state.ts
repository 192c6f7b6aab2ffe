import { signal } from "@preact/signals";
import { type Filters, noFilters } from "./own-items.ts";

/** What is looked for and chosen, kept while one reads an item and comes back. */
export const query = signal("");
export const filters = signal<Filters>(noFilters);
