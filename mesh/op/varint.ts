/** Unsigned LEB128 of a number below 2^32: seven bits a byte, lowest first. */
export function encodeVarint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

/** Null where it is cut off, longer than needed, or beyond 2^32 - 1. */
export function decodeVarint(
  bytes: Uint8Array,
  at: number,
): { value: number; next: number } | null {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return null;
    value += (byte % 0x80) * 0x80 ** i;
    if (byte >= 0x80) continue;
    if (value > 0xffff_ffff || (byte === 0 && i > 0)) return null;
    return { value, next: at + i + 1 };
  }
  return null;
}
