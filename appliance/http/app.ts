/** Routes become an Elysia app: who may call, what they must send, and one shape of refusal. */
import { Elysia, type TSchema, t } from "elysia";
import { FolkmootError } from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { eventStream } from "./event-stream.ts";
import { apiHeaders, pathnameOf } from "./guard.ts";
import { errorResponse, malformedResponse, responseOfError } from "./http-error.ts";
import { createKnockLimit } from "./knock-limit.ts";
import { jsonBytesMax, readBytes, readJson } from "./request-body.ts";
import {
  type Audience,
  isBytesBody,
  type Route,
  type RouteContext,
  type Session,
} from "./route.ts";

/** What is known of a request besides itself. */
export interface Connection {
  readonly address: string;
  readonly isLoopback: boolean;
  /** By the socket in the box's data folder. */
  readonly isControl: boolean;
  /**
   * Lifts the idle timeout: for streams, which keep themselves alive by their heartbeat, and for
   * answers that take long to make.
   */
  untimed(): void;
}

export interface AppOptions {
  readonly routes: readonly Route[];
  readonly isFounded: () => boolean;
  /** The session a bearer token opens, as it stands at this moment; null when it opens none. */
  readonly session: (token: string) => Session | null;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the box stops: streams end. */
  readonly closing: AbortSignal;
}

export type App = (request: Request, connection: Connection) => Promise<Response>;

/** Mounts every route. Throws `duplicate-route` when two want one path. */
export function createApp(options: AppOptions): App {
  const connections = new WeakMap<Request, Connection>();
  const app = new Elysia({ normalize: false });
  // Bytes on a fixed path need no router and no schema: the hot path of operations is one.
  const direct = new Map<string, Mounted>();
  const seen = new Set<string>();
  // Before the routes: Elysia gives a hook only to routes mounted after it.
  app.onError(({ code, error }) => {
    if (code === "NOT_FOUND") return noSuchRoute();
    if (code === "VALIDATION") return malformedResponse(422);
    // Elysia wraps what a body parser throws.
    const cause = error instanceof Error ? error.cause : undefined;
    if (code === "PARSE" && !(cause instanceof FolkmootError)) return malformedResponse(400);
    return responseOfError(code === "PARSE" ? cause : error, options.log);
  });

  for (const route of options.routes) {
    const key = `${route.method} ${route.path}`;
    if (seen.has(key)) throw new FolkmootError("duplicate-route", `${key} is mounted twice.`);
    seen.add(key);
    const mounted = mount(route, options);
    if (isBytesBody(route.body) && route.params === undefined && route.query === undefined) {
      direct.set(key, mounted);
    } else {
      mountOnElysia(app, mounted, (request) => connectionOf(connections, request));
    }
  }
  return async (request, connection) => {
    const mounted = direct.get(`${request.method} ${pathnameOf(request)}`);
    if (mounted === undefined) {
      connections.set(request, connection);
      return app.handle(request);
    }
    try {
      const session = mounted.authorise(request, connection);
      const body = await mounted.readBody(request);
      return await mounted.answer({ request, connection, session, body });
    } catch (error) {
      return responseOfError(error, options.log);
    }
  };
}

interface Call {
  readonly request: Request;
  readonly connection: Connection;
  readonly session: Session | null;
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

interface Mounted {
  readonly route: Route;
  /** The session of the request; throws when this route is not for its sender. */
  authorise(request: Request, connection: Connection): Session | null;
  readBody(request: Request): Promise<unknown>;
  answer(call: Call): Promise<Response>;
}

function mount(route: Route, options: AppOptions): Mounted {
  const knock = route.knock && createKnockLimit(route.knock, options.clock);
  return {
    route,
    authorise(request, connection) {
      const wait = knock?.take(connection.address) ?? 0;
      if (wait > 0) {
        throw new FolkmootError("too-many-tries", "Too many tries.", {
          hint: `Wait ${wait} seconds.`,
          status: 429,
        });
      }
      const session = sessionOf(request, options);
      authorise(route.audience, session, connection, options.isFounded);
      return session;
    },
    readBody(request) {
      const { body } = route;
      if (isBytesBody(body)) return readBytes(request, body.contentType, body.bytesMax);
      return readJson(request, route.bodyBytesMax ?? jsonBytesMax);
    },
    async answer({ request, connection, session, params, query, body }) {
      const context = {
        params,
        query,
        body,
        session,
        request,
        get address() {
          return connection.address;
        },
        stream(start) {
          connection.untimed();
          const until = [options.closing, request.signal];
          if (session !== null) until.push(session.ended);
          return eventStream(start, until);
        },
      } satisfies Record<keyof RouteContext<"public", unknown, unknown, unknown>, unknown> & {
        stream: RouteContext<"public", unknown, unknown, unknown>["stream"];
      };
      // Only now: whoever is let in by nobody, or sends nothing, is still cut.
      if (route.slow === true) connection.untimed();
      const result = await route.handler(context as never);
      if (result instanceof Response) return result;
      if (result === undefined) return new Response(null, { status: 204 });
      return Response.json(result, { headers: apiHeaders });
    },
  };
}

function mountOnElysia(app: Elysia, mounted: Mounted, connection: (r: Request) => Connection) {
  const { route } = mounted;
  const sessions = new WeakMap<Request, Session | null>();
  // Asked before the body is read, or else before anything is validated: a stranger learns
  // nothing about the form of what is not for them.
  const admit = (request: Request) => {
    if (!sessions.has(request))
      sessions.set(request, mounted.authorise(request, connection(request)));
  };
  const hook = {
    params: route.params === undefined ? undefined : strict(route.params),
    query: strict(route.query ?? t.Object({})),
    body: route.body === undefined || isBytesBody(route.body) ? undefined : strict(route.body),
    parse:
      route.body === undefined
        ? "none"
        : [
            ({ request }: { request: Request }) => {
              admit(request);
              return mounted.readBody(request);
            },
          ],
    transform: [({ request }: { request: Request }) => admit(request)],
  };
  const handler = ({ request, params, query, body }: ElysiaContext) =>
    mounted.answer({
      request,
      connection: connection(request),
      session: sessions.get(request) ?? null,
      params,
      query,
      body,
    });
  // The schemas are only known as TSchema here; `route()` has tied them to the handler's types.
  app.route(route.method, route.path, handler as never, hook as never);
}

interface ElysiaContext {
  request: Request;
  params: unknown;
  query: unknown;
  body: unknown;
}

/** The parts of a JSON Schema that hold other schemas. */
interface Nested {
  type?: string;
  properties?: Record<string, TSchema>;
  additionalProperties?: unknown;
  items?: TSchema | TSchema[];
  anyOf?: TSchema[];
}

/** The same schema, refusing unknown keys at every level: what is not understood is not taken. */
function strict(schema: TSchema): TSchema {
  const { type, properties = {}, additionalProperties = false, items, anyOf } = schema as Nested;
  const nested: Nested = {};
  if (type === "object") {
    nested.properties = Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [name, strict(value)]),
    );
    nested.additionalProperties = additionalProperties;
  }
  if (items !== undefined && !Array.isArray(items)) nested.items = strict(items);
  if (anyOf !== undefined) nested.anyOf = anyOf.map(strict);
  // Spread keeps the symbols by which TypeBox tells its types apart.
  return { ...schema, ...nested };
}

function sessionOf(request: Request, options: AppOptions): Session | null {
  const header = request.headers.get("authorization");
  const token = header === null ? null : /^Bearer ([\w-]{16,128})$/.exec(header);
  return token?.[1] === undefined ? null : options.session(token[1]);
}

function authorise(
  audience: Audience,
  session: Session | null,
  connection: Connection,
  isFounded: () => boolean,
): void {
  if (audience === "public") return;
  if (audience === "found") {
    if (!isFounded()) return;
    throw new FolkmootError("already-founded", "This box has its community already.", {
      hint: "Ask a member to invite you.",
      status: 409,
    });
  }
  if (audience === "local") {
    if (connection.isControl) return;
    throw new FolkmootError("not-here", "This can only be asked on the box itself.", {
      hint: "Use the moot command there.",
      status: 403,
    });
  }
  if (session === null) {
    throw new FolkmootError("no-session", "This needs a session.", {
      hint: "Sign the challenge of POST /api/session/challenge with a device of a member.",
      status: 401,
    });
  }
  if (audience === "guest") return;
  const { roles } = session;
  const isAllowed =
    audience === "member" ? roles.has("member") : audience.some((role) => roles.has(role));
  if (isAllowed) return;
  throw new FolkmootError("not-allowed", "Your role does not include this.", { status: 403 });
}

function noSuchRoute(): Response {
  return errorResponse(404, "no-such-route", "There is nothing at this address.", "See /docs.");
}

function connectionOf(connections: WeakMap<Request, Connection>, request: Request): Connection {
  const connection = connections.get(request);
  if (connection === undefined) throw new Error("a request without its connection");
  return connection;
}
