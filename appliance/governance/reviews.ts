/** What was done in an emergency is talked about afterwards: the box asks, whoever called it. */
import { kinds, proposalTitleCharsMax } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import { emergenciesIn } from "../emergency/index.ts";
import { settingsOf } from "../members/index.ts";
import type { Store } from "../store/index.ts";
import type { Say } from "./box-author.ts";
import type { Duty } from "./clerk.ts";
import { bodyOfKind } from "./reading.ts";

const hour = 3_600;
// Older ones have been looked at: one is reviewed as soon as it is in force.
const lookedAtMax = 20;

/** Boxes take turns, as they do with closes. */
export function reviews(store: Store): Duty {
  const { db } = store;
  const takeover = () => (settingsOf(db)?.governance.takeoverHours ?? 0) * hour;
  const unreviewed = () =>
    emergenciesIn(db, lookedAtMax).flatMap(({ id, since, by }) =>
      since === null || reviewOf(store, id) !== null ? [] : [{ id, since, by }],
    );
  return {
    async run(say, now, rank) {
      const due = unreviewed().filter(({ since }) => now >= since + rank * takeover());
      for (const { id, by } of due) await sayReview(store, say, { id, about: [by], now });
    },
    next(now) {
      const [first] = unreviewed();
      return first === undefined ? null : now + hour;
    },
  };
}

/** The thread that a box has opened about it; null before. */
export function reviewOf({ db }: Pick<Store, "db">, emergency: OpId): OpId | null {
  const row = db
    .query<{ id: string }, [string, Uint8Array]>(
      `SELECT lower(hex(id)) AS id FROM governance_thread
       WHERE topic = ? AND member = ? ORDER BY time, id LIMIT 1`,
    )
    .get(reviewTopic(emergency), new Uint8Array(16));
  return (row?.id ?? null) as OpId | null;
}

/** Its title is what whoever called it has said: their words, in their language. */
async function sayReview(
  store: Store,
  say: Say,
  { id, about, now }: { id: OpId; about: MemberId[]; now: number },
): Promise<void> {
  const reason = bodyOfKind(store, kinds.emergency, id)?.reason ?? "";
  const title = [...reason.replaceAll(/\s+/g, " ").trim()].slice(0, proposalTitleCharsMax).join("");
  const words = { title, summary: "", body: reason, options: [], items: [], rationale: "" };
  const lang = settingsOf(store.db)?.languages[0] ?? "en";
  const text = await say(kinds.proposalText, { ...words, lang }, now);
  await say(
    kinds.proposal,
    {
      thread: null,
      previous: null,
      text,
      model: "advice",
      topic: reviewTopic(id),
      effects: [],
      options: 0,
      about,
      hidden: false,
      publish: true,
      reviewAt: null,
      revisits: null,
    },
    now,
  );
}

function reviewTopic(emergency: OpId): string {
  return `review:${emergency}`;
}
