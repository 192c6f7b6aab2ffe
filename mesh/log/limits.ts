/** Bounds on everything about a log that comes from outside; `limits.test.ts` crosses each. */

/** Leaves of one tree; a community of 500 would need thousands of years. */
export const treeSizeMax = 2 ** 40;
/** Hashes of one proof: RFC 6962 needs at most one per level, and one more for consistency. */
export const pathHashesMax = 64;
/** A signed note: checkpoint or opening, with room for the signatures of witnesses. */
export const noteBytesMax = 8_192;
/** C2SP signed-note asks verifiers to take at least 16. */
export const noteSignaturesMax = 16;
/** Lines of a checkpoint after its first three, which we never write. */
export const checkpointLinesMax = 16;
/** A proof file: hashes, checkpoint, and an operation in its header form. */
export const inclusionFileBytesMax = 65_536;
/** A file of evidence: notes, a proof, and what goes with them. */
export const evidenceFileBytesMax = 262_144;
/** Checkpoints that a witness keeps of one log. */
export const checkpointsKeptMax = 24;
/** Logs of one box: it opens a new one at every restore. */
export const logsMax = 256;
