/** Partner communities: what each of them receives, and by which decision. */
export { PartnerPage } from "./partner-page.tsx";
export { PartnersPage } from "./partners-page.tsx";
