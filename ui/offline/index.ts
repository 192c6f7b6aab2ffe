/**
 * The half of the app that works without the box: signing, the outbox, copies of what was seen,
 * drafts, the session and the connection. Pages use these and nothing else to talk to the box.
 */
export {
  append,
  appendAll,
  type Following,
  type Statement,
  signAndStore,
  statement,
  withdraw,
} from "./append.ts";
export { exportOutbox, importOutbox } from "./carry.ts";
export { type OwnOperation, type OwnState, wipeDevice } from "./database.ts";
export { ensureDevice, requireDevice, signerOf } from "./device.ts";
export { hasDrafts, useDraft } from "./draft.ts";
export {
  type CommunityIdentity,
  completeEnrolment,
  type Enrolment,
  prepareEnrolment,
  resumeEnrolment,
  submitEnrolment,
} from "./enrolment.ts";
export { boxNow, lastContact } from "./learn.ts";
export { isRefused } from "./outbox.ts";
export { carriedCounts, dismiss, useOutbox, useOwnOperation, usePending } from "./own.ts";
export { changePreferences, preferences } from "./preferences.ts";
export { connection } from "./reach.ts";
export { sendJson } from "./request.ts";
export {
  amendCopy,
  copiesUnder,
  dropCopies,
  type Resource,
  refreshResources,
  useResource,
} from "./resource.ts";
export {
  hasMembershipHint,
  membership,
  postStream,
  request,
  requestJson,
} from "./session.ts";
export { sendSoon, sendTrouble, startOffline } from "./start.ts";
export { applyUpdate, registerServiceWorker, updateReady } from "./update.ts";
export { untilNextTry } from "./wake.ts";
