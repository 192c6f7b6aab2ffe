/** Coming in: the first page of a stranger, joining by code, and the first look around. */
export { WelcomePage } from "./welcome-page.tsx";
