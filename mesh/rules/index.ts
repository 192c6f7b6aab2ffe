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
export { type Approval, approvalsNeeded, gateApproved } from "./gate.ts";
export { applyEffect, effectRefusal, type GateMoment, recoverySecondsMax } from "./gate-effects.ts";
export {
  type Enrolment,
  type EnrolmentFacts,
  enrolmentBytes,
  type Invite,
  inviteSecondsMax,
  inviteSeedBytes,
  inviteSigner,
  mayEnrol,
  mayInvite,
  recoverySigner,
} from "./invitation.ts";
export { applyMembership, enrolmentOf, introducedKey, type LoggedStatement } from "./membership.ts";
export {
  type CommunitySettings,
  type Device,
  emptyMembership,
  type GateRequest,
  isLastSteward,
  type Member,
  type MembershipState,
  rolesOf,
  standingOf,
  stewardMembers,
} from "./membership-state.ts";
export {
  findPrivateText,
  type PrivateKind,
  type PrivatePassage,
  privatePassagesMax,
} from "./private-text.ts";
export {
  parseRecoveryWords,
  recoveryWords,
  unknownRecoveryWords,
} from "./recovery-words.ts";
export { mayRevoke } from "./revocation.ts";
export {
  boxesMax,
  communityIdOf,
  type DecisionRules,
  decodeRootDocument,
  encodeRootDocument,
  isFirstRoot,
  type RootDocument,
  type RootSignature,
  type RootSuccession,
  rootSignedBytes,
  rootSuccession,
  stewardsMax,
  verifyFirstRoot,
  verifyRootUpdate,
} from "./root-document.ts";
export { mayAuthor, type Refusal, type Standing } from "./standing.ts";
export { isNamedSteward, isStewardChangeSigned, refuseNextRoot } from "./steward-change.ts";
export { type SyncCrypto, settle } from "./sync-crypto.ts";
