/** Emergencies: who called one, what it allows, when it is over by itself. */
export { emergenciesIn, pausedPartners, projection } from "./projection.ts";
export { emergencyRoutes } from "./routes.ts";
