import { kinds } from "../../../mesh/kinds/index.ts";
import { usePending } from "../../offline/index.ts";
import type { Meeting } from "./meeting-draft.ts";

/** A meeting as it will be once the box has heard of what waits on this phone. */
export function useNewest(meeting: Meeting): Meeting {
  const waiting = usePending(kinds.meeting).filter(
    ({ body, state }) => body?.meeting === meeting.id && (state === "queued" || state === "sent"),
  );
  const body = waiting.at(-1)?.body;
  return body ? { ...meeting, ...body } : meeting;
}
