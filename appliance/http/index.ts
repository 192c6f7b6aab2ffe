/** The pieces of the box's HTTP server. Rooms enter by `appliance/http.ts`. */
export { createApp } from "./app.ts";
export { docsPage, docsStyle, docsStylePath } from "./docs-page.ts";
export { type Address, createDoors, type Door, type Serve, type Tls } from "./doors.ts";
export type { EventChannel, StreamEvent } from "./event-stream.ts";
export {
  crossSiteRefusal,
  hostNameOf,
  hostRefusal,
  isOwnLoopbackName,
  pathnameOf,
  secured,
  wrongHost,
} from "./guard.ts";
export { errorResponse, responseOfError } from "./http-error.ts";
export { createKnockLimit } from "./knock-limit.ts";
export { type ApiInfo, openApiDocument } from "./openapi.ts";
export {
  type Route,
  type RouteContext,
  type RouteDefinition,
  route,
  type Session,
} from "./route.ts";
export { loadStaticFiles } from "./static-files.ts";
