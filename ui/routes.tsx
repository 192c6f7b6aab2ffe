import type { ComponentType } from "preact";
import { exec } from "preact-iso/router";
import { lazyPage } from "./design/lazy-page.ts";
import { hasMembershipHint } from "./offline/index.ts";

/** A page that is fetched when it is first visited, together with its words. */
function page<Room>(load: () => Promise<Room>, pick: (room: Room) => ComponentType) {
  return lazyPage(async () => pick(await load()));
}

export interface AppRoute {
  /** preact-iso pattern: `/me/outbox`, `/knowledge/:item`, `/ask/*`. */
  path: string;
  page: ReturnType<typeof page>;
  /** Who may open it without having joined: `anyone`. Others are led to the welcome page. */
  audience: "anyone" | "members";
  /** Founding and joining fill the window: no navigation to wander off by. */
  bare?: boolean;
}

function members<Room>(
  path: string,
  load: () => Promise<Room>,
  pick: (room: Room) => ComponentType,
): AppRoute {
  return { path, page: page(load, pick), audience: "members" };
}

const audit = () => import("./audit/index.ts");
const ask = () => import("./ask/index.ts");
const box = () => import("./box/index.ts");
const community = () => import("./community/index.ts");
const emergency = () => import("./emergency/index.ts");
const federation = () => import("./federation/index.ts");
const found = () => import("./found/index.ts");
const gateway = () => import("./gateway/index.ts");
const governance = () => import("./governance/index.ts");
const home = () => import("./home/index.ts");
const join = () => import("./join/index.ts");
const knowledge = () => import("./knowledge/index.ts");
const me = () => import("./me/index.ts");
const models = () => import("./models/index.ts");
const more = () => import("./more/index.ts");
const recover = () => import("./recover/index.ts");

const joinPage = page(join, (room) => room.JoinPage);

/** Every address of the app, in the order in which they are tried. */
export const routes: AppRoute[] = [
  members("/ask/rules", ask, (room) => room.RulesPage),
  members("/ask/earlier", ask, (room) => room.EarlierPage),
  // One address with a part that may be missing: asking the first question does not begin anew.
  members("/ask/:conversation?", ask, (room) => room.AskPage),
  members("/knowledge/new", knowledge, (room) => room.TeachPage),
  members("/knowledge/import", knowledge, (room) => room.ImportPage),
  members("/knowledge/import/:import", knowledge, (room) => room.PreviewPage),
  members("/knowledge/share", knowledge, (room) => room.SharePage),
  members("/knowledge/review", knowledge, (room) => room.ReviewPage),
  members("/knowledge/questions", knowledge, (room) => room.QuestionsPage),
  members("/knowledge/questions/new", knowledge, (room) => room.AskQuestionPage),
  members("/knowledge/questions/:question", knowledge, (room) => room.QuestionPage),
  // The list, and beside it on wide windows, or alone, an item.
  members("/knowledge/:item?", knowledge, (room) => room.KnowledgePage),
  members("/knowledge/:item/edit", knowledge, (room) => room.EditPage),
  members("/knowledge/:item/versions", knowledge, (room) => room.VersionsPage),
  members("/knowledge/:item/resolve", knowledge, (room) => room.ResolvePage),
  members("/", home, (room) => room.HomePage),
  members("/community", community, (room) => room.CommunityPage),
  members("/community/invite", community, (room) => room.InvitePage),
  members("/community/settings", community, (room) => room.SettingsPage),
  members("/community/members/:member", community, (room) => room.MemberPage),
  members("/community/partners", federation, (room) => room.PartnersPage),
  members("/community/partners/:partner", federation, (room) => room.PartnerPage),
  members("/emergency", emergency, (room) => room.EmergencyPage),
  members("/decide", governance, (room) => room.DecidePage),
  members("/decide/offices", governance, (room) => room.OfficesPage),
  members("/meetings", governance, (room) => room.MeetingsPage),
  members("/meetings/new", governance, (room) => room.PlanMeetingPage),
  members("/meetings/:meeting", governance, (room) => room.MeetingPage),
  members("/meetings/:meeting/edit", governance, (room) => room.EditMeetingPage),
  members("/decide/new", governance, (room) => room.ComposePage),
  members("/decide/log", governance, (room) => room.LogPage),
  members("/decide/delegations", governance, (room) => room.DelegationsPage),
  members("/decide/:thread", governance, (room) => room.ProposalPage),
  members("/decide/:thread/amend", governance, (room) => room.AmendPage),
  members("/decide/:thread/check", governance, (room) => room.CheckPage),
  members("/decide/:thread/close", governance, (room) => room.ClosePage),
  members("/decide/:thread/facilitate", governance, (room) => room.FacilitatePage),
  { path: "/found", page: page(found, (room) => room.FoundPage), audience: "anyone", bare: true },
  { path: "/join", page: joinPage, audience: "anyone", bare: true },
  { path: "/device", page: joinPage, audience: "anyone", bare: true },
  { path: "/tour", page: page(join, (room) => room.TourPage), audience: "members", bare: true },
  {
    path: "/recover",
    page: page(recover, (room) => room.RecoverPage),
    audience: "anyone",
    bare: true,
  },
  members("/me", me, (room) => room.MePage),
  members("/me/profile", me, (room) => room.ProfilePage),
  members("/me/devices", me, (room) => room.DevicesPage),
  members("/me/privacy", me, (room) => room.PrivacyPage),
  members("/me/delete", me, (room) => room.DeletePage),
  members("/me/outbox", me, (room) => room.OutboxPage),
  members("/box", box, (room) => room.BoxPage),
  members("/box/models", models, (room) => room.ModelsPage),
  { path: "/box/connection", page: page(box, (room) => room.ConnectionPage), audience: "anyone" },
  members("/box/programs", gateway, (room) => room.ProgramsPage),
  members("/box/record", audit, (room) => room.RecordPage),
  members("/box/record/:operation", audit, (room) => room.ProofPage),
  members("/more", more, (room) => room.MorePage),
];

/** Anything else. */
export const lostPage = page(more, (room) => room.LostPage);
export const welcomePage = page(
  () => import("./welcome/index.ts"),
  (room) => room.WelcomePage,
);

/** Begins to fetch the page of an address before it is known whether it will be shown. */
export function preloadPage(path: string): void {
  const route = routes.find((candidate) => exec(path, candidate.path) !== undefined);
  const isShown = hasMembershipHint() || route?.audience === "anyone";
  (isShown ? (route?.page ?? lostPage) : welcomePage).preload().catch(() => undefined);
}
