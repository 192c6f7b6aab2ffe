/** What the moot command asks a running box, by the socket in its data folder. */
import { t } from "elysia";
import { toBase64Url } from "../../mesh/op/index.ts";
import { type Route, route } from "../http.ts";
import { effectSchema } from "../members/index.ts";
import type { Store } from "../store/index.ts";

/** How a box is and where to find it, for the command line. */
export interface BoxStatus {
  readonly name: string;
  readonly version: string;
  readonly founded: boolean;
  readonly community: string | null;
  readonly urls: { readonly app: string; readonly local: string; readonly certificate: string };
  /** Null once founded. */
  readonly foundingLink: string | null;
  /** The founding link for this machine's own browser; null once founded. */
  readonly foundingLinkHere: string | null;
  readonly words: readonly string[];
  /** SHA-256 of the web app's code, as `app` in stamp.json; null when it has not been built. */
  readonly appHash: string | null;
  readonly position: number;
  readonly members: number;
  readonly health: "ok" | "warning" | "failed";
}

/** How many operations and files were read, and what of them is not as it was. */
export interface VerifyReport {
  readonly checked: number;
  readonly files: number;
  readonly damaged: readonly {
    readonly position: number | null;
    readonly what: string;
    /** Of a file: its hash, and the proposals that name it. */
    readonly file?: string;
    readonly proposals?: readonly string[];
  }[];
}

/** What of a box the command line can ask, whether it runs or not. */
export interface BoxControl {
  readonly store: Store;
  status(): BoxStatus;
  verify(): Promise<VerifyReport>;
  rebuild(): Promise<void>;
  /** Into a folder that must not exist yet. */
  backup(dir: string): Promise<void>;
}

const pageMax = 500;
const textOrNull = t.Union([t.String(), t.Null()]);

const statusSchema = t.Object({
  name: t.String(),
  version: t.String(),
  founded: t.Boolean(),
  community: textOrNull,
  urls: t.Object({ app: t.String(), local: t.String(), certificate: t.String() }),
  foundingLink: textOrNull,
  foundingLinkHere: textOrNull,
  words: t.Array(t.String()),
  appHash: textOrNull,
  position: t.Integer(),
  members: t.Integer(),
  health: t.Union([t.Literal("ok"), t.Literal("warning"), t.Literal("failed")]),
});

export function controlRoutes(control: () => BoxControl): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/local/status",
      audience: "local",
      summary: "Where the box is to be found, and how it is",
      response: statusSchema,
      handler: () => control().status(),
    }),
    route({
      method: "POST",
      path: "/api/local/verify",
      audience: "local",
      summary: "Check every operation and file against its id, signature and content",
      response: t.Object({
        checked: t.Integer(),
        files: t.Integer(),
        damaged: t.Array(
          t.Object({
            position: t.Union([t.Integer(), t.Null()]),
            what: t.String(),
            file: t.Optional(t.String({ description: "Of a file: its hash" })),
            proposals: t.Optional(t.Array(t.String(), { description: "Those that name it" })),
          }),
        ),
      }),
      handler: () => control().verify(),
    }),
    route({
      method: "POST",
      path: "/api/local/rebuild",
      audience: "local",
      summary: "Compute all tables anew from the log",
      handler: () => control().rebuild(),
    }),
    route({
      method: "POST",
      path: "/api/local/backup",
      audience: "local",
      summary: "Write a copy of everything into a new folder",
      body: t.Object({ dir: t.String({ minLength: 1, maxLength: 4096 }) }),
      handler: ({ body }) => control().backup(body.dir),
    }),
    route({
      method: "GET",
      path: "/api/local/log",
      audience: "local",
      summary: "A page of the log, with the bodies that are still there",
      query: t.Object({ after: t.Integer({ minimum: 0 }) }),
      response: t.Object({
        operations: t.Array(
          t.Object({
            position: t.Integer(),
            id: t.String(),
            kind: t.Integer(),
            received: t.Integer({ description: "Seconds since 1970" }),
            effect: effectSchema,
            wire: t.String({ description: "Wire form, base64url" }),
          }),
        ),
      }),
      handler: ({ query }) => ({ operations: logPage(control().store, query.after) }),
    }),
  ];
}

export interface ExportedOperation {
  readonly position: number;
  readonly id: string;
  readonly kind: number;
  readonly received: number;
  readonly effect: unknown;
  /** Wire form, base64url. */
  readonly wire: string;
}

/** Empty at the end of the log. */
export function logPage(store: Store, after: number): ExportedOperation[] {
  return store.operations({ after, limit: pageMax }).flatMap((op) => {
    const wire = store.wire(op.id, "whole");
    if (wire === null) return [];
    const { position, id, kind, received, effect } = op;
    return { position, id, kind, received, effect, wire: toBase64Url(wire) };
  });
}
