/** Words, numbers and dates in the member's language. */
export {
  chooseLanguage,
  defineStrings,
  loadStrings,
  type Strings,
} from "./catalog.ts";
export { clockTurn, dayOf, secondsAt, timeOf } from "./day.ts";
export {
  ago,
  dateTime,
  formatBytes,
  formatNumber,
  formatRounded,
  formatShare,
  listOf,
} from "./format.ts";
export {
  direction,
  type Language,
  language,
  languageName,
  languages,
} from "./language.ts";
