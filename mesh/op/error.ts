/**
 * The one error type of the house.
 *
 * `code` is stable and meant for programs, `message` says what happened, `hint` says what the
 * person in front of it can do. `status` is the HTTP status the box answers with when the error
 * reaches a request; errors without one are faults of the box (500).
 */
export class FolkmootError extends Error {
  readonly code: string;
  readonly hint: string | null;
  readonly status: number;

  constructor(
    code: string,
    message: string,
    details: { hint?: string; cause?: unknown; status?: number } = {},
  ) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = "FolkmootError";
    this.code = code;
    this.hint = details.hint ?? null;
    this.status = details.status ?? 500;
  }
}
