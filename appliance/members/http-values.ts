/** Bytes and ids in JSON: how the API writes them, and how they are read. */
import { type Static, type TSchema, t } from "elysia";
import { FolkmootError, fromBase64Url } from "../../mesh/op/index.ts";

export const memberIdSchema = t.String({ pattern: "^[0-9a-f]{32}$", description: "Member id" });
export const opIdSchema = t.String({ pattern: "^[0-9a-f]{32}$", description: "Operation id" });
export const deviceIdSchema = t.String({ pattern: "^[0-9a-f]{16}$", description: "Device id" });
export const secondsSchema = t.Integer({ description: "Seconds since 1970" });

export function nullable<S extends TSchema>(schema: S, options: { description?: string } = {}) {
  return t.Union([schema, t.Null()], options);
}

/** Base64url without padding, of at most `bytesMax` bytes. */
export function base64Url(bytesMax: number, description: string) {
  const maxLength = Math.ceil((bytesMax * 4) / 3);
  return t.String({ pattern: "^[A-Za-z0-9_-]+$", maxLength, description });
}

/** The bytes of a `base64Url` field. Throws `malformed-request` for a spelling of no bytes. */
export function bytesOf(text: Static<ReturnType<typeof base64Url>>): Uint8Array {
  const bytes = fromBase64Url(text);
  if (bytes !== null) return bytes;
  throw new FolkmootError("malformed-request", "These are no bytes in base64url.", { status: 422 });
}
