/**
 * The half of the app that works without the box: signing, the outbox, copies of what was seen,
 * drafts, the session and the connection. Pages use these and nothing else to talk to the box.
 */
export { append, appendAll, type Statement, signAndStore, withdraw } from "./append.ts";
export { exportOutbox, importOutbox } from "./carry.ts";
export type { Connection, LastContact, Reach } from "./connection.ts";
export {
  type Membership,
  type OwnOperation,
  type OwnState,
  type StoredDevice,
  wipeDevice,
} from "./database.ts";
export { ensureDevice, readDevice, requireDevice, signerOf } from "./device.ts";
export { hasDrafts, useDraft } from "./draft.ts";
export {
  abandonEnrolment,
  type CommunityIdentity,
  completeEnrolment,
  type Enrolment,
  pendingEnrolment,
  prepareEnrolment,
  submitEnrolment,
} from "./enrolment.ts";
export { boxNow, lastContact } from "./learn.ts";
export { isRefused, isWaiting } from "./outbox.ts";
export { carriedCounts, useOutbox, useOwnOperation, usePending } from "./own.ts";
export { changePreferences, type Preferences, preferences } from "./preferences.ts";
export { connection } from "./reach.ts";
export { type RequestOptions, send, sendJson } from "./request.ts";
export { dropCopies, type Resource, refreshResources, useResource } from "./resource.ts";
export {
  adoptMembership,
  hasMembershipHint,
  membership,
  postStream,
  request,
  requestJson,
} from "./session.ts";
export { sendSoon, sendTrouble, startOffline } from "./start.ts";
export { applyUpdate, registerServiceWorker, updateReady } from "./update.ts";
