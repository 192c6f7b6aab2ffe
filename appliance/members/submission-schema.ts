/** The box's word on one operation, as the API describes it. */
import { t } from "elysia";
import { nullable, opIdSchema } from "./http-values.ts";

export const effectSchema = t.Object({
  done: t.Boolean(),
  reason: t.Optional(t.String({ description: "Why it did nothing; a code" })),
});

export const submissionSchema = t.Object({
  id: nullable(opIdSchema),
  state: t.Union(
    (["ok", "dup", "badsig", "fork", "retry"] as const).map((state) => t.Literal(state)),
    {
      description:
        "ok: kept. dup: was kept already. badsig: not an operation of a member's device. " +
        "fork: another one with the same number exists, both are void. retry: send it again.",
    },
  ),
  position: t.Optional(t.Integer({ description: "Place in the log" })),
  effect: t.Optional(effectSchema),
  late: t.Optional(t.Literal(true, { description: "Its body had been missing and came now" })),
  again: t.Optional(
    t.Integer({
      description:
        "With retry: seconds to wait, because this member's share of the day is used up. " +
        "Membership, ballots and alerts are taken all the same.",
    }),
  ),
});
