/**
 * The transparency log: every operation a box has logged, in order, as a Merkle tree (RFC 6962)
 * whose head the box signs (C2SP tlog-checkpoint), so that whoever remembers a head can tell.
 */
export { openCheckpoint, parseCheckpoint, signCheckpoint } from "./checkpoint.ts";
export {
  type Evidence,
  encodeEvidenceFile,
  isEvidenceFile,
  verifyEvidenceFile,
} from "./evidence.ts";
export {
  decodeInclusion,
  encodeInclusion,
  encodeInclusionFile,
  type Inclusion,
  isInclusionFile,
  verifyInclusionFile,
  verifyInclusionOf,
} from "./inclusion.ts";
export { leafHash, nodeHash, type Sha256, type Tree, treeOf } from "./merkle.ts";
export { type Opening, parseOpening, signOpening } from "./opening.ts";
export {
  type About,
  type Conclusion,
  compare,
  compareWithOthers,
  droppedEvidence,
  type Finding,
  type KnownLog,
  lastCheckpoint,
  openedAt,
  type Shown,
} from "./witness.ts";
