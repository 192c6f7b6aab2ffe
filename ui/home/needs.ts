import { type Gate, gatePath, mayApprove } from "../community/index.ts";
import { decisionsPath, type ProposalList, useStillNeeded } from "../governance/index.ts";
import { ago } from "../i18n/index.ts";
import { membership, type Resource, useOutbox, useResource } from "../offline/index.ts";
import { text } from "./strings.ts";

/** Something that waits for this member. */
export interface Need {
  key:
    | "refused"
    | "votes"
    | "blocks"
    | "decisions"
    | "requests"
    | "offices"
    | "review"
    | "conflicts"
    | "waiting";
  title: string;
  detail: string;
  href: string;
}

interface Offices {
  offices: { member: string; until: number; endsSoon: boolean }[];
}

interface Review {
  awaiting: unknown[];
  reports: unknown[];
  conflicts: unknown[];
}

/**
 * What needs the member, the most urgent first. Says nothing about what is not known yet: without
 * all of it nobody can say that nothing waits.
 */
export function useNeeds(): { needs: Need[]; known: "all" | "loading" | "absent" } {
  const self = membership.value;
  const isModerator = self?.roles.includes("moderator") ?? false;
  const gate = useResource<Gate>(gatePath);
  const review = useResource<Review>(isModerator ? "/api/review" : null);
  const offices = useResource<Offices>("/api/offices");
  const needsMe = useResource<ProposalList>(`${decisionsPath}?filter=needs-me`);
  const decisions = useStillNeeded(needsMe.data);
  const { waiting, refused } = useOutbox();
  const requests =
    self === null ? [] : (gate.data?.requests.filter((one) => mayApprove(one, self)) ?? []);
  const needs: Need[] = [];
  const add = (key: Need["key"], count: number, href: string, title?: string, detail?: string) => {
    if (count === 0) return;
    needs.push({
      key,
      title: title ?? text.t(`needs.${key}`, { count }),
      detail: detail ?? text.t(`needs.${key}Detail`),
      href,
    });
  };
  add("refused", refused.length, "/me/outbox");
  const { vote = 0, block = 0, review: again = 0 } = decisions?.needs ?? {};
  add("votes", vote, "/decide", undefined, firstEnd(decisions));
  add("blocks", block, "/decide");
  add("decisions", again, "/decide");
  add("requests", requests.length, "/community/settings");
  const ending = (offices.data?.offices ?? []).filter(
    (office) => office.endsSoon && office.member === self?.member,
  );
  const first = Math.min(...ending.map(({ until }) => until));
  const when = ending.length === 0 ? "" : officesDetail(first);
  add("offices", ending.length, "/decide/offices", undefined, when);
  const { awaiting = [], reports = [], conflicts = [] } = review.data ?? {};
  add("review", awaiting.length + reports.length, "/knowledge/review", reviewTitle());
  add("conflicts", conflicts.length, "/knowledge/review");
  add("waiting", waiting.length, "/me/outbox");
  const asked = isModerator ? [gate, needsMe, review] : [gate, needsMe];
  return { needs, known: knownOf(asked) };

  function reviewTitle(): string {
    const parts = [
      awaiting.length > 0 ? text.t("needs.review", { count: awaiting.length }) : "",
      reports.length > 0 ? text.t("needs.reports", { count: reports.length }) : "",
    ];
    return parts.filter(Boolean).join(" · ");
  }
}

function knownOf(asked: Pick<Resource<unknown>, "data" | "state">[]): "all" | "loading" | "absent" {
  const missing = asked.filter(({ data }) => data === undefined);
  if (missing.length === 0) return "all";
  return missing.some(({ state }) => state === "loading") ? "loading" : "absent";
}

const daySeconds = 86_400;

/** Stewards stay until others are decided upon, also when what they were asked for is over. */
function officesDetail(first: number): string {
  if (first * 1000 < Date.now()) return text.t("needs.officesOver");
  return text.t("needs.officesDetail", { when: ago(first) });
}

/** A reminder on the last day, once, where one looks anyway; before that nothing presses. */
function firstEnd(decisions: ProposalList | undefined): string | undefined {
  const ends = decisions?.items.flatMap(({ needs, votingEnds }) =>
    (needs === "vote" || needs === "again") && votingEnds !== null ? [votingEnds] : [],
  );
  const first = Math.min(...(ends ?? []));
  const isSoon = first - Date.now() / 1000 < daySeconds;
  return isSoon ? text.t("needs.votesSoon", { when: ago(first) }) : undefined;
}
