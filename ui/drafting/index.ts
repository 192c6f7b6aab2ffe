/** Help with writing, for the pages where people write. */
export { DraftHelp } from "./draft-help.tsx";
export { type Drafted, titledParts } from "./draft-state.ts";
