/** The record over HTTP: its head, and proofs about it. */
import { t } from "elysia";
import {
  FolkmootError,
  type MemberId,
  type OpId,
  toBase64Url,
  toOpId,
} from "../../mesh/op/index.ts";
import { type Route, route } from "../http.ts";
import type { Audit } from "./audit.ts";

const note = (description: string) => t.String({ description: `${description}: a signed note` });
const id = t.Object({ id: t.String({ pattern: "^[0-9a-f]{32}$", description: "Operation id" }) });
const size = (description: string) => t.Integer({ minimum: 1, description });
const hash = t.String({ description: "32 bytes, base64url" });
const seconds = t.Integer({ description: "Seconds since 1970" });
const openedLog = {
  origin: t.String({ description: "Which log: the first line of its checkpoints" }),
  opening: note("How it was opened, and at which head"),
};

/** `isWithheld`: what its author alone may have for now, such as a ballot of a hidden vote. */
export function auditRoutes(
  audit: Audit,
  isWithheld: (id: OpId, member: MemberId) => boolean,
): Route[] {
  return [headRoute(audit), consistencyRoute(audit), ...inclusionRoutes(audit, isWithheld)];
}

function headRoute(audit: Audit): Route {
  return route({
    method: "GET",
    path: "/api/audit",
    audience: "guest",
    summary: "The signed head of the box's record",
    description:
      "Every operation the box has logged, in order, is a leaf of a Merkle tree (RFC 6962); its " +
      "head is signed as a checkpoint (C2SP tlog-checkpoint). After a restore from a backup the " +
      "box opens a new log, whose opening says so.",
    response: t.Object({
      state: t.Union(
        ["unfounded", "checking", "signed", "changed"].map((state) => t.Literal(state)),
        { description: "changed: the log on disk is not the one the box has signed" },
      ),
      log: t.Union([
        t.Object({
          ...openedLog,
          number: t.Integer(),
          checkpoint: t.Union([note("The newest head"), t.Null()]),
          size: t.Integer({ description: "Operations it covers" }),
          signed: t.Union([seconds, t.Null()]),
        }),
        t.Null(),
      ]),
      logs: t.Array(t.Object(openedLog), { description: "Every log of this box, oldest first" }),
    }),
    handler: () => ({
      state: audit.state,
      log: shownLog(audit),
      logs: audit.logs.map(({ origin, opening }) => ({ origin, opening })),
    }),
  });
}

function shownLog(audit: Audit) {
  if (audit.current === null) return null;
  const { origin, opening, number, checkpoint, signed } = audit.current;
  return { origin, opening, number, checkpoint, size: audit.current.size, signed };
}

function consistencyRoute(audit: Audit): Route {
  return route({
    method: "GET",
    path: "/api/audit/consistency",
    audience: "guest",
    summary: "The proof that the record has only grown between two sizes",
    query: t.Object({ from: size("The smaller size"), to: size("The larger size") }),
    response: t.Object({
      from: t.Integer(),
      to: t.Integer(),
      fromRoot: t.String({ description: "Root of its tree at `from`, 32 bytes, base64url" }),
      path: t.Array(hash, { description: "RFC 6962 §2.1.2" }),
    }),
    handler: ({ query }) => {
      const { from, to, fromRoot, path } = audit.consistency(query.from, query.to);
      return { from, to, fromRoot: toBase64Url(fromRoot), path: path.map(toBase64Url) };
    },
  });
}

function inclusionRoutes(
  audit: Audit,
  isWithheld: (id: OpId, member: MemberId) => boolean,
): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/audit/inclusion/:id",
      audience: "guest",
      summary: "The proof that an operation is in the record",
      description: "CBOR of [index, hashes in a row, checkpoint]; at most 1 KB for a million.",
      params: id,
      responseType: "application/cbor",
      handler: ({ params }) =>
        new Response(audit.inclusion(toOpId(params.id)), {
          headers: { "content-type": "application/cbor" },
        }),
    }),
    route({
      method: "GET",
      path: "/api/audit/proof/:id",
      audience: "member",
      summary: "The same as a file that anybody can check without the box",
      description: "C2SP tlog-proof. The operation is in it without what can be erased.",
      params: id,
      responseType: "text/plain",
      handler: ({ params, session }) => {
        const operation = toOpId(params.id);
        // The file holds the operation itself.
        if (isWithheld(operation, session.member)) throw notYours();
        return new Response(audit.proofFile(operation), {
          headers: {
            "content-type": "text/plain; charset=utf-8",
            "content-disposition": `attachment; filename="${params.id}.tlog-proof"`,
          },
        });
      },
    }),
  ];
}

function notYours(): FolkmootError {
  return new FolkmootError(
    "results-hidden",
    "Until the vote is closed this is its author's alone.",
    {
      hint: "Ask again after the close.",
      status: 403,
    },
  );
}
