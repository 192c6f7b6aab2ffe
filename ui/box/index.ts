/** The box as members see it: how it is, and what to do when it is out of reach. */
export { BoxPage } from "./box-page.tsx";
export { ConnectionPage } from "./connection-page.tsx";
