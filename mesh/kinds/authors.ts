import type { Authors } from "./kind.ts";

/**
 * Who may author what: the one table. An operation by somebody else is logged all the same, and
 * has no effect. `own` lets people act on what they authored themselves. Some kinds ask for more
 * than a role (a gate request needs approvals, an invitation may not give more than its author
 * has); those rules are in mesh/rules.
 */
export const authors = {
  root: "introduces",
  invite: { any: ["guest", "member"] },
  enrol: "introduces",
  revoke: "anyone-enrolled",
  profile: "anyone-enrolled",
  gateRequest: { any: ["steward"] },
  gateApprove: { any: ["member", "steward"] },
  gateCancel: { any: [], own: ["steward"] },
  leave: "anyone-enrolled",
  inviteCancel: { any: ["moderator", "steward"], own: ["guest", "member"] },

  item: { any: ["member"] },
  itemLabel: { any: ["moderator"] },
  itemReview: { any: ["moderator"] },
  itemReport: { any: ["guest", "member"] },
  itemHide: { any: ["moderator"], own: ["guest", "member"] },
  erase: { any: ["moderator", "steward"], own: ["guest", "member"] },

  question: { any: ["guest", "member"] },
  answer: { any: ["guest", "member"] },
  questionClose: { any: ["moderator"], own: ["guest", "member"] },
  feedback: { any: ["guest", "member"] },

  ballot: { any: ["member"] },
  proposal: { any: ["member"], box: true },
  proposalText: { any: ["member"], box: true },
  opening: "box",
  idList: { any: ["steward"], box: true },
  comment: { any: ["guest", "member"] },
  ballotFull: { any: ["member"] },
  ballotReason: { any: ["member"] },
  attestation: { any: ["member"] },
  witness: { any: ["member"] },
  delegate: { any: ["member"] },
  close: { any: ["steward"], box: true },
  mark: { any: ["member"] },
  outcomeNote: { any: ["member"] },
  mediation: { any: ["member"] },
  termEnd: "box",
  emergency: { any: ["member"] },
  emergencyAct: { any: ["member"] },
  meeting: { any: ["member"] },
  handover: { any: ["member"] },
} as const satisfies Record<string, Authors>;
