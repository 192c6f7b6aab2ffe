/** What must come out the same everywhere: who may speak, and what follows from what was said. */
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
