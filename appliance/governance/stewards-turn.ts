/** When nobody but the stewards is left to say what came out. */
import type { MemberId } from "../../mesh/op/index.ts";
import { closableFrom, mediationEnds, type Opened } from "../../mesh/rules/index.ts";
import type { Governance } from "./governance.ts";
import type { ThreadRow } from "./thread-table.ts";

/** Who closes it together, from when on (seconds since 1970); null once it is closed. */
export function stewardsTurn(
  row: ThreadRow,
  { question, closers, stewards, stewardThreshold }: Opened,
): { people: MemberId[]; needed: number; from: number } | null {
  const { result, blocked_at: blockedAt } = row;
  if (result !== null && result !== "blocked") return null;
  const from =
    blockedAt === null
      ? closableFrom(question.rules, closers.length)
      : mediationEnds(question.rules, blockedAt, closers.length);
  return { people: [...stewards], needed: stewardThreshold, from };
}

/** Whether this steward may close it now: for that, one has to see what was voted. */
export function mayCloseNow(governance: Governance, row: ThreadRow, member: MemberId): boolean {
  const opened = row.opening === null ? null : governance.tallies.opened(row.opening);
  const turn = opened && stewardsTurn(row, opened);
  return turn !== null && governance.now() >= turn.from && turn.people.includes(member);
}
