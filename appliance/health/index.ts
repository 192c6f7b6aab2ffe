/** How the box is: parts report, nobody is asked to guess. Told things, it imports no room. */
export { type BoxFacts, boxRoutes } from "./box-routes.ts";
export { createHealth, type Health, type HealthReport, type PartReport } from "./health.ts";
