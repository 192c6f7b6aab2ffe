import type { MemberId } from "../../mesh/op/index.ts";

/** What a program may do, in the order in which the page offers it. */
export const scopes = ["ask", "chat", "embeddings"] as const;
export type Scope = (typeof scopes)[number];

/** A key as the box tells of it: without the key. */
export interface ProgramKey {
  id: string;
  name: string;
  scopes: Scope[];
  /** `members` or `group:…`. */
  audience: string;
  perMinute: number;
  /** Seconds since 1970; null: until it is taken back. */
  expires: number | null;
  created: number;
  createdBy: MemberId;
  revoked: number | null;
  state: "valid" | "expired" | "revoked";
}

export const keysPath = "/api/keys";

/** The name of a group's audience; null for all members. */
export function groupOf(audience: string): string | null {
  return audience.startsWith("group:") ? audience.slice("group:".length) : null;
}
