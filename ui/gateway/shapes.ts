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
}

export const keysPath = "/api/keys";

export type KeyState = "valid" | "expired" | "revoked";

export function stateOf({ revoked, expires }: ProgramKey, nowSeconds: number): KeyState {
  if (revoked !== null) return "revoked";
  return expires !== null && expires <= nowSeconds ? "expired" : "valid";
}

/** The name of a group's audience; null for all members. */
export function groupOf(audience: string): string | null {
  return audience.startsWith("group:") ? audience.slice("group:".length) : null;
}
