/**
 * Every bound on bytes and counts that come from outside. `limits.test.ts` crosses each of them.
 * Units come last in the name: `BytesMax`, `CharsMax` (UTF-16 units), `Max` for counts.
 */

/** A whole operation on the wire: the largest erasable body, its envelope, and room to grow. */
export const operationBytesMax = 262_144;
/** A lasting body is kept for ever and travels by radio and gossip: it stays small. */
export const lastingBodyBytesMax = 8_192;
/** An erasable body: 48,000 UTF-16 units of text at three bytes each, and its labels. */
export const erasableBodyBytesMax = 196_608;
/** Nesting of arrays; the deepest body in use needs five. */
export const cborDepthMax = 16;
/** Values inside one CBOR item; each costs a byte on the wire but dozens in memory. */
export const cborItemsMax = 16_384;

/** Kinds are numbered in one byte, so that the radio form can name them in one. */
export const kindMax = 255;
export const seqMax = 0xffff_ffff;
/** Seconds since 1970 in 32 bits: lasts until 2106. */
export const timeMax = 0xffff_ffff;

/** Operations in one request to a box. */
export const opsPerRequestMax = 100;
/** One request: the largest operation, or a hundred small ones, and the CBOR around them. */
export const requestBytesMax = 307_200;

/** Operations named by one receipt: those of one request. */
export const receiptIdsMax = 100;
/** Ranges of missing operations remembered per device; beyond it neighbours are merged. */
export const missingRangesMax = 64;

/** One LoRa packet of ours (Meshtastic passes 231 bytes on a private port). */
export const radioBytesMax = 231;
/** Signature checks spent on one packet: a guess costs 0.06 ms, a packet takes 50 ms of air. */
export const radioCandidatesMax = 64;
