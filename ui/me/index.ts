/** The member's own things: profile, devices, privacy, what waits to be sent, goodbye. */
export { type Account, lacksStewardKey } from "./account.ts";
export { DeletePage } from "./delete-page.tsx";
export { describeOperation } from "./describe-operation.ts";
export { DevicesPage } from "./devices-page.tsx";
export { MePage } from "./me-page.tsx";
export { OutboxPage } from "./outbox-page.tsx";
export { PrivacyPage } from "./privacy-page.tsx";
export { ProfilePage } from "./profile-page.tsx";
