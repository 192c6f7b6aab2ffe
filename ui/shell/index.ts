/** What stands around every page. */
export { EmergencyStrip } from "./emergency-strip.tsx";
export { Guard } from "./guard.tsx";
export { keepFocus } from "./keep-focus.ts";
export { Navigation } from "./navigation.tsx";
export { RecordStrip } from "./record-strip.tsx";
export { SkipLink } from "./skip-link.tsx";
export { TroubleStrip, watchTrouble } from "./trouble-strip.tsx";
export { UpdateStrip } from "./update-strip.tsx";
