/** Operations over HTTP: handing them in, pulling them, hearing that there is something new. */
export { createEvents } from "./events.ts";
export { Ration } from "./ration.ts";
export { operationRoutes } from "./routes.ts";
