/** Proposals and what is said about them. The simple ballot is in `ballot.ts`. */
import { timeMax } from "../op/index.ts";
import { attachmentsSchema } from "./attachment.ts";
import { authors } from "./authors.ts";
import { ballotChoiceMax, ballotRevisionMax } from "./ballot.ts";
import {
  attestedForms,
  choicesMax,
  decisionModels,
  frozenRulesSchema,
  hasOptions,
  idBytes,
  idSetSchema,
  idsPerPartMax,
  mediationPaths,
  onlyAsks,
  optionsMax,
  topicCharsMax,
} from "./decision-terms.ts";
import type { BodyOf, Kind } from "./kind.ts";
import { boxesMax, langCharsMax, stewardsMax } from "./membership.ts";
import {
  blob,
  bool,
  deviceId,
  list,
  memberId,
  oneOf,
  opId,
  optional,
  record,
  recordAndMore,
  text,
  uint,
  where,
} from "./schema.ts";

/** With their parameters they share one lasting body. */
export const proposalEffectsMax = 8;
export const aboutMax = 20;
export const proposalTitleCharsMax = 120;
export const proposalSummaryCharsMax = 600;
export const proposalBodyCharsMax = 20_000;
export const optionCharsMax = 200;
export const rationaleCharsMax = 4_000;
export const commentCharsMax = 4_000;
export const ballotReasonCharsMax = 2_000;
const relatedItemsMax = 20;
const attestedPeopleMax = 200;
export const closesAmendedMax = 16;

/**
 * One version of a proposal: all of it that a result or an effect depends on. Ballots name the
 * version; the first version's id is the proposal's own.
 */
export const proposal = {
  number: 61,
  name: "proposal",
  lasting: true,
  authors: authors.proposal,
  binding: true,
  schema: where(
    record({
      /** The first version; null in the first version itself. */
      thread: optional(opId()),
      /** The version that this one amends. */
      previous: optional(opId()),
      /** The `proposalText` that belongs to it. */
      text: opId(),
      model: oneOf(decisionModels),
      topic: text(topicCharsMax),
      effects: list(record({ effect: text(40), params: blob(6_000) }), proposalEffectsMax),
      options: uint(optionsMax),
      /** Whom it is about, besides those its effects name: they cannot block it. */
      about: list(memberId(), aboutMax),
      hidden: bool(),
      /** False: a draft. */
      publish: bool(),
      reviewAt: optional(uint(timeMax)),
      /** An earlier proposal that this one looks at again. */
      revisits: optional(opId()),
    }),
    ({ thread, previous, model, options, effects }) =>
      (thread === null) === (previous === null) &&
      (hasOptions(model) ? options >= 2 : options === 0) &&
      (effects.length === 0 || !onlyAsks(model)),
  ),
} satisfies Kind<unknown>;

/** What a version says. Can be erased: no result depends on it. */
export const proposalText = {
  number: 62,
  name: "proposal.text",
  lasting: false,
  authors: authors.proposalText,
  binding: true,
  schema: recordAndMore(
    {
      title: text(proposalTitleCharsMax, 1),
      /** What is at stake, in plain words. */
      summary: text(proposalSummaryCharsMax),
      body: text(proposalBodyCharsMax),
      lang: text(langCharsMax, 1),
      options: list(text(optionCharsMax, 1), optionsMax),
      /** Knowledge that belongs to it. */
      items: list(opId(), relatedItemsMax),
      rationale: text(rationaleCharsMax),
    },
    // Files that belong to it.
    "attachments",
    attachmentsSchema,
    (files) => files.length === 0,
  ),
} satisfies Kind<unknown>;

/** A box freezes the rules under which a version is decided. */
export const opening = {
  number: 63,
  name: "opening",
  lasting: true,
  authors: authors.opening,
  binding: true,
  schema: record({
    thread: opId(),
    version: opId(),
    /** The opening of the version that was amended. */
    previous: optional(opId()),
    rules: frozenRulesSchema,
    topic: text(topicCharsMax),
    about: list(memberId(), aboutMax),
    roll: idSetSchema,
    /** The boxes that may close, the first one first. */
    closers: list(deviceId(), boxesMax),
    /** Who closes when no box is left, and how many of them it takes. */
    stewards: list(memberId(), stewardsMax),
    stewardThreshold: uint(stewardsMax, 1),
  }),
} satisfies Kind<unknown>;

/** Part of a set of ids that is too long for one operation: 16 bytes each, ascending. */
export const idList = {
  number: 64,
  name: "id.list",
  lasting: true,
  authors: authors.idList,
  binding: true,
  schema: record({ ids: blob(idsPerPartMax * idBytes) }),
} satisfies Kind<unknown>;

export const comment = {
  number: 65,
  name: "comment",
  lasting: false,
  authors: authors.comment,
  schema: record({
    thread: opId(),
    /** The comment it answers. */
    parent: optional(opId()),
    text: text(commentCharsMax, 1),
  }),
} satisfies Kind<unknown>;

/** A ballot with a reason or a ranking. Shares its revisions with the simple one. */
export const ballotFull = {
  number: 66,
  name: "ballot.full",
  lasting: true,
  authors: authors.ballotFull,
  schema: record({
    proposal: opId(),
    choice: uint(ballotChoiceMax),
    revision: uint(ballotRevisionMax),
    /** A `ballotReason` of the same member; without one a block is a no. */
    reason: optional(opId()),
    /** Options, the dearest first. */
    ranking: list(uint(optionsMax - 1), optionsMax),
  }),
} satisfies Kind<unknown>;

export const ballotReason = {
  number: 67,
  name: "ballot.reason",
  lasting: false,
  authors: authors.ballotReason,
  schema: record({
    text: text(ballotReasonCharsMax, 1),
    /** How the author would like to talk about it. */
    path: optional(oneOf(mediationPaths)),
  }),
} satisfies Kind<unknown>;

/** Votes given on paper, by hand or by proxy. Counts once two others witness it. */
export const attestation = {
  number: 68,
  name: "attestation",
  lasting: true,
  authors: authors.attestation,
  schema: record({
    proposal: opId(),
    form: oneOf(attestedForms),
    /** Who said what. */
    entries: list(record({ member: memberId(), choice: uint(ballotChoiceMax) }), attestedPeopleMax),
    /** Who was there when hands were counted. */
    present: list(memberId(), attestedPeopleMax),
    /** How many hands, by choice number. */
    counts: list(uint(attestedPeopleMax), choicesMax),
    /** An attestation of the same author that this one corrects. */
    replaces: optional(opId()),
  }),
} satisfies Kind<unknown>;

export const witness = {
  number: 69,
  name: "witness",
  lasting: true,
  authors: authors.witness,
  schema: record({ attestation: opId() }),
} satisfies Kind<unknown>;

/** Lets somebody vote in one's place; one's own ballot goes before. */
export const delegate = {
  number: 70,
  name: "delegate",
  lasting: true,
  authors: authors.delegate,
  schema: record({
    /** Empty: everything. */
    topic: text(topicCharsMax),
    /** Null takes it back. */
    to: optional(memberId()),
    revision: uint(ballotRevisionMax),
  }),
} satisfies Kind<unknown>;

/** What a close can say; that closes contradict one another is found by comparing them. */
export const closeOutcomes = ["passed", "not_passed", "blocked"] as const;

/** Names the exact set that counts. What it says came out, anybody can compute again. */
export const close = {
  number: 71,
  name: "close",
  lasting: true,
  authors: authors.close,
  binding: true,
  schema: record({
    opening: opId(),
    /** 1: the vote. 2: after mediation. */
    stage: uint(2, 1),
    /** The closes that this one corrects. */
    amends: list(opId(), closesAmendedMax),
    /** Every ballot, attestation, witness and delegation that was there. */
    ballots: idSetSchema,
    outcome: oneOf(closeOutcomes),
    /** The option that won. */
    winner: optional(uint(optionsMax - 1)),
    /** By choice number. */
    counts: list(uint(0xffff), choicesMax),
  }),
} satisfies Kind<unknown>;

export const mark = {
  number: 72,
  name: "mark",
  lasting: true,
  authors: authors.mark,
  binding: true,
  schema: record({ thread: opId(), mark: oneOf(["withdrawn", "implemented", "revisited"]) }),
} satisfies Kind<unknown>;

/** What became of a decision, added later. */
export const outcomeNote = {
  number: 73,
  name: "outcome.note",
  lasting: false,
  authors: authors.outcomeNote,
  schema: record({ thread: opId(), text: text(rationaleCharsMax, 1) }),
} satisfies Kind<unknown>;

/** How a block is talked about: proposed, agreed to, done. */
export const mediation = {
  number: 74,
  name: "mediation",
  lasting: true,
  authors: authors.mediation,
  schema: record({
    opening: opId(),
    path: oneOf(mediationPaths),
    state: oneOf(["propose", "agree", "done"]),
  }),
} satisfies Kind<unknown>;

export type ProposalBody = BodyOf<typeof proposal>;
export type OpeningBody = BodyOf<typeof opening>;
export type CloseBody = BodyOf<typeof close>;
export type AttestationBody = BodyOf<typeof attestation>;
