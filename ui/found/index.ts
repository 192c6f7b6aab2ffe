/** Founding a community from the code that the box shows. */
export { FoundPage } from "./found-page.tsx";
