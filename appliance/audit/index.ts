/** The box's record as a transparency log. Told things, it imports no room. */
export { Audit } from "./audit.ts";
export { markPath } from "./head-file.ts";
export { auditPart } from "./health-part.ts";
export { auditMigration } from "./record-table.ts";
export { auditRoutes } from "./routes.ts";
