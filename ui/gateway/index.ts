/** Programs that may use the box: the keys that stewards give them. */
export { ProgramsPage } from "./programs-page.tsx";
