/** Everything a community decides, as tables computed from the log. */
import {
  type AttestationBody,
  type BodyOf,
  type CloseBody,
  kinds,
  type OpeningBody,
  type ProposalBody,
} from "../../mesh/kinds/index.ts";
import type { AppliedOperation, Projection } from "../store/index.ts";
import {
  applyAttestation,
  applyBallot,
  applyDelegation,
  applyFullBallot,
  applyWitness,
} from "./ballot-projection.ts";
import {
  applyClose,
  applyComment,
  applyMark,
  applyMediation,
  applyNote,
  applyReason,
  eraseTalk,
} from "./close-projection.ts";
import {
  applyHandover,
  applyMeeting,
  eraseMeeting,
  meetingSchema,
  meetingTables,
} from "./meeting-projection.ts";
import {
  applyOpening,
  applyPart,
  applyProposal,
  applyText,
  eraseText,
} from "./proposal-projection.ts";
import { closeSchema, governanceTables, proposalSchema, talkSchema, voteSchema } from "./tables.ts";

type Op<Body> = AppliedOperation<Body>;
type Named<Name extends keyof typeof kinds> = Op<BodyOf<(typeof kinds)[Name]>>;

/** After the members' in the list of projections: decisions change the membership. */
export const projection: Projection = {
  name: "governance",
  version: 7,
  schema: [...proposalSchema, ...voteSchema, ...closeSchema, ...talkSchema, ...meetingSchema],
  tables: [...meetingTables, ...governanceTables],
  apply: {
    [kinds.proposal.number]: (op, tx) => applyProposal(op as Op<ProposalBody>, tx),
    [kinds.proposalText.number]: (op, tx) => applyText(op as Named<"proposalText">, tx),
    [kinds.opening.number]: (op, tx) => applyOpening(op as Op<OpeningBody>, tx),
    [kinds.idList.number]: (op, tx) => applyPart(op, tx),
    [kinds.ballot.number]: (op, tx) => applyBallot(op as Named<"ballot">, tx),
    [kinds.ballotFull.number]: (op, tx) => applyFullBallot(op as Named<"ballotFull">, tx),
    [kinds.ballotReason.number]: (op, tx) => applyReason(op, tx),
    [kinds.attestation.number]: (op, tx) => applyAttestation(op as Op<AttestationBody>, tx),
    [kinds.witness.number]: (op, tx) => applyWitness(op as Named<"witness">, tx),
    [kinds.delegate.number]: (op, tx) => applyDelegation(op as Named<"delegate">, tx),
    [kinds.comment.number]: (op, tx) => applyComment(op as Named<"comment">, tx),
    [kinds.close.number]: (op, tx) => applyClose(op as Op<CloseBody>, tx),
    [kinds.mark.number]: (op, tx) => applyMark(op as Named<"mark">, tx),
    [kinds.outcomeNote.number]: (op, tx) => applyNote(op as Named<"outcomeNote">, tx),
    [kinds.mediation.number]: (op, tx) => applyMediation(op as Named<"mediation">, tx),
    [kinds.meeting.number]: (op, tx) => applyMeeting(op as Named<"meeting">, tx),
    [kinds.handover.number]: (op, tx) => applyHandover(op as Named<"handover">, tx),
  },
  erase(op, tx) {
    eraseText(op, tx);
    eraseTalk(op, tx);
    eraseMeeting(op, tx);
  },
};
