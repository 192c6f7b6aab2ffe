/** What partner communities are given, by decision: the feed of each, and the file it travels in. */
export { type ExportedFeed, exportFeed } from "./feed-file.ts";
export { migrations } from "./given-table.ts";
export { partnerRoutes } from "./routes.ts";
