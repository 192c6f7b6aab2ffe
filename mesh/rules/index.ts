/** What must come out the same everywhere: who may speak, and what follows from what was said. */

export {
  amendedClose,
  closeBody,
  firstClose,
  type HeardVote,
  type PlannedClose,
  secondClose,
} from "./close-plan.ts";
export {
  type Closing,
  closableFrom,
  haveAllVoted,
  type Judgement,
  judgeCloses,
  mediationEnds,
  mustCount,
  type Opened,
} from "./closes.ts";
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
export { type DecisionFile, decodeDecision, encodeDecision } from "./decision-export.ts";
export {
  callEmergency,
  confirmEmergency,
  type Emergency,
  endEmergency,
  isInForce,
  isWaiting,
  usePower,
} from "./emergency.ts";
export {
  aboutOf,
  defaultGovernance,
  freezeRules,
  openingTimes,
  quorumHeads,
} from "./frozen-rules.ts";
export { type Approval, approvalsNeeded } from "./gate.ts";
export { applyDecision, type DecisionEffect, decisionRefusal } from "./gate-effects.ts";
export { gateRequestSeconds } from "./gate-requests.ts";
export { idSetOf, readIdSet, splitIds } from "./id-set.ts";
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
  decodeFeed,
  decodeManifest,
  encodeFeed,
  encodeManifest,
  type FeedEntry,
  type FeedFile,
  type FeedManifest,
  feedFileBytesMax,
  feedSignedBytes,
} from "./partner-feed.ts";
export {
  currentVersion,
  type OpenedVersion,
  type ProposalStatus,
  statusOf,
} from "./phases.ts";
export {
  findPrivateText,
  type PrivatePassage,
} from "./private-text.ts";
export {
  parseRecoveryWords,
  recoveryWords,
  unknownRecoveryWords,
} from "./recovery-words.ts";
export type { DecisionRegister } from "./register.ts";
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
export { closeByStewards, type StewardsClose } from "./stewards-close.ts";
export { type SyncCrypto, settle } from "./sync-crypto.ts";
export { type Tally, tally } from "./tally.ts";
export { type Verdict, verifyDecision } from "./verify-decision.ts";
export { type FeedVerdict, verifyFeed } from "./verify-feed.ts";
export { type Question, type Vote, voteOf } from "./votes.ts";
