import { FolkmootError } from "../../mesh/op/index.ts";
import { reportContact } from "./connection.ts";

export interface RequestOptions {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as they are. */
  bytes?: Uint8Array;
  contentType?: string;
  accept?: string;
  signal?: AbortSignal;
  token?: string | null;
  timeoutMs?: number;
}

// A box that is busy answers within seconds; a phone at the edge of the WiFi never hears back.
const defaultTimeoutMs = 20_000;

/**
 * One request to the box. Returns the response when its status is 2xx; else throws the box's own
 * FolkmootError, or `unreachable` when nothing answered.
 */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const headers = new Headers({ accept: options.accept ?? "application/json" });
  if (options.token) headers.set("authorization", `Bearer ${options.token}`);
  if (options.json !== undefined) headers.set("content-type", "application/json");
  if (options.bytes) headers.set("content-type", options.contentType ?? "application/cbor");
  const timeout = AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs);
  let response: Response;
  try {
    response = await fetch(path, {
      method: options.method ?? "GET",
      headers,
      body: bodyOf(options),
      cache: "no-store",
      credentials: "omit",
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw unreachable(cause);
  }
  reportContact(true);
  if (response.ok) return response;
  throw await errorOf(response);
}

/** The same, with the answer read as JSON. */
export async function sendJson<Answer>(
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  return readJson<Answer>(await send(path, options), options.signal);
}

/** The answer as JSON. Throws `unreachable` when the box went out of reach in the middle of it. */
export async function readJson<Answer>(response: Response, signal?: AbortSignal): Promise<Answer> {
  if (response.status === 204) return undefined as Answer;
  try {
    return (await response.json()) as Answer;
  } catch (cause) {
    if (signal?.aborted || cause instanceof SyntaxError) throw cause;
    throw unreachable(cause);
  }
}

/** For an answer that did not come, or not whole; the connection hears of it. */
export function unreachable(cause: unknown): FolkmootError {
  reportContact(false);
  return new FolkmootError("unreachable", "The box did not answer.", { cause });
}

function bodyOf(options: RequestOptions): BodyInit | null {
  if (options.bytes) return options.bytes as Uint8Array<ArrayBuffer>;
  return options.json === undefined ? null : JSON.stringify(options.json);
}

async function errorOf(response: Response): Promise<FolkmootError> {
  let error: { code?: string; message?: string; hint?: string | null } = {};
  try {
    ({ error = {} } = (await response.json()) as { error?: typeof error });
  } catch {
    // Not from our box's API: the status says all there is to say.
  }
  return new FolkmootError(error.code ?? "failed", error.message ?? "The box refused.", {
    status: response.status,
    ...(error.hint ? { hint: error.hint } : {}),
  });
}
