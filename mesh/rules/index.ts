/** What must come out the same everywhere: who may speak, and what follows from what was said. */
export {
  formatLink,
  formatShortCode,
  type LinkPurpose,
  linkPaths,
  normaliseShortCode,
  parseCodeSeed,
  parseLink,
  shortCodeBytes,
} from "./codes.ts";
export { type Approval, approvalsNeeded } from "./gate.ts";
export {
  enrolmentBytes,
  type Invite,
  inviteSeedBytes,
  inviteSigner,
  recoverySigner,
} from "./invitation.ts";
export { applyMembership, enrolmentOf, introducedKey, type LoggedStatement } from "./membership.ts";
export {
  type CommunitySettings,
  type Device,
  emptyMembership,
  type GateRequest,
  type MembershipState,
  rolesOf,
  standingOf,
  stewardMembers,
} from "./membership-state.ts";
export {
  findPrivateText,
  type PrivatePassage,
} from "./private-text.ts";
export {
  parseRecoveryWords,
  recoveryWords,
  unknownRecoveryWords,
} from "./recovery-words.ts";
export {
  communityIdOf,
  type DecisionRules,
  decodeRootDocument,
  encodeRootDocument,
  isFirstRoot,
  type RootDocument,
  type RootSignature,
  rootSignedBytes,
  verifyFirstRoot,
  verifyRootUpdate,
} from "./root-document.ts";
export { mayAuthor, type Refusal } from "./standing.ts";
export { type SyncCrypto, settle } from "./sync-crypto.ts";
