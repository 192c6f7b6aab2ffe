import { authors } from "./authors.ts";
import type { BodyOf, Kind } from "./kind.ts";
import { opId, record, uint } from "./schema.ts";

export const ballotChoiceMax = 255;
export const ballotRevisionMax = 65_535;

/** One member's vote on one version of a proposal; the highest revision counts. */
export const ballot = {
  number: 60,
  name: "ballot",
  lasting: true,
  authors: authors.ballot,
  schema: record({
    /** The operation of the proposal version it was cast on. */
    proposal: opId(),
    choice: uint(ballotChoiceMax),
    revision: uint(ballotRevisionMax),
  }),
} satisfies Kind<unknown>;

export type BallotBody = BodyOf<typeof ballot>;
