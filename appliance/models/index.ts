/** Language models as things a community owns: files, decisions about them, and what runs. */
export type { DecidedModel } from "./deployment.ts";
export type { Provenance } from "./library.ts";
export { migrations } from "./model-table.ts";
export { Models } from "./models.ts";
export { modelsPart } from "./models-part.ts";
export { downloadModel, resolvePull } from "./pull.ts";
export {
  type AddRequest,
  addModel,
  modelsRoutes,
  modelsView,
  namedModel,
  removeNamed,
  tryNamed,
} from "./routes.ts";
