import type { OpId } from "../../mesh/op/index.ts";

/** A partner community as the box tells of it. */
export interface Partner {
  name: string;
  /** Base64url; null: something was decided to be shared, but it was never admitted. */
  key: string | null;
  note: string;
  /** Why it is given nothing. */
  withheld: "not-admitted" | "paused" | "emergency" | null;
  shares: { category: string; exceptLabels: string[] }[];
  /** How many items it is given now. */
  items: number;
  /** The last file made for it; seconds since 1970. */
  exported: { serial: number; at: number } | null;
}

export interface FeedItem {
  item: OpId;
  version: OpId;
  title: string;
  category: string;
  consent: "federation_ok" | "commons_ok";
  labels: string[];
}

/** A page of what a partner is given. */
export interface Feed {
  partner: Partner;
  items: FeedItem[];
  next: string | null;
  /** On the first page: given once, and not now. */
  withdrawn: { item: OpId; version: OpId; title: string | null }[];
}

export const partnersPath = "/api/partners";

export function feedPath(name: string): string {
  return `${partnersPath}/${encodeURIComponent(name)}/feed`;
}
