/** The founder's way back in, with the twelve words from the founding. */
export { RecoverPage } from "./recover-page.tsx";
