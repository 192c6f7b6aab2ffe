/** The first page of a stranger. A room of its own, because it is all that the first load shows. */
export { WelcomePage } from "./welcome-page.tsx";
