import { type FeedbackBody, kinds } from "../../mesh/kinds/index.ts";
import { ownOperations } from "../offline/own.ts";
import type { Passage } from "./shapes.ts";

/** The verdict this phone has given on any of these passages; null when none. */
export function feedbackGiven(passages: readonly Passage[]): FeedbackBody["verdict"] | null {
  const bodies = ownOperations.value
    .filter((op) => op.kind === kinds.feedback.number)
    .map((op) => op.body as FeedbackBody);
  const given = bodies.findLast((body) =>
    passages.some((passage) => passage.version === body.target && passage.part === body.passage),
  );
  return given?.verdict ?? null;
}
