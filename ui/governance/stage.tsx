import {
  Ban,
  CircleCheck,
  CircleX,
  FilePen,
  HeartHandshake,
  Hourglass,
  type LucideIcon,
  MessagesSquare,
  Octagon,
  Undo2,
  Vote,
} from "lucide-preact";
import { Mark, Moment } from "../design/index.ts";
import type { Tone } from "../design/surfaces.tsx";
import { statusName } from "./naming.ts";
import type { Proceeding, Status } from "./shapes.ts";
import { text } from "./strings.ts";

const looks: Record<Status, [Tone, LucideIcon]> = {
  draft: ["info", FilePen],
  discussion: ["info", MessagesSquare],
  voting: ["wait", Vote],
  closing: ["wait", Hourglass],
  passed: ["ok", CircleCheck],
  not_passed: ["info", CircleX],
  blocked: ["warn", Octagon],
  contested: ["warn", Ban],
  implemented: ["ok", CircleCheck],
  withdrawn: ["info", Undo2],
  revisited: ["info", HeartHandshake],
};

/** Where a proposal stands, in a word or two. */
export function StatusMark({ status }: { status: Status }) {
  const [tone, icon] = looks[status];
  return (
    <Mark tone={tone} icon={icon}>
      {statusName(status)}
    </Mark>
  );
}

/** What happens next, and when. */
export function WhatNext({ row, exact = false }: { row: Proceeding; exact?: boolean }) {
  const at = nextMoment(row);
  if (at === null) return <>{text.t(`next.${row.status}.none`)}</>;
  const moment = <Moment key="at" at={at} exact={exact} />;
  return <>{text.pieces(`next.${row.status}`, { when: moment })}</>;
}

function nextMoment(row: Proceeding): number | null {
  switch (row.status) {
    case "discussion":
      return row.discussionEnds;
    case "voting":
      return row.votingEnds;
    case "closing":
    case "blocked":
      // When it should have been closed and nobody has, there is no moment to tell.
      return (row.closesAt ?? 0) * 1_000 > Date.now() ? row.closesAt : null;
    case "draft":
    case "contested":
      return null;
    default:
      return row.closedAt;
  }
}

/** Whether the app offers to vote: early only to its author, and where everybody knows everybody. */
export function mayVote(row: Proceeding, self: string | undefined): boolean {
  if (!row.onRoll) return false;
  if (row.status === "voting") return true;
  return row.status === "discussion" && (row.author === self || row.roll <= fewPeople);
}

/** So few that waiting for the end of a discussion helps nobody. */
export const fewPeople = 3;

/** `7 of 12 took part; 6 are needed`. */
export function turnoutText({ counted, roll, quorumHeads }: Proceeding): string {
  const values = { count: counted, roll, needed: quorumHeads };
  return text.t(quorumHeads === 0 ? "turnout.free" : "turnout", values);
}
