/** Coming in: joining by code, a second device, and the first look around. */
export { InstallFirst } from "./install-first.tsx";
export { JoinPage } from "./join-page.tsx";
export type { CommunityInfo } from "./joining.ts";
export { inSafariTab } from "./platform.ts";
export { PrivacyChoices } from "./privacy-choices.tsx";
export { SignedIn } from "./signed-in.tsx";
export { TourPage } from "./tour-page.tsx";
