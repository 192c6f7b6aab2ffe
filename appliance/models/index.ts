/** Language models as things a community owns: files, decisions about them, and what runs. */
export { provenanceLimits } from "./library.ts";
export { migrations } from "./model-table.ts";
export { Models } from "./models.ts";
export { modelsPart } from "./models-part.ts";
export { type Download, downloadModel, type Pull, resolvePull } from "./pull.ts";
export {
  addModel,
  modelsRoutes,
  modelsView,
  oneNamed,
  promptCharsMax,
  removeNamed,
  tryNamed,
} from "./routes.ts";
