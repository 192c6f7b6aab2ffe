import type { DeviceId } from "../../mesh/op/index.ts";
import { bytesOf } from "./hex.ts";

/**
 * Tells which of two statements of the same second is the later one, for a BLOB column that is
 * compared: of one device the one with the higher number, of two devices the same one everywhere.
 * 16 bytes: the device, and the number in the order of bytes that sorts.
 */
export function turnOf({ author, seq }: { author: DeviceId; seq: number }): Uint8Array {
  const turn = new Uint8Array(16);
  turn.set(bytesOf(author));
  // By hand: asking a small array for its buffer is slow, and this is done for every statement.
  for (let at = 15, rest = seq; rest > 0; at--, rest = Math.floor(rest / 256))
    turn[at] = rest % 256;
  return turn;
}
