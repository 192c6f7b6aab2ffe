/** How the box is: parts report, nobody is asked to guess. Told things, it imports no room. */
export { type BoxFacts, boxRoutes } from "./box-routes.ts";
export { createHealth, type Health, type HealthReport, type PartReport } from "./health.ts";
export { createLogCheck } from "./log-check.ts";
export { appPart, backupPart, certificatePart, namePart, storePart } from "./parts.ts";
