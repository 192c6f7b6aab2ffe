/** What stands around every page. */
export { Navigation } from "./navigation.tsx";
export { SkipLink } from "./skip-link.tsx";
export { UpdateStrip } from "./update-strip.tsx";
