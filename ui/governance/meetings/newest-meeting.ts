import { type BodyOf, kinds } from "../../../mesh/kinds/index.ts";
import type { OwnOperation } from "../../offline/index.ts";
import { ownOperations } from "../../offline/own.ts";
import type { Meeting } from "./meeting-draft.ts";

/** A meeting as it will be once the box's answer shows what was signed on this phone. */
export function useNewest(meeting: Meeting): Meeting {
  return newestOf(meeting, ownOperations.value);
}

/**
 * Pure. What the box has taken counts as well until its answer shows it: else a task that was
 * ticked off would be undone by whoever writes the minutes in that moment.
 */
export function newestOf(meeting: Meeting, own: readonly OwnOperation[]): Meeting {
  const shown = own.find(({ id }) => id === meeting.version)?.seq ?? null;
  const isNewer = ({ state, seq, time }: OwnOperation) => {
    if (state === "queued" || state === "sent") return true;
    return state === "done" && (shown === null ? time > meeting.changed : seq > shown);
  };
  const bodies = own
    .filter((op) => op.kind === kinds.meeting.number && isNewer(op))
    .toSorted((a, b) => a.seq - b.seq)
    .flatMap(({ body }) => (body === null ? [] : [body as BodyOf<typeof kinds.meeting>]))
    .filter((body) => body.meeting === meeting.id);
  const newest = bodies.at(-1);
  return newest === undefined ? meeting : { ...meeting, ...newest };
}
