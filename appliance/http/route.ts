/** What a room hands to the box to be reached over HTTP: a list of routes, each with its audience. */
import type { Static, TSchema } from "elysia";
import type { Role } from "../../mesh/kinds/index.ts";
import { type DeviceId, FolkmootError, type MemberId } from "../../mesh/op/index.ts";
import type { EventChannel } from "./event-stream.ts";
import type { Knock } from "./knock-limit.ts";

/** Who reads: a device that proved its key, and what its member may see at this moment. */
export interface Session {
  readonly member: MemberId;
  readonly device: DeviceId;
  readonly roles: ReadonlySet<Role>;
  /** Names of groups, as audiences name them. */
  readonly groups: ReadonlySet<string>;
  /** Seconds since 1970. */
  readonly expires: number;
  /** Aborts when the session ends: expired, closed, or its device or member revoked. */
  readonly ended: AbortSignal;
}

/**
 * Who may call a route. There is no default: a route without an audience does not mount.
 *
 * - `public`: anybody who reaches the box.
 * - `found`: anybody, as long as no community has been founded on this box.
 * - `local`: the moot command, by the socket in the box's data folder. Loopback would not do: any
 *   account on the machine, and any page in its browser, reaches that.
 * - `guest`: every session. `member`: every session of a full member.
 * - a list of roles: a session of somebody who holds one of them.
 */
export type Audience = "public" | "found" | "local" | "guest" | "member" | readonly Role[];
export type OpenAudience = "public" | "found" | "local";

/** A body taken as it is, for what is not JSON. */
export interface BytesBody {
  readonly contentType: string;
  readonly bytesMax: number;
}

type In<S> = S extends TSchema ? Static<S> : undefined;
type BodyIn<B> = B extends BytesBody ? Uint8Array<ArrayBuffer> : In<B>;

/** What a route's handler gets: everything decoded and checked, the reader known. */
export interface RouteContext<A extends Audience, P, Q, B> {
  readonly params: In<P>;
  readonly query: In<Q>;
  readonly body: BodyIn<B>;
  readonly session: A extends OpenAudience ? Session | null : Session;
  readonly request: Request;
  /** Of the other end of the connection: for rate limits, never to be written down. */
  readonly address: string;
  /**
   * Answers with an event stream (`text/event-stream`, to be read with fetch). `start` may return
   * what to do when it is over. The stream ends with the session and with the connection.
   */
  stream(start: (channel: EventChannel) => StreamEnd | Promise<StreamEnd>): Response;
}
export type StreamEnd = (() => void) | undefined;

export interface RouteDefinition<
  A extends Audience,
  P extends TSchema | undefined,
  Q extends TSchema | undefined,
  B extends TSchema | BytesBody | undefined,
> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `/api/items/:id` */
  readonly path: `/${string}`;
  readonly audience: A;
  /** One line for the list of routes and the API document. */
  readonly summary: string;
  readonly description?: string;
  readonly params?: P;
  readonly query?: Q;
  /** A schema for JSON, or `{contentType, bytesMax}` for bytes. Unknown keys are refused. */
  readonly body?: B;
  /** Bound of a JSON body; `jsonBytesMax` unless given. */
  readonly bodyBytesMax?: number;
  /** For the API document. Not checked at run time: what the box says about itself it knows. */
  readonly response?: TSchema;
  /** Content type of an answer that is not JSON, for the API document. */
  readonly responseType?: string;
  /** A bound on calls by strangers, per address and overall. */
  readonly knock?: Knock;
  /** It may take minutes until the answer begins: the connection is not cut for being idle. */
  readonly slow?: boolean;
  /** May be asked from a page of another origin: only for what says nothing about anybody. */
  readonly crossSite?: boolean;
  /**
   * Returns JSON, a Response, or nothing (204). Throws FolkmootError for a refusal.
   */
  handler(context: RouteContext<A, P, Q, B>): unknown;
}

/** A route as the box keeps it, its types checked where it was defined. */
export type Route = RouteDefinition<
  Audience,
  TSchema | undefined,
  TSchema | undefined,
  TSchema | BytesBody | undefined
>;

/** Throws at mount when the audience is missing: deny by default, for people as well. */
export function route<
  A extends Audience,
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | BytesBody | undefined = undefined,
>(definition: RouteDefinition<A, P, Q, B>): Route {
  if (!isAudience(definition.audience)) {
    throw new FolkmootError(
      "route-without-audience",
      `${definition.method} ${definition.path} says not who may call it.`,
      { hint: "Give the route an audience: public, found, local, guest, member or roles." },
    );
  }
  // The handler's context is narrower than the one of a kept route; the app builds exactly that
  // context from these very schemas, which is what makes the widening true.
  return definition as unknown as Route;
}

function isAudience(value: unknown): value is Audience {
  if (Array.isArray(value)) return value.length > 0;
  return ["public", "found", "local", "guest", "member"].includes(value as string);
}

export function isBytesBody(body: TSchema | BytesBody | undefined): body is BytesBody {
  return body !== undefined && "bytesMax" in body;
}
