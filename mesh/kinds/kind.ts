import type { RecordSchema } from "./schema.ts";

/**
 * What a member is trusted with. A set, not a ladder: a moderator is also a member, and a steward
 * is no moderator unless the community said so.
 */
export type Role = "guest" | "member" | "moderator" | "steward";
export const roles: readonly Role[] = ["guest", "member", "moderator", "steward"];

/** Who may author a kind. The table is in `authors.ts`. */
export type Authors =
  /** Any enrolled, unrevoked device. */
  | "anyone-enrolled"
  /** Introduces the key it is signed with, and says by what right. */
  | "introduces"
  /** A box of the community. */
  | "box"
  /**
   * Members with one of these roles; `own`: only about what they authored themselves; `box`: the
   * community's boxes as well.
   */
  | { any: readonly Role[]; own?: readonly Role[]; box?: true };

/** One kind of operation: its number on the wire, its body, and who may author it. */
export interface Kind<B> {
  readonly number: number;
  readonly name: string;
  /** False: the body travels beside the header and can be erased. */
  readonly lasting: boolean;
  readonly authors: Authors;
  /**
   * Others build on it from the moment it is logged: who joined by an invitation, what stewards
   * agreed to. If its author signs another operation under the same number, that is proven and
   * shown, but takes nothing back; other kinds are void then, both of them.
   */
  readonly binding?: true;
  readonly schema: RecordSchema<B>;
}

/** The decoded body of a kind. */
export type BodyOf<K> = K extends Kind<infer B> ? B : never;
