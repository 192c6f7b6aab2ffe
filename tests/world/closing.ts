/**
 * A vote in a world from a seed: phones that are away for days, boxes that lose power and are cut
 * off, and clerks that close by what they have heard. The rules by which they close, amend and
 * judge are the real ones.
 */
import { choices, optionChoice } from "../../mesh/kinds/index.ts";
import { type DeviceId, type OpId, toDeviceId } from "../../mesh/op/index.ts";
import {
  amendedClose,
  type Closing,
  closableFrom,
  firstClose,
  type HeardVote,
  haveAllVoted,
  type Judgement,
  judgeCloses,
  mustCount,
  type Opened,
  type PlannedClose,
  type Vote,
} from "../../mesh/rules/index.ts";
import { ballot, idOf, opened as openedAt, questionOf } from "../support/votes.ts";
import { type Dice, diceOf } from "./dice.ts";

/** Faults that a clerk can be built with, to see that the checks find them. */
export type ClosingBug =
  | "never amend"
  | "amend by one's own ballots only"
  | "count what came too late"
  | "close before the time";
export const closingBugs: readonly ClosingBug[] = [
  "never amend",
  "amend by one's own ballots only",
  "count what came too late",
  "close before the time",
];

export interface ClosingOutcome {
  readonly seed: number;
  readonly problems: readonly string[];
  readonly closes: number;
  readonly amended: number;
  readonly late: number;
  readonly contested: boolean;
}

type Told = Closing & { readonly ballots: ReadonlySet<OpId> };

interface Box {
  readonly device: DeviceId;
  readonly heard: Map<OpId, HeardVote>;
  readonly closes: Map<OpId, Told>;
  up: boolean;
}

const hour = 3_600;
const votingHours = 48;
// Until the last box may have closed, and a day in which it may be found to have left out some.
const lifeHours = votingHours + 24 + 3 * 12 + 24;

export function runClosing(seed: number, bug: ClosingBug | null = null): ClosingOutcome {
  return new ClosingWorld(seed, bug).run();
}

class ClosingWorld {
  readonly #seed: number;
  readonly #bug: ClosingBug | null;
  readonly #dice: Dice;
  readonly #opened: Opened;
  readonly #boxes: Box[];
  /** On phones, with nobody in reach. */
  readonly #outbox: Vote[] = [];
  readonly #signedAt = new Map<OpId, number>();
  #now = openedAt;
  #ids = 1_000;
  #isApart = false;

  constructor(seed: number, bug: ClosingBug | null) {
    this.#seed = seed;
    this.#bug = bug;
    this.#dice = diceOf(seed);
    const boxes = 1 + this.#dice.below(3);
    this.#boxes = Array.from({ length: boxes }, (_, rank) => ({
      device: toDeviceId(String(rank + 1).repeat(16)),
      heard: new Map(),
      closes: new Map(),
      up: true,
    }));
    const votingEnds = openedAt + votingHours * hour;
    this.#opened = {
      id: idOf(1),
      question: questionOf(this.#dice.pick(["majority", "poll"]), 3 + this.#dice.below(6), {
        discussionEnds: openedAt,
        votingEnds,
      }),
      closers: this.#boxes.map(({ device }) => device),
      stewards: [],
      stewardThreshold: 1,
    };
  }

  run(): ClosingOutcome {
    for (let hours = 0; hours < lifeHours; hours++) {
      this.#now += hour;
      this.#weather();
      this.#people();
      for (const box of this.#boxes) if (box.up) this.#close(box);
    }
    // Everything becomes whole; what is left to say is said.
    this.#isApart = false;
    for (const box of this.#boxes) box.up = true;
    for (let round = 0; round < 12; round++) {
      this.#now += hour;
      for (const from of this.#boxes) for (const to of this.#boxes) this.#tell(from, to);
      for (const box of this.#boxes) this.#close(box);
    }
    const closes = [...(this.#boxes[0]?.closes.values() ?? [])];
    const { votingEnds } = this.#opened.question.rules;
    return {
      seed: this.#seed,
      problems: this.#problems(),
      closes: closes.length,
      amended: closes.filter(({ amends }) => amends.length > 0).length,
      late: [...this.#signedAt.values()].filter((time) => time > votingEnds).length,
      contested: this.#boxes.some((box) => this.#judge(box).status === "contested"),
    };
  }

  #weather(): void {
    const dice = this.#dice;
    if (dice.chance(0.05)) this.#isApart = !this.#isApart;
    for (const box of this.#boxes) {
      box.up = box.up ? !dice.chance(0.03) : dice.chance(0.1);
      const other = dice.pick(this.#boxes);
      const inReach = !this.#isApart && box.up && other.up && box !== other;
      if (inReach && dice.chance(0.3)) this.#tell(box, other);
    }
  }

  #people(): void {
    const dice = this.#dice;
    const { roll, rules } = this.#opened.question;
    for (let voter = 0; voter < roll.size; voter++) {
      if (!dice.chance(0.02)) continue;
      const choice =
        rules.model === "poll"
          ? optionChoice + dice.below(3)
          : dice.pick([choices.yes, choices.no, choices.abstain]);
      const id = idOf(this.#nextId());
      this.#outbox.push(ballot(voter, choice, { id, revision: dice.below(4) }));
      this.#signedAt.set(id, this.#now);
    }
    for (const vote of [...this.#outbox]) {
      const box = dice.pick(this.#boxes);
      if (!box.up || !dice.chance(0.08)) continue;
      this.#outbox.splice(this.#outbox.indexOf(vote), 1);
      this.#hear(box, vote);
    }
  }

  #hear({ heard }: Box, vote: Vote): void {
    if (heard.has(vote.id)) return;
    const time = this.#signedAt.get(vote.id) ?? 0;
    heard.set(vote.id, { vote, time, received: this.#now });
  }

  #tell(from: Box, to: Box): void {
    for (const { vote } of from.heard.values()) this.#hear(to, vote);
    for (const [id, close] of from.closes) to.closes.set(id, close);
  }

  /** What the clerk of this box says now, if anything. */
  #close(box: Box): void {
    const judgement = this.#judge(box);
    const planned =
      judgement.status === "open" ? this.#first(box) : this.#amendment(box, judgement);
    if (planned === null) return;
    const { stage, amends, ids } = planned;
    const { outcome, winner, counts } = planned.tally;
    const id = idOf(this.#nextId());
    const by = { box: box.device };
    const said = { id, by, time: this.#now, stage, outcome, winner };
    const close = { ...said, amends: [...amends], counts: [...counts], ballots: new Set(ids) };
    box.closes.set(id, close);
  }

  #first(box: Box): PlannedClose | null {
    const { question, closers } = this.#opened;
    const rank = closers.indexOf(box.device);
    const planned = firstClose(this.#opened, this.#heardBy(box), this.#now);
    const isHasty = this.#bug === "close before the time" && this.#now > question.rules.votingEnds;
    const isDue = this.#now >= closableFrom(question.rules, rank) || isHasty;
    return isDue || (rank === 0 && haveAllVoted(question, planned.tally)) ? planned : null;
  }

  #amendment(box: Box, judgement: Judgement): PlannedClose | null {
    if (this.#bug === "never amend") return null;
    const told = [...box.closes.values()].map((closing) => ({
      closing,
      set: [...closing.ballots],
    }));
    const heard = this.#heardBy(box);
    const planned = amendedClose(this.#opened, judgement, told, heard, (ids) =>
      [...ids].flatMap((id) => box.heard.get(id)?.vote ?? []),
    );
    if (planned === null || this.#bug !== "amend by one's own ballots only") return planned;
    const { ids, tally } = firstClose(this.#opened, heard, this.#now);
    return { ...planned, ids: ids.slice(1), tally };
  }

  #heardBy({ heard }: Box): HeardVote[] {
    const isBlind = this.#bug === "count what came too late";
    return [...heard.values()].map((one) => (isBlind ? { ...one, received: 0 } : one));
  }

  #judge({ heard, closes }: Box): Judgement {
    const votes = new Map([...heard].map(([id, { vote }]) => [id, vote]));
    return judgeCloses(this.#opened, [...closes.values()], votes);
  }

  #problems(): string[] {
    const judged = this.#boxes.map((box) => ({ box, judgement: this.#judge(box) }));
    const told = judged.map(({ judgement: { status, winner, tally } }) =>
      JSON.stringify([status, winner, tally?.counts]),
    );
    const { rules } = this.#opened.question;
    const [first] = judged;
    const named = new Set([...(first?.box.closes.values() ?? [])].flatMap((c) => [...c.ballots]));
    const close = first?.judgement.close;
    const leftOut = this.#boxes.flatMap(({ heard }) =>
      [...heard.values()].filter(
        (one) => close && !named.has(one.vote.id) && mustCount(one, rules, close.time),
      ),
    );
    const late = [...named].filter((id) => (this.#signedAt.get(id) ?? 0) > rules.votingEnds);
    const faults = first?.judgement.faults ?? new Map();
    return [
      ...(new Set(told).size > 1 ? [`boxes disagree: ${told.join(" ")}`] : []),
      ...(first?.judgement.status === "open" ? ["nobody has closed"] : []),
      ...leftOut.map(({ vote }) => `${vote.id} came in time and is left out`),
      ...late.map((id) => `${id} was signed too late and is named`),
      ...[...faults].map(([id, fault]) => `the close ${id} does not hold: ${fault}`),
    ];
  }

  #nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }
}
