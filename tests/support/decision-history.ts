/** Decisions on paper: signed from the proposal to the close, and exported as a box would. */
import { createHash } from "node:crypto";
import {
  type Attachment,
  choices,
  type DecisionModel,
  type FrozenRules,
  type Kind,
  kinds,
} from "../../mesh/kinds/index.ts";
import {
  createReceipt,
  deviceIdOf,
  encodeReceipt,
  type MemberId,
  type OpId,
  type Signer,
} from "../../mesh/op/index.ts";
import {
  encodeDecision,
  idSetOf,
  type Question,
  splitIds,
  tally,
  type Vote,
  voteOf,
} from "../../mesh/rules/index.ts";
import type { DecidingPeople, Signed, Voter } from "./decision-people.ts";
import { rulesOf } from "./votes.ts";

export const openedAt = 1_795_100_000;
const hash = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());

export interface Opening {
  readonly id: OpId;
  readonly version: OpId;
  readonly question: Question;
}

/** One decision as it is written, and everything that was said about it. */
export class DecisionHistory {
  readonly people: DecidingPeople;
  readonly statements: Uint8Array[] = [];
  readonly texts: Uint8Array[] = [];
  readonly receipts: Uint8Array[] = [];
  readonly equivocations: [Uint8Array, Uint8Array][] = [];
  /** What a box would count: signed, and not said twice under one number. */
  readonly votes = new Map<OpId, Vote>();

  constructor(people: DecidingPeople) {
    this.people = people;
  }

  async say<B>(
    signer: Signer,
    kind: Kind<B>,
    body: NoInfer<B>,
    given: { time?: number; seq?: number } = {},
  ): Promise<Signed> {
    const signed = await this.people.pen.say(signer, kind, body, {
      time: openedAt + 50,
      ...given,
    });
    this.statements.push(signed.bytes);
    return signed;
  }

  /** Something that counts, by one of the voter's devices. */
  async vote<B>(voter: Voter, kind: Kind<B>, body: NoInfer<B>, device = 0): Promise<Signed> {
    const signer = voter.devices[device % voter.devices.length] as Signer;
    const signed = await this.say(signer, kind, body);
    const encoded = kind.schema.encode(body);
    const { member } = voter;
    const vote = voteOf({ id: signed.id, member, kind: kind.number, body: encoded });
    if (vote !== null) this.votes.set(signed.id, vote);
    return signed;
  }

  async open(
    model: DecisionModel,
    given: {
      author?: Voter;
      roll?: readonly Voter[];
      rules?: Partial<FrozenRules>;
      about?: MemberId[];
      topic?: string;
      previous?: Opening;
      /** What the proposal says, where the opening is to differ. */
      hidden?: boolean;
      options?: number;
      attachments?: Attachment[];
      effects?: { effect: string; params: Uint8Array }[];
    } = {},
  ): Promise<Opening> {
    const { voters, boxes } = this.people;
    const { roll = voters, about = [], topic = "garden", previous } = given;
    const author = (given.author ?? voters[0])?.devices[0] as Signer;
    const rules = rulesOf(model, {
      discussionEnds: openedAt + 100,
      votingEnds: openedAt + 200,
      ...given.rules,
    });
    const { hidden = rules.hidden, options = rules.options } = given;
    const { attachments = [], effects = [] } = given;
    const said = { ...textOf(model, options), attachments };
    const text = await this.people.pen.say(author, kinds.proposalText, said);
    this.texts.push(text.bytes);
    const proposal = await this.say(author, kinds.proposal, {
      thread: previous?.version ?? null,
      previous: previous?.version ?? null,
      text: text.id,
      model,
      topic,
      effects,
      options,
      about,
      hidden,
      publish: true,
      reviewAt: null,
      revisits: null,
    });
    const members = roll.map(({ member }) => member);
    const opening = await this.say(
      boxes[0],
      kinds.opening,
      {
        thread: previous?.version ?? proposal.id,
        version: proposal.id,
        previous: previous?.id ?? null,
        rules,
        topic,
        about: about.toSorted(),
        roll: await this.#set(boxes[0], members),
        closers: await Promise.all(boxes.map(({ publicKey }) => deviceIdOf(publicKey))),
        stewards: voters.slice(0, 2).map(({ member }) => member),
        stewardThreshold: Math.min(2, voters.length),
      },
      { time: previous === undefined ? openedAt : openedAt + 60 },
    );
    const question = { version: proposal.id, rules, topic, about, roll: new Set(members) };
    return { id: opening.id, version: proposal.id, question };
  }

  /** Says what these votes come to, truthfully unless told otherwise. */
  async close(
    opening: Opening,
    given: {
      signer?: Signer;
      votes?: Iterable<OpId>;
      /** Of a second stage: what the first one named. */
      before?: readonly OpId[];
      amends?: OpId[];
      time?: number;
      lie?: boolean;
    } = {},
  ): Promise<Signed> {
    const { signer = this.people.boxes[0], before, amends = [] } = given;
    const ids = [...(given.votes ?? this.votes.keys())];
    const select = (wanted: readonly OpId[]) => wanted.flatMap((id) => this.votes.get(id) ?? []);
    const after = before && select(ids.filter((id) => !before.includes(id)));
    const { outcome, winner, counts } = tally(opening.question, select(before ?? ids), after);
    const { rules } = opening.question;
    const stage = before === undefined ? 1 : 2;
    return this.say(
      signer,
      kinds.close,
      {
        opening: opening.id,
        stage,
        amends,
        ballots: await this.#set(signer, ids),
        outcome: given.lie ? (outcome === "passed" ? "not_passed" : "passed") : outcome,
        winner,
        counts: trimmed(counts),
      },
      { time: given.time ?? closeTime(rules, stage) },
    );
  }

  /** The box's word that it had these at this time. */
  async receive(ids: OpId[], time: number): Promise<void> {
    const { pen, boxes } = this.people;
    for (let at = 0; at < ids.length; at += 100) {
      const receipt = createReceipt(pen.communityId, boxes[0], time, ids.slice(at, at + 100));
      this.receipts.push(encodeReceipt(await receipt));
    }
  }

  /** A device signs another ballot under the number of its last one: both are void. */
  async double(voter: Voter, opening: Opening, last: Signed): Promise<void> {
    const device = voter.devices[0] as Signer;
    const body = { proposal: opening.version, choice: choices.no, revision: 99 };
    const seq = this.people.pen.seqOf(device);
    const second = await this.people.pen.say(device, kinds.ballot, body, { seq, time: openedAt });
    this.equivocations.push([last.bytes, second.bytes]);
    this.votes.delete(last.id);
  }

  file(): Uint8Array<ArrayBuffer> {
    const { pen, roots, people } = this.people;
    const { statements, texts, receipts, equivocations } = this;
    const { communityId } = pen;
    return encodeDecision({
      communityId,
      roots,
      people,
      statements,
      texts,
      receipts,
      equivocations,
    });
  }

  async #set(signer: Signer, ids: readonly string[]) {
    const split = splitIds(ids);
    const parts: OpId[] = [];
    for (const part of split.parts) {
      parts.push((await this.say(signer, kinds.idList, { ids: part })).id);
    }
    return idSetOf(split, parts, hash);
  }
}

/** When the first box may close. */
export function closeTime({ votingEnds, graceHours, mediationHours }: FrozenRules, stage = 1) {
  return votingEnds + (graceHours + (stage === 2 ? mediationHours : 0)) * 3_600;
}

function textOf(model: DecisionModel, options: number) {
  return {
    title: `A ${model} question`,
    summary: "What is at stake, in plain words.",
    body: "",
    lang: "en",
    options: Array.from({ length: options }, (_, option) => `option ${option}`),
    items: [],
    rationale: "",
  };
}

/** Without the zeros at the end. */
function trimmed(counts: readonly number[]): number[] {
  return counts.slice(0, counts.findLastIndex((people) => people > 0) + 1);
}
