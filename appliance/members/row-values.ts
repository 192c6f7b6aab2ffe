/** How values that are no numbers or texts stand in rows. */
import { fromHex, toHex } from "../../mesh/op/index.ts";

/** An id as the bytes it is stored as. */
export function idBytes(id: string): Uint8Array {
  const bytes = fromHex(id);
  if (bytes === null) throw new Error("an id that is not hex");
  return bytes;
}

/** JSON in which bytes are `{"hex": "…"}`. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Uint8Array ? { hex: toHex(part) } : part,
  );
}

export function fromJson(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => {
    const isBytes =
      typeof part === "object" && part !== null && "hex" in part && Object.keys(part).length === 1;
    return isBytes && typeof part.hex === "string" ? (fromHex(part.hex) ?? part) : part;
  });
}
