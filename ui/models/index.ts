/** Language models of the community: what is on the box, adding, trying, proposing to use. */
export { ModelsPage } from "./models-page.tsx";
