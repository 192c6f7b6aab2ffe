/** Operations over HTTP: handing them in, pulling them, hearing that there is something new. */
export { createEvents, type Events } from "./events.ts";
export { type MayRead, operationRoutes } from "./routes.ts";
