import { useEffect, useState } from "preact/hooks";
import { copiesUnder, membership } from "../offline/index.ts";
import { decisionsPath, type Proceeding, type ProposalList } from "./shapes.ts";

const none: ReadonlyMap<string, string> = new Map();

/** What proposals are called that this device has seen, by thread and by version. */
export function useProposalTitles(): ReadonlyMap<string, string> {
  const [titles, setTitles] = useState(none);
  // Copies are a member's own, and a page may be there before it is known whose device this is.
  const member = membership.value?.member;
  useEffect(() => {
    if (member === undefined) return;
    copiesUnder(decisionsPath).then((copies) => setTitles(titlesIn(copies)));
  }, [member]);
  return titles;
}

/** Of lists of proposals, and of proposals themselves; what else there is has no titles. Pure. */
export function titlesIn(copies: readonly unknown[]): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  for (const copy of copies) {
    const { items = [copy] } = copy as Partial<ProposalList>;
    for (const { thread, version, title } of items as Partial<Proceeding>[]) {
      if (title && thread && version) titles.set(thread, title).set(version, title);
    }
  }
  return titles;
}
