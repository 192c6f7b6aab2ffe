/** Between ids and what SQLite keeps of them. */
import { fromHex, toHex } from "../../mesh/op/index.ts";

type Id = string;

/** An id as the bytes it is kept as. The type of ids says that they are hex. */
export function idBytes(id: Id): Uint8Array {
  const bytes = fromHex(id);
  if (bytes === null) throw new TypeError("An id is not hex.");
  return bytes;
}

export function optionalBytes(id: Id | null): Uint8Array | null {
  return id === null ? null : idBytes(id);
}

export function optionalHex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : toHex(bytes);
}

/** Values of a statement by their names. */
export type NamedValues = Record<string, string | number | Uint8Array | null>;
