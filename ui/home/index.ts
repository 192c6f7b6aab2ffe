/** What needs the member, and what is new. */
export { HomePage } from "./home-page.tsx";
