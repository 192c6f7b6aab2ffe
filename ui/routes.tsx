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

const audit = () => import("./audit/index.ts");
const ask = () => import("./ask/index.ts");
const box = () => import("./box/index.ts");
const community = () => import("./community/index.ts");
const emergency = () => import("./emergency/index.ts");
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
  { path: "/ask/rules", page: page(ask, (room) => room.RulesPage), audience: "members" },
  { path: "/ask/earlier", page: page(ask, (room) => room.EarlierPage), audience: "members" },
  // One address with a part that may be missing: asking the first question does not begin anew.
  { path: "/ask/:conversation?", page: page(ask, (room) => room.AskPage), audience: "members" },
  { path: "/knowledge/new", page: page(knowledge, (room) => room.TeachPage), audience: "members" },
  {
    path: "/knowledge/import",
    page: page(knowledge, (room) => room.ImportPage),
    audience: "members",
  },
  {
    path: "/knowledge/import/:import",
    page: page(knowledge, (room) => room.PreviewPage),
    audience: "members",
  },
  {
    path: "/knowledge/share",
    page: page(knowledge, (room) => room.SharePage),
    audience: "members",
  },
  {
    path: "/knowledge/review",
    page: page(knowledge, (room) => room.ReviewPage),
    audience: "members",
  },
  {
    path: "/knowledge/questions",
    page: page(knowledge, (room) => room.QuestionsPage),
    audience: "members",
  },
  {
    path: "/knowledge/questions/new",
    page: page(knowledge, (room) => room.AskQuestionPage),
    audience: "members",
  },
  {
    path: "/knowledge/questions/:question",
    page: page(knowledge, (room) => room.QuestionPage),
    audience: "members",
  },
  // The list, and beside it on wide windows, or alone, an item.
  {
    path: "/knowledge/:item?",
    page: page(knowledge, (room) => room.KnowledgePage),
    audience: "members",
  },
  {
    path: "/knowledge/:item/edit",
    page: page(knowledge, (room) => room.EditPage),
    audience: "members",
  },
  {
    path: "/knowledge/:item/versions",
    page: page(knowledge, (room) => room.VersionsPage),
    audience: "members",
  },
  {
    path: "/knowledge/:item/resolve",
    page: page(knowledge, (room) => room.ResolvePage),
    audience: "members",
  },
  { path: "/", page: page(home, (room) => room.HomePage), audience: "members" },
  { path: "/community", page: page(community, (room) => room.CommunityPage), audience: "members" },
  {
    path: "/community/invite",
    page: page(community, (room) => room.InvitePage),
    audience: "members",
  },
  {
    path: "/community/settings",
    page: page(community, (room) => room.SettingsPage),
    audience: "members",
  },
  {
    path: "/community/members/:member",
    page: page(community, (room) => room.MemberPage),
    audience: "members",
  },
  { path: "/emergency", page: page(emergency, (room) => room.EmergencyPage), audience: "members" },
  { path: "/decide", page: page(governance, (room) => room.DecidePage), audience: "members" },
  {
    path: "/decide/offices",
    page: page(governance, (room) => room.OfficesPage),
    audience: "members",
  },
  { path: "/meetings", page: page(governance, (room) => room.MeetingsPage), audience: "members" },
  {
    path: "/meetings/new",
    page: page(governance, (room) => room.PlanMeetingPage),
    audience: "members",
  },
  {
    path: "/meetings/:meeting",
    page: page(governance, (room) => room.MeetingPage),
    audience: "members",
  },
  {
    path: "/meetings/:meeting/edit",
    page: page(governance, (room) => room.EditMeetingPage),
    audience: "members",
  },
  { path: "/decide/new", page: page(governance, (room) => room.ComposePage), audience: "members" },
  { path: "/decide/log", page: page(governance, (room) => room.LogPage), audience: "members" },
  {
    path: "/decide/delegations",
    page: page(governance, (room) => room.DelegationsPage),
    audience: "members",
  },
  {
    path: "/decide/:thread",
    page: page(governance, (room) => room.ProposalPage),
    audience: "members",
  },
  {
    path: "/decide/:thread/amend",
    page: page(governance, (room) => room.AmendPage),
    audience: "members",
  },
  {
    path: "/decide/:thread/check",
    page: page(governance, (room) => room.CheckPage),
    audience: "members",
  },
  {
    path: "/decide/:thread/facilitate",
    page: page(governance, (room) => room.FacilitatePage),
    audience: "members",
  },
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
  { path: "/me", page: page(me, (room) => room.MePage), audience: "members" },
  { path: "/me/profile", page: page(me, (room) => room.ProfilePage), audience: "members" },
  { path: "/me/devices", page: page(me, (room) => room.DevicesPage), audience: "members" },
  { path: "/me/privacy", page: page(me, (room) => room.PrivacyPage), audience: "members" },
  { path: "/me/delete", page: page(me, (room) => room.DeletePage), audience: "members" },
  { path: "/me/outbox", page: page(me, (room) => room.OutboxPage), audience: "members" },
  { path: "/box", page: page(box, (room) => room.BoxPage), audience: "members" },
  { path: "/box/models", page: page(models, (room) => room.ModelsPage), audience: "members" },
  { path: "/box/connection", page: page(box, (room) => room.ConnectionPage), audience: "anyone" },
  { path: "/box/programs", page: page(gateway, (room) => room.ProgramsPage), audience: "members" },
  { path: "/box/record", page: page(audit, (room) => room.RecordPage), audience: "members" },
  {
    path: "/box/record/:operation",
    page: page(audit, (room) => room.ProofPage),
    audience: "members",
  },
  { path: "/more", page: page(more, (room) => room.MorePage), audience: "members" },
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
