/** How votes stand now, remembered until something more is said. */
import type { OpId } from "../../mesh/op/index.ts";
import { type Opened, type Tally, tally } from "../../mesh/rules/index.ts";
import { idBytes } from "../members/index.ts";
import type { Store } from "../store/index.ts";
import { judge, openedOf, votesHeard } from "./reading.ts";

const rememberedMax = 500;

export class Tallies {
  readonly #store: Store;
  readonly #opened = new Map<OpId, Opened>();
  readonly #known = new Map<OpId, { state: string; tally: Tally }>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** What was opened never changes. Null while it cannot be read. */
  opened(opening: OpId): Opened | null {
    const known = this.#opened.get(opening);
    if (known !== undefined) return known;
    const opened = openedOf(this.#store, opening)?.opened ?? null;
    if (this.#opened.size >= rememberedMax) this.#opened.clear();
    if (opened !== null) this.#opened.set(opening, opened);
    return opened;
  }

  /** Of what has been said so far: not what counts in the end, which the close says. */
  live(opened: Opened): Tally {
    const { id, question } = opened;
    const state = this.#stateOf(question.version);
    const known = this.#known.get(id);
    if (known?.state === state) return known.tally;
    const heard = votesHeard(this.#store, question.version, question.topic);
    const current = tally(
      question,
      heard.map(({ vote }) => vote),
    );
    if (this.#known.size >= rememberedMax) this.#known.clear();
    this.#known.set(id, { state, tally: current });
    return current;
  }

  /** The tally of the close that holds, or else as it stands. Null for an opening not to be read. */
  of(opening: OpId): { opened: Opened; tally: Tally; isFinal: boolean } | null {
    const opened = this.opened(opening);
    if (opened === null) return null;
    const judgement = judge(this.#store, opening)?.judgement ?? null;
    const final = judgement?.tally ?? null;
    return { opened, tally: final ?? this.live(opened), isFinal: final !== null };
  }

  forget(): void {
    this.#known.clear();
    this.#opened.clear();
  }

  /** Changes with every vote on the version, every witness, every delegation. */
  #stateOf(version: OpId): string {
    const row = this.#store.db
      .query<{ votes: number; others: number; delegations: number }, [Uint8Array]>(
        `SELECT
           (SELECT count(*) FROM governance_vote WHERE version = ?1) AS votes,
           (SELECT count(*) FROM governance_witness) AS others,
           (SELECT count(*) FROM governance_delegation) AS delegations`,
      )
      .get(idBytes(version));
    return `${row?.votes} ${row?.others} ${row?.delegations}`;
  }
}
