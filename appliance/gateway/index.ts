/** The box's models for other programs, in the form of OpenAI's API. */
export { Gateway } from "./gateway.ts";
export { keyList, revokeNamed } from "./key-routes.ts";
export { migrations } from "./key-table.ts";
export { gatewayRoutes } from "./routes.ts";
