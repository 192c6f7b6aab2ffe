/** What operations can say: one file per capability, and the schemas their bodies are read by. */
import { ballot } from "./ballot.ts";
import * as governance from "./governance.ts";
import * as offices from "./governance-offices.ts";
import type { Kind } from "./kind.ts";
import * as knowledge from "./knowledge.ts";
import * as membership from "./membership.ts";
import * as questions from "./questions.ts";

/** Every kind there is, by the name it has in code. */
export const kinds = {
  root: membership.root,
  invite: membership.invite,
  enrol: membership.enrol,
  revoke: membership.revoke,
  profile: membership.profile,
  gateRequest: membership.gateRequest,
  gateApprove: membership.gateApprove,
  gateCancel: membership.gateCancel,
  leave: membership.leave,
  inviteCancel: membership.inviteCancel,
  item: knowledge.item,
  itemLabel: knowledge.itemLabel,
  itemReview: knowledge.itemReview,
  itemReport: knowledge.itemReport,
  itemHide: knowledge.itemHide,
  erase: knowledge.erase,
  question: questions.question,
  answer: questions.answer,
  questionClose: questions.questionClose,
  feedback: questions.feedback,
  ballot,
  proposal: governance.proposal,
  proposalText: governance.proposalText,
  opening: governance.opening,
  idList: governance.idList,
  comment: governance.comment,
  ballotFull: governance.ballotFull,
  ballotReason: governance.ballotReason,
  attestation: governance.attestation,
  witness: governance.witness,
  delegate: governance.delegate,
  close: governance.close,
  mark: governance.mark,
  outcomeNote: governance.outcomeNote,
  mediation: governance.mediation,
  termEnd: offices.termEnd,
  emergency: offices.emergency,
  emergencyAct: offices.emergencyAct,
  meeting: offices.meeting,
  handover: offices.handover,
};

const byNumber = new Map<number, Kind<unknown>>(
  Object.values(kinds).map((kind) => [kind.number, kind]),
);

/** Null for a kind nobody here knows: its operations are carried and logged, without effect. */
export function kindByNumber(number: number): Kind<unknown> | null {
  return byNumber.get(number) ?? null;
}

export {
  type AssistantPolicy,
  baseAssistantPolicy,
} from "./assistant-policy.ts";
export {
  type Attachment,
  attachmentBytesMax,
  attachmentName,
  attachmentNameCharsMax,
  attachmentsMax,
  attachmentType,
  attachmentTypeCharsMax,
  type FileId,
  fileIdOf,
  plainType,
} from "./attachment.ts";
export { groupNameCharsMax, isMeant, parseAudience } from "./audience.ts";
export type { GovernanceRules } from "./decision-effects.ts";
export {
  choices,
  choicesMax,
  type DecisionModel,
  decisionModels,
  type FrozenRules,
  hasOptions,
  type IdSet,
  idBytes,
  idsInlineMax,
  idsPerPartMax,
  onlyAsks,
  optionChoice,
  termDaysMax,
  termEnds,
  usualTermDays,
} from "./decision-terms.ts";
export {
  communityNameCharsMax,
  decisionRulesSchema,
  decodeParams,
  effectByName,
  effects,
  encodeParams,
  type GateEffect,
  type ParamsOf,
  valueCharsMax,
  valuesMax,
} from "./effects.ts";
export {
  type AttestationBody,
  aboutMax,
  type CloseBody,
  closesAmendedMax,
  type OpeningBody,
  type ProposalBody,
  proposalEffectsMax,
  proposalTitleCharsMax,
} from "./governance.ts";
export { type Authors, type BodyOf, type Kind, type Role, roles } from "./kind.ts";
export {
  type Consent,
  categoryCharsMax,
  consents,
  type ItemBody,
  type ItemForm,
  itemBodyCharsMax,
  itemForms,
  itemParentsMax,
  itemTagsMax,
  itemTitleCharsMax,
  labelCharsMax,
  reportReasons,
  reviewReasons,
} from "./knowledge.ts";
export {
  boxesMax,
  type EnrolBody,
  type GateApproveBody,
  type GateRequestBody,
  type InviteBody,
  inviteUsesMax,
  langCharsMax,
  languagesMax,
  type ProfileBody,
  type RevokeBody,
  type RootBody,
  rootDocumentBytesMax,
  stewardsMax,
} from "./membership.ts";
export {
  type AnswerBody,
  answerCharsMax,
  type FeedbackBody,
  type QuestionBody,
  questionCharsMax,
} from "./questions.ts";
export { radioBodies } from "./radio.ts";
export {
  bytes,
  type Infer,
  list,
  opId,
  optional,
  publicKey,
  record,
  text,
  uint,
  where,
} from "./schema.ts";
