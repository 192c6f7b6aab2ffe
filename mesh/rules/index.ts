/** What must come out the same everywhere: who may speak, and what follows from what was said. */
export {
  type CodeLink,
  formatLink,
  formatShortCode,
  type LinkPurpose,
  linkPaths,
  normaliseShortCode,
  parseCodeSeed,
  parseLink,
  shortCodeBytes,
} from "./codes.ts";
export {
  enrolmentBytes,
  inviteSeedBytes,
  inviteSigner,
  recoverySigner,
} from "./invitation.ts";
export {
  findPrivateText,
  type PrivateKind,
  type PrivatePassage,
  privatePassagesMax,
} from "./private-text.ts";
export {
  parseRecoveryWords,
  recoveryWordCount,
  recoveryWords,
  unknownRecoveryWords,
} from "./recovery-words.ts";
export {
  boxesMax,
  communityIdOf,
  type DecisionRules,
  decodeRootDocument,
  encodeRootDocument,
  type RootDocument,
  type RootSignature,
  rootSignedBytes,
  stewardsMax,
  verifyFirstRoot,
  verifyRootUpdate,
} from "./root-document.ts";
export { mayAuthor, type Refusal, type Standing } from "./standing.ts";
