import { type BodyOf, kinds } from "../../../mesh/kinds/index.ts";
import { isRefused } from "../../offline/index.ts";
import { ownOperations } from "../../offline/own.ts";

/** Versions this moderator has judged on this phone, which the box's queue may still list. */
export function useReviewed(): ReadonlySet<string> {
  const judged = ownOperations.value.filter(
    (op) => op.kind === kinds.itemReview.number && !isRefused(op),
  );
  return new Set(judged.map((op) => (op.body as BodyOf<typeof kinds.itemReview>).version));
}
