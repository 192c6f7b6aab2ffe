/** Files of proposals over HTTP: announced, sent in pieces, fetched by whoever may see them. */
import { t } from "elysia";
import { attachmentBytesMax, type FileId, kindByNumber, kinds } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import { type Route, route, type Session } from "../http.ts";
import type { LoggedOperation, Store } from "../store/index.ts";
import type { Attachments } from "./attachments.ts";
import { pieceBytes } from "./file-table.ts";
import { AttachmentGap } from "./refusals.ts";

export interface AttachmentRoutesOptions {
  readonly store: Store;
  readonly attachments: Attachments;
  /** By kind number: whether somebody else's erasable body may be shown; without an entry not. */
  readonly mayRead: ReadonlyMap<number, (op: LoggedOperation, session: Session) => boolean>;
}

const fileIdSchema = t.String({
  pattern: "^[0-9a-f]{64}$",
  description: "SHA-256 over the file's salt and its content",
});
const saltSchema = t.String({ pattern: "^[0-9a-f]{32}$", description: "16 bytes, hex" });

/** A file as the text names it, for whoever may read the text. */
export const attachmentSchema = t.Object({
  name: t.String(),
  type: t.String({ description: "Media type, as its author's phone took it to be" }),
  bytes: t.Integer(),
  salt: saltSchema,
  hash: fileIdSchema,
  received: t.Integer({ description: "How much of it is here: all of it once it is `bytes`" }),
});
const params = t.Object({ hash: fileIdSchema });
const progressSchema = t.Object({ received: t.Integer(), bytes: t.Integer() });

export function attachmentRoutes(options: AttachmentRoutesOptions): Route[] {
  const { attachments } = options;
  return [
    route({
      method: "POST",
      path: "/api/attachments",
      audience: "member",
      summary: "Announce a file of a proposal, or ask how much of it is here",
      description:
        "Before or after the proposal that names it. A file that is not whole, or that no " +
        "proposal names, goes after a week.",
      body: t.Object({
        hash: fileIdSchema,
        salt: saltSchema,
        bytes: t.Integer({ minimum: 0, description: `At most ${attachmentBytesMax}` }),
      }),
      response: progressSchema,
      handler: ({ session, body }) =>
        attachments.announce(session.member, { ...body, hash: body.hash as FileId }),
    }),
    putRoute(attachments),
    getRoute(options),
  ];
}

function putRoute(attachments: Attachments): Route {
  return route({
    method: "PUT",
    path: "/api/attachments/:hash",
    audience: "member",
    summary: "Send a piece of a file",
    description:
      `In order, ${pieceBytes} bytes each, the last one what is left. A piece that was sent ` +
      "before does no harm. After a gap the answer is 409 with the offset to go on from, as `received`. " +
      "The last piece is refused, and the file with it, unless all of it has the announced hash.",
    params,
    query: t.Object({ offset: t.Integer({ minimum: 0, maximum: attachmentBytesMax }) }),
    body: { contentType: "application/octet-stream", bytesMax: pieceBytes },
    response: t.Object({ received: t.Integer() }),
    handler: async ({ session, query, body, ...context }) => {
      const hash = context.params.hash as FileId;
      try {
        return { received: await attachments.put(session.member, hash, query.offset, body) };
      } catch (error) {
        if (!(error instanceof AttachmentGap)) throw error;
        const { code, message, hint, received } = error;
        return Response.json({ error: { code, message, hint }, received }, { status: 409 });
      }
    },
  });
}

function getRoute({ store, attachments, mayRead }: AttachmentRoutesOptions): Route {
  /** As whoever pulls the log: what one may read there, with its files, and nothing else. */
  const isFor =
    (session: Session) =>
    ({ op: id, member }: { op: OpId; member: MemberId }) => {
      const op = store.operation(id);
      if (op === null || op.body !== "stored" || !op.effect.done) return false;
      return member === session.member || (mayRead.get(op.kind)?.(op, session) ?? false);
    };
  return route({
    method: "GET",
    path: "/api/attachments/:hash",
    audience: "guest",
    summary: "A file, for whoever may see a proposal that names it",
    params,
    responseType: "application/octet-stream",
    handler: ({ session, params }) => {
      const hash = params.hash as FileId;
      const { op, bytes, pieces } = attachments.read(hash, isFor(session));
      return new Response(streamOf(pieces()), {
        headers: headersOf(nameIn(store, op, hash), bytes),
      });
    },
  });
}

/** Piece by piece, as fast as it is read. */
function streamOf(pieces: Generator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      const { done, value } = pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel() {
      pieces.return(undefined);
    },
  });
}

/**
 * A download and nothing else, whatever it says it is: never shown as a page of this origin, where
 * a script in it would speak for the member.
 */
function headersOf(name: string, bytes: number): Record<string, string> {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  return {
    "content-type": "application/octet-stream",
    "content-length": String(bytes),
    // RFC 6266: the plain name for programs that know no other.
    "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${extended(name)}`,
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  };
}

/** RFC 8187: everything but its attr-chars as percent-encoded UTF-8. */
function extended(name: string): string {
  const encoded = (mark: string) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(name).replace(/['()*]/g, encoded);
}

function nameIn(store: Store, op: OpId, hash: FileId): string {
  const body = store.body(op);
  if (body === null || kindByNumber(store.operation(op)?.kind ?? 0) !== kinds.proposalText) {
    return "file";
  }
  const { attachments = [] } = kinds.proposalText.schema.decode(body);
  return attachments.find((each) => each.hash === hash)?.name ?? "file";
}
