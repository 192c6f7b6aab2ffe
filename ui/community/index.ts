/** People, invitations, and what belongs to everybody. */
export { CommunityPage } from "./community-page.tsx";
export { becomeOnlySteward, mayApprove, needsRecoveryWords } from "./gate.ts";
export { InvitationCode } from "./invitation-code.tsx";
export { InvitePage } from "./invite-page.tsx";
export { MemberPage } from "./member-page.tsx";
export { SettingsPage } from "./settings-page.tsx";
export { type Gate, gatePath } from "./shapes.ts";
