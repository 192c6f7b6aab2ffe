/** Ids are hex in TypeScript and BLOBs in SQLite; natively, since every operation crosses twice. */
import type { DeviceId, MemberId, OpId } from "../../mesh/op/index.ts";

export function hexOf(bytes: Uint8Array): string {
  return bytes.toHex();
}

export function bytesOf(id: OpId | DeviceId | MemberId | string): Uint8Array {
  return Uint8Array.fromHex(id);
}

/** For BLOBs out of our own tables, which hold whole ids only. */
export const opIdOf = (bytes: Uint8Array): OpId => bytes.toHex() as OpId;
export const deviceIdOfRow = (bytes: Uint8Array): DeviceId => bytes.toHex() as DeviceId;
