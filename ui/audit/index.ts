/** The box's record: is it still the one this phone remembers, and are one's own words in it? */
export { ProofPage } from "./proof-page.tsx";
export { RecordPage } from "./record-page.tsx";
export { watchRecord } from "./watch-record.ts";
