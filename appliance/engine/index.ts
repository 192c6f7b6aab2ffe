/** Language models, run in a process of their own. Knows no room and no community. */
export { readGguf } from "./gguf.ts";
export { createEngineHost, type EngineHost, type EngineHostOptions } from "./host.ts";
export { createLanEmbedder, type LanEmbedder, readyOf } from "./lan-embedder.ts";
export { createLanModel, type LanModel } from "./lan-model.ts";
export {
  ModelPool,
  type Place,
  type PoolMember,
  type Secrecy,
} from "./model-pool.ts";
export type { LoadRequest } from "./protocol.ts";
export { type Confinement, expectedConfinement, machineMemoryBytes } from "./sandbox.ts";
export { takingOver } from "./taking-over.ts";
export type {
  ChatMessage,
  Embedder,
  Generated,
  GenerateRequest,
  JsonSchema,
  TextModel,
  TextModelState,
} from "./text-model.ts";
export { engineThreads } from "./threads.ts";
