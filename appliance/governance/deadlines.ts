/** What there is to put into a calendar. */

import type { CalendarEvent } from "./calendar.ts";
import type { Governance } from "./governance.ts";

interface Row {
  id: string;
  title: string | null;
  discussion_ends: number;
  voting_ends: number;
  review_at: number | null;
  result: string | null;
}

const markMinutes = 15;

/** When voting begins and ends, and when decisions are to be looked at again. */
export function deadlines({ store }: Governance): CalendarEvent[] {
  const rows = store.db
    .query<Row, []>(
      `SELECT lower(hex(t.id)) AS id, x.title, t.discussion_ends, t.voting_ends, t.review_at,
         t.result
       FROM governance_thread AS t LEFT JOIN governance_text AS x ON x.id = t.text
       WHERE t.published = 1 AND t.mark IS NOT 'withdrawn' AND t.voting_ends IS NOT NULL
         AND (t.result IS NULL OR (t.review_at IS NOT NULL AND t.revisited = 0))
       ORDER BY t.voting_ends, t.id`,
    )
    .all();
  return rows.flatMap(({ id, title, discussion_ends, voting_ends, review_at, result }) => {
    const event = (what: string, label: string, starts: number): CalendarEvent => ({
      id: `${id}-${what}`,
      title: `${title ?? ""} – ${label}`,
      starts,
      minutes: markMinutes,
    });
    const open = [
      event("voting", "voting begins", discussion_ends),
      event("closing", "voting ends", voting_ends),
    ];
    const review = review_at === null ? [] : [event("review", "review", review_at)];
    return [...(result === null ? open : []), ...review];
  });
}
