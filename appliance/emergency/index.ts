/** Emergencies: who called one, what it allows, when it is over by itself. */
export { projection } from "./projection.ts";
export { emergencyRoutes } from "./routes.ts";
