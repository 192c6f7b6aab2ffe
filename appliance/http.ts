/**
 * The box's HTTP server: what every request passes, and the two doors it comes by.
 *
 * Rooms describe their routes with `route` and know nothing of the rest. The encrypted door serves
 * the app; the plain one serves it to the box itself (localhost is a secure context), and to
 * everybody else only the page that hands out the box's certificate authority.
 */
import { t } from "elysia";
import type { Clock } from "./clock.ts";
import {
  type Address,
  type ApiInfo,
  createApp,
  createDoors,
  crossSiteRefusal,
  type Door,
  docsPage,
  docsStyle,
  docsStylePath,
  errorResponse,
  hostNameOf,
  hostRefusal,
  isOwnLoopbackName,
  loadStaticFiles,
  openApiDocument,
  pathnameOf,
  type Route,
  responseOfError,
  route,
  type Serve,
  type Session,
  secured,
  type Tls,
  wrongHost,
} from "./http/index.ts";
import type { Log } from "./log.ts";

export {
  createKnockLimit,
  type EventChannel,
  type Route,
  type RouteContext,
  type RouteDefinition,
  route,
  type Session,
  type StreamEvent,
  type Tls,
} from "./http/index.ts";

export interface HttpOptions {
  readonly routes: readonly Route[];
  readonly info: ApiInfo;
  /** Names the box answers to besides localhost, in lower case. */
  readonly names: readonly string[];
  readonly isFounded: () => boolean;
  /** The session a bearer token opens, as it stands now; null when it opens none. */
  readonly session: (token: string) => Session | null;
  /** `ui/dist` */
  readonly staticDir: string;
  /** Answers the plain door for everybody but the box itself. */
  readonly bootstrap: (request: Request, address: string) => Response | Promise<Response>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Http {
  /** Routes of the rooms and of the server itself. */
  readonly routes: readonly Route[];
  readonly openApi: unknown;
  /** False when the web app has not been built. */
  readonly hasApp: boolean;
  listenSecure(at: Address, tls: Tls): Door;
  listenPlain(at: Address): Door;
  /** The door of the moot command: a socket that only who owns the data folder can open. */
  listenControl(path: string): void;
  /** Ends streams, lets running requests finish, closes the ports. */
  close(): Promise<void>;
}

export function createHttp(options: HttpOptions): Http {
  const routes: Route[] = [...options.routes];
  const documents = new Map<"page" | "api", string>();
  routes.push(...documentRoutes(documents));
  const openApi = openApiDocument(routes, options.info);
  documents.set("api", JSON.stringify(openApi));
  documents.set("page", docsPage(routes, options.info));

  const closing = new AbortController();
  const doors = createDoors(options.log);
  const files = loadStaticFiles(options.staticDir);
  const app = createApp({ ...options, routes, closing: closing.signal });
  const serve = guarded(routes, options.names, withFiles(files, app));
  return {
    routes,
    openApi,
    hasApp: files.fileCount > 0,
    listenSecure: (at, tls) => doors.open(at, serve, tls),
    listenPlain: (at) => doors.open(at, plainDoor(serve, app, options), null),
    listenControl: (path) => doors.openControl(path, async (...at) => secured(await app(...at))),
    async close() {
      closing.abort();
      await doors.close();
    },
  };
}

/**
 * Routes behind a door that only this process can come by, each request as of `session`: all that
 * a member's request passes, but for the network.
 */
export function createInnerDoor(
  routes: readonly Route[],
  { session, clock, log }: Pick<HttpOptions, "clock" | "log"> & { readonly session: Session },
): (request: Request) => Promise<Response> {
  const app = createApp({
    routes,
    isFounded: () => true,
    session: () => session,
    clock,
    log,
    closing: session.ended,
  });
  const serve = guarded(routes, [], app);
  const here = { address: "127.0.0.1", isLoopback: true, isControl: false, untimed: () => {} };
  return (request) => serve(request, here);
}

/** Refuses other hosts and other sites' pages; puts the security headers on every answer. */
function guarded(routes: readonly Route[], names: readonly string[], serve: Serve): Serve {
  const open = new Set<string>(routes.filter((own) => own.crossSite).map((own) => own.path));
  return async (request, connection) => {
    const pathname = pathnameOf(request);
    const isOpen = open.has(pathname);
    const refusal =
      hostRefusal(request, names) ??
      (isOpen ? null : crossSiteRefusal(request, !pathname.startsWith("/api/")));
    if (refusal !== null) return secured(refusal);
    const response = await serve(request, connection);
    if (isOpen) response.headers.set("cross-origin-resource-policy", "cross-origin");
    return secured(response);
  };
}

/** Files of the web app by their exact name, its page for navigations, and the routes. */
function withFiles(files: ReturnType<typeof loadStaticFiles>, app: Serve): Serve {
  return async (request, connection) => {
    const pathname = pathnameOf(request);
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (isRead && !pathname.startsWith("/api/")) {
      const file = files.find(request, pathname);
      if (file !== null) return file;
      if (isNavigation(request, pathname)) return files.page(request) ?? appMissing();
    }
    if (request.method !== "HEAD") return app(request, connection);
    const whole = await app(new Request(request, { method: "GET" }), connection);
    return new Response(null, { status: whole.status, headers: whole.headers });
  };
}

function plainDoor(serve: Serve, app: Serve, options: HttpOptions): Serve {
  return async (request, connection) => {
    const host = hostNameOf(request);
    if (host === null) return secured(wrongHost());
    if (connection.isLoopback && isOwnLoopbackName(host)) return serve(request, connection);
    // How the box is, everybody may ask by any name: it says nothing about anybody.
    const pathname = pathnameOf(request);
    if (pathname === "/health") return secured(await app(request, connection));
    try {
      return secured(await options.bootstrap(request, connection.address));
    } catch (error) {
      return secured(responseOfError(error, options.log));
    }
  };
}

/** A person opening an address of the app, not a program asking for a file that is not there. */
function isNavigation(request: Request, pathname: string): boolean {
  const ownPages = ["/docs", "/health", "/openapi.json"];
  if (ownPages.includes(pathname) || /\.[a-z0-9]+$/i.test(pathname)) return false;
  const mode = request.headers.get("sec-fetch-mode");
  if (mode !== null) return mode === "navigate";
  return request.headers.get("accept")?.includes("text/html") ?? false;
}

function appMissing(): Response {
  return errorResponse(
    503,
    "app-not-built",
    "The web app has not been built.",
    "Run: bun run build:ui",
  );
}

function documentRoutes(documents: ReadonlyMap<"page" | "api", string>): Route[] {
  const serve = (which: "page" | "api", type: string) => () =>
    new Response(documents.get(which), { headers: { "content-type": type } });
  return [
    route({
      method: "GET",
      path: "/openapi.json",
      audience: "public",
      summary: "This document: every route of the box",
      response: t.Object({}, { additionalProperties: true }),
      handler: serve("api", "application/json"),
    }),
    route({
      method: "GET",
      path: "/docs",
      audience: "public",
      summary: "Every route of the box, as a page to read",
      responseType: "text/html",
      handler: serve("page", "text/html; charset=utf-8"),
    }),
    route({
      method: "GET",
      path: docsStylePath,
      audience: "public",
      summary: "The page's stylesheet",
      responseType: "text/css",
      handler: () =>
        new Response(docsStyle, { headers: { "content-type": "text/css; charset=utf-8" } }),
    }),
  ];
}
