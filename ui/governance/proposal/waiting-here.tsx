import { kinds } from "../../../mesh/kinds/index.ts";
import { StateMark } from "../../design/index.ts";
import { connection, useOutbox } from "../../offline/index.ts";
import { saidHere } from "../my-vote.ts";
import type { ProposalDetail } from "../shapes.ts";
import { text } from "./strings.ts";

// Votes have a card of their own.
const ballots = new Set<number>([kinds.ballot.number, kinds.ballotFull.number]);

/** What somebody said further down, out of sight on a phone, and the box has not heard. */
export function WaitingHere({ detail }: { detail: ProposalDetail }) {
  const said = saidHere(detail, useOutbox().waiting).find(({ kind }) => !ballots.has(kind));
  // In reach it is sent before anybody could read this.
  if (said === undefined || connection.value.reach === "online") return null;
  return (
    <p class="row">
      <span>{text.t("waiting.said")}</span>
      <StateMark op={said} />
    </p>
  );
}
