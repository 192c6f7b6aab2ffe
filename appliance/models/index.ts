/** Language models as things a community owns: files, decisions about them, and what runs. */
export { migrations } from "./model-table.ts";
export { Models } from "./models.ts";
export { modelsPart } from "./models-part.ts";
export { downloadModel, resolvePull } from "./pull.ts";
export {
  addModel,
  modelsRoutes,
  modelsView,
  removeNamed,
  tryNamed,
} from "./routes.ts";
