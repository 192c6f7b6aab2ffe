/** POST, pull, effects and events of operations. */
import { t } from "elysia";
import {
  decodeBatch,
  FolkmootError,
  hintsOf,
  type OpId,
  requestBytesMax,
  toBase64Url,
} from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import { createKnockLimit, type Route, type RouteContext, route, type Session } from "../http.ts";
import { effectSchema, submissionSchema } from "../members/index.ts";
import {
  type Effect,
  type LoggedOperation,
  receiptText,
  type Store,
  type Submission,
} from "../store/index.ts";
import type { Events } from "./events.ts";
import type { Ration } from "./ration.ts";

/** Whether a reader may see the body of an erasable operation of one kind. */
export type MayRead = (op: LoggedOperation, session: Session) => boolean;

export interface OperationsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: Events;
  /** By kind number. Bodies of erasable kinds without an entry go to their author only. */
  readonly mayRead: ReadonlyMap<number, MayRead>;
  /** Whether an operation stays back as a whole for now, such as a ballot of a hidden vote. */
  readonly isWithheld: MayRead;
  /** What became of an operation as far as is known now: others may have made it count since. */
  readonly effectOf: (op: LoggedOperation) => Effect;
  readonly memberOf: (device: LoggedOperation["author"]) => Session["member"] | null;
  readonly ration: Ration;
}

const pageMax = 500;
// A page is assembled in memory: a few big items end it early.
const pageBytesMax = 2_097_152;
const idsMax = 100;
// What is not an operation of a device we know costs a check and gains nothing: such senders wait.
const refusedAllowed = { burst: 1_000, perMinute: 600 };
// A device that was shut out is still logged, so that its refusal can be proven; what it sends is
// weighed as well, or it could fill the disk: 4 MB at once, then 2.4 MB a minute.
const bytesPerToken = 4_096;

export function operationRoutes(options: OperationsOptions): Route[] {
  return [submitRoute(options), pullRoute(options), effectsRoute(options), eventsRoute(options)];
}

function submitRoute(options: OperationsOptions): Route {
  const { store, clock, ration, effectOf } = options;
  const refusals = createKnockLimit(refusedAllowed, clock);
  const submit = async ({ body, address }: RouteContext<"public", undefined, undefined, Bytes>) => {
    if (refusals.isEmpty(address)) throw tooManyRefused();
    const wires = decodeBatch(body);
    const submissions = await submitWithin(ration, wires, (admitted) =>
      store.submit(admitted, { carrier: "https", lane: address }),
    );
    submissions.forEach((submission, at) => {
      if (!isRefused(submission)) return;
      refusals.charge(address, 1 + Math.floor((wires[at]?.length ?? 0) / bytesPerToken));
    });
    const receipt = await store.receipt(submissions);
    return {
      results: submissions.map((submission) => {
        const { state, id } = submission;
        const known = state === "dup" && id !== null ? store.operation(id) : null;
        return known === null ? submission : { ...submission, effect: effectOf(known) };
      }),
      receipt: receipt && receiptText(receipt),
    };
  };
  return route({
    method: "POST",
    path: "/api/ops",
    audience: "public",
    summary: "Hand in operations",
    description:
      "CBOR of an array of byte strings, each an operation in wire form, at most 100. Their " +
      "signatures authorise them: no session is needed. One result for each, in order, once the " +
      "disk has confirmed them. Sending them again is harmless.",
    body: operationsBody,
    response: t.Object({
      results: t.Array(submissionSchema),
      receipt: t.Union([t.String(), t.Null()], {
        description: "The box's signed word that it keeps them, base64url; null if it keeps none",
      }),
    }),
    handler: submit,
  });
}

/** What has to wait is left out, and answered in its place. */
async function submitWithin(
  ration: Ration,
  wires: readonly Uint8Array[],
  submit: (wires: readonly Uint8Array[]) => Promise<Submission[]>,
): Promise<Submission[]> {
  const hints = wires.map(hintsOf);
  const refusals = hints.map((hint) => ration.refusal(hint));
  const admitted = wires.filter((_, at) => refusals[at] === null);
  const submissions = admitted.length === 0 ? [] : await submit(admitted);
  let next = 0;
  return refusals.map((refusal, at) => {
    if (refusal !== null) return refusal;
    const submission = submissions[next++] as Submission;
    ration.charge(hints[at] ?? null, wires[at]?.length ?? 0, submission);
    return submission;
  });
}

/** Strangers, and those who are gone: the log takes what they say, but not without end. */
function isRefused({ state, effect }: Submission): boolean {
  if (state === "badsig") return true;
  return effect?.done === false && (effect.reason === "revoked" || effect.reason === "left");
}

const operationsBody = { contentType: "application/cbor", bytesMax: requestBytesMax };
type Bytes = typeof operationsBody;

function pullRoute(options: OperationsOptions): Route {
  return route({
    method: "GET",
    path: "/api/ops",
    audience: "member",
    summary: "Pull the log from a position on",
    description:
      "Bodies come along where you may read them; the headers of all others do. Ballots of others " +
      "stay back while their results are hidden: pull again from there after the close.",
    query: t.Object({
      after: t.Optional(t.Integer({ minimum: 0, description: "Position of the last one known" })),
      limit: t.Optional(t.Integer({ minimum: 1, maximum: pageMax })),
    }),
    response: t.Object({
      operations: t.Array(
        t.Object({
          position: t.Integer(),
          id: t.String(),
          received: t.Integer({ description: "Seconds since 1970 on the box's clock" }),
          effect: effectSchema,
          wire: t.String({ description: "Wire form, base64url" }),
        }),
      ),
      position: t.Integer({ description: "The end of the log" }),
      next: t.Union([t.Integer(), t.Null()], {
        description: "Pull on from here; null: nothing is left. Only then may a page be empty",
      }),
    }),
    handler: async ({ query, session }) => {
      const { after = 0, limit = 100 } = query;
      const page = await pageFor(options, session, { after, limit });
      return { ...page, position: options.store.position() };
    },
  });
}

interface LogPage {
  readonly operations: object[];
  readonly next: number | null;
}

/**
 * As many as are asked for and fit, past whatever stays back. Many in a row may (all ballots of a
 * hidden vote), and who asks must not take that for the end: so it is looked on, in slices.
 */
async function pageFor(
  options: OperationsOptions,
  session: Session,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<LogPage> {
  const { store, isWithheld } = options;
  const operations: object[] = [];
  let bytes = 0;
  for (let from = after; ; ) {
    const slice = store.operations({ after: from, limit });
    for (const op of slice) {
      const wire = isWithheld(op, session) ? null : wireFor(options, session, op);
      const isFull = operations.length === limit || bytes + (wire?.length ?? 0) > pageBytesMax;
      if (wire !== null && isFull && operations.length > 0) return { operations, next: from };
      from = op.position;
      if (wire === null) continue;
      bytes += wire.length;
      const { position, id, received } = op;
      const effect = options.effectOf(op);
      operations.push({ position, id, received, effect, wire: toBase64Url(wire) });
    }
    if (slice.length < limit) return { operations, next: null };
    if (operations.length === limit) return { operations, next: from };
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function wireFor(
  { store, mayRead, memberOf }: OperationsOptions,
  session: Session,
  op: LoggedOperation,
): Uint8Array | null {
  const isReadable =
    op.body !== "stored" ||
    memberOf(op.author) === session.member ||
    (mayRead.get(op.kind)?.(op, session) ?? false);
  return store.wire(op.id, isReadable ? "whole" : "header");
}

function effectsRoute({ store, effectOf }: OperationsOptions): Route {
  return route({
    method: "GET",
    path: "/api/effects",
    audience: "guest",
    summary: "What became of operations",
    query: t.Object({
      ids: t.String({
        pattern: `^[0-9a-f]{32}(,[0-9a-f]{32}){0,${idsMax - 1}}$`,
        description: `Operation ids, at most ${idsMax}, with commas between`,
      }),
    }),
    response: t.Object({
      effects: t.Array(
        t.Object({
          id: t.String(),
          position: t.Union([t.Integer(), t.Null()]),
          effect: t.Union([effectSchema, t.Null()], { description: "Null: not known here" }),
        }),
      ),
    }),
    handler: ({ query }) => ({
      effects: query.ids.split(",").map((id) => {
        const op = store.operation(id as OpId);
        return { id, position: op?.position ?? null, effect: op && effectOf(op) };
      }),
    }),
  });
}

function eventsRoute({ events }: OperationsOptions): Route {
  return route({
    method: "GET",
    path: "/api/events",
    audience: "guest",
    summary: "Hear of changes as they happen",
    description:
      'An event stream: {"type":"change","position"} when the log has grown, {"type":"effect",' +
      '"id","effect"} for your own operations. It beats every 15 seconds and ends with the session.',
    responseType: "text/event-stream",
    handler: ({ session, stream }) =>
      stream((channel) => {
        const stop = events.follow(session.member, channel);
        return () => void stop();
      }),
  });
}

function tooManyRefused(): FolkmootError {
  return new FolkmootError(
    "too-many-refused",
    "Too much of what came from here was no operation.",
    {
      hint: "Wait a minute. If this device was removed, join again.",
      status: 429,
    },
  );
}
