/** Places that need no tab of their own, and the page for addresses that lead nowhere. */
export { LostPage } from "./lost-page.tsx";
export { MorePage } from "./more-page.tsx";
