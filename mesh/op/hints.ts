import { toHex } from "./bytes.ts";
import type { DeviceId } from "./types.ts";

/** Where an operation says it comes from. */
export interface Hints {
  author: DeviceId;
  kind: number;
}

const authorAt = 7;
const headerAt = authorAt + 8;
const arrayOfFour = 0x84;
const arrayOfFive = 0x85;
const bytesOfEight = 0x48;
const oneByteFollows = 0x18;

/**
 * Author and kind as the first bytes of the wire form have them, without reading the rest: for
 * whoever sorts operations before they are checked. Never trusted. Null where nothing can be read.
 */
export function hintsOf(wire: Uint8Array): Hints | null {
  const [first = 0] = wire;
  const isArray = first === arrayOfFour || first === arrayOfFive;
  if (!isArray || wire[authorAt - 1] !== bytesOfEight || wire[headerAt] !== arrayOfFour)
    return null;
  const small = wire[headerAt + 1] ?? 0xff;
  const kind = small === oneByteFollows ? wire[headerAt + 2] : small;
  if (kind === undefined || small > oneByteFollows) return null;
  return { author: toHex(wire.subarray(authorAt, headerAt)) as DeviceId, kind };
}
