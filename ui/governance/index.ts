/** Deciding together: proposals, votes, the log of decisions, and checking it all oneself. */
import type { VNode } from "preact";
import { deferred } from "../design/index.ts";
import { lazyPage as page } from "../design/lazy-page.ts";
import { loadStrings } from "../i18n/index.ts";
import type { ProposeChangeProps } from "./propose-change.tsx";

export const DecidePage = page(() => import("./decide-page.tsx").then((file) => file.DecidePage));
export const ProposalPage = page(() =>
  import("./proposal/proposal-page.tsx").then((file) => file.ProposalPage),
);
export const ComposePage = page(() =>
  import("./compose/compose-page.tsx").then((file) => file.ComposePage),
);
export const AmendPage = page(() =>
  import("./compose/compose-page.tsx").then((file) => file.AmendPage),
);
export const LogPage = page(() => import("./log/log-page.tsx").then((file) => file.LogPage));
export const CheckPage = page(() =>
  import("./check/check-page.tsx").then((file) => file.CheckPage),
);
export const ClosePage = page(() =>
  import("./closing/close-page.tsx").then((file) => file.ClosePage),
);
export const FacilitatePage = page(() =>
  import("./people/facilitate-page.tsx").then((file) => file.FacilitatePage),
);
export const DelegationsPage = page(() =>
  import("./people/delegations-page.tsx").then((file) => file.DelegationsPage),
);

export const MeetingsPage = page(() =>
  import("./meetings/meetings-page.tsx").then((file) => file.MeetingsPage),
);
export const MeetingPage = page(() =>
  import("./meetings/meeting-page.tsx").then((file) => file.MeetingPage),
);
export const PlanMeetingPage = page(() =>
  import("./meetings/meeting-form.tsx").then((file) => file.PlanMeetingPage),
);
export const EditMeetingPage = page(() =>
  import("./meetings/meeting-form.tsx").then((file) => file.EditMeetingPage),
);
export const OfficesPage = page(() =>
  import("./offices/offices-page.tsx").then((file) => file.OfficesPage),
);

/** The button by which other rooms put a change before the community. */
export const ProposeChange = deferred(async () => {
  const { ProposeChange: Piece } = await import("./propose-change.tsx");
  await loadStrings();
  return Piece;
}) as <Params>(props: ProposeChangeProps<Params>) => VNode;

export { useStillNeeded } from "./my-vote.ts";
export { decisionsPath, type ProposalList } from "./shapes.ts";
export { useProposalTitles } from "./titles.ts";
