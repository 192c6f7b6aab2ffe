/** How a community decides: proposals, votes, what comes of them, and who does what about it. */
export { bodyReaders, isWithheld } from "./body-readers.ts";
export { provenanceOf } from "./export.ts";
export { createGovernance, type Governance } from "./governance.ts";
export { countedBy, effectNow } from "./late-ballots.ts";
export { projection } from "./projection.ts";
export { threadsWith } from "./reading.ts";
export { recordDecision } from "./recorded.ts";
export { reviewOf } from "./reviews.ts";
export { governanceRoutes } from "./routes.ts";
export { clockPart, createSteadyClock, latestReceived, type SteadyClock } from "./steady-clock.ts";
