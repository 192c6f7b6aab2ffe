/** Errors as strangers see them: a code, a sentence, a hint, and never what they sent. */
import { FolkmootError } from "../../mesh/op/index.ts";
import { describeFault, type Log } from "../log.ts";

export function errorResponse(
  status: number,
  code: string,
  message: string,
  hint: string | null = null,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ error: { code, message, hint } }, { status, headers });
}

/** One flat answer for whatever was wrong with a request's form. */
export function malformedResponse(status: 400 | 422 = 422): Response {
  return errorResponse(
    status,
    "malformed-request",
    "The request does not have the form this route takes.",
    "See /docs for what it takes.",
  );
}

/**
 * A fault of the box is logged with an id and where it happened, and answered with that id. Its
 * message stays out of both: it may quote what a member wrote.
 */
export function responseOfError(error: unknown, log: Log): Response {
  // 503 and 507 are states of the box that its own words explain; a bare 500 is a mistake.
  if (error instanceof FolkmootError && error.status !== 500) {
    const wait = error.status === 429 || error.status === 503;
    const headers: Record<string, string> = wait ? { "retry-after": "5" } : {};
    return errorResponse(error.status, error.code, error.message, error.hint, headers);
  }
  const incident = crypto.randomUUID().slice(0, 8);
  log.error("request-failed", { incident, ...describeFault(error) });
  return errorResponse(
    500,
    "box-fault",
    "The box made a mistake. Nothing was stored unless it said so.",
    `Try again; if it stays, tell a steward this number: ${incident}.`,
  );
}
