/** Coming in: the first page of a stranger, joining by code, and the first look around. */
export { InstallFirst } from "./install-first.tsx";
export { JoinPage } from "./join-page.tsx";
export { inSafariTab } from "./platform.ts";
export { PrivacyChoices } from "./privacy-choices.tsx";
export { SignedIn } from "./signed-in.tsx";
export { TourPage } from "./tour-page.tsx";
export { WelcomePage } from "./welcome-page.tsx";
