/** Asking: questions, quoted answers with their sources, and one's own conversations. */

export { AskPage } from "./ask-page.tsx";
export { askWaiting } from "./asking.ts";
export { EarlierPage } from "./earlier-page.tsx";
export { RulesPage } from "./rules-page.tsx";
