/** What members may know of their box: storage, certificate, versions, backup. */
import { t } from "elysia";
import { type Route, route } from "../http.ts";
import { type Health, healthRoute, reportSchema } from "./health.ts";

/** Figures of other rooms, told by the composition root. */
export interface BoxFacts {
  readonly version: string;
  readonly runtime: string;
  readonly sqlite: string;
  readonly name: string;
  readonly urls: { readonly app: string; readonly local: string; readonly certificate: string };
  readonly storage: { readonly bytes: number; readonly freeBytes: number };
  readonly certificate: {
    /** The authority's fingerprint, to compare with the terminal and the poster. */
    readonly words: readonly string[];
    /** Seconds since 1970. */
    readonly leafExpires: number;
    readonly rootExpires: number;
  };
  readonly log: {
    readonly position: number;
    /** Seconds since 1970 of the last check of every stored operation; null when none was made. */
    readonly verified: number | null;
    readonly damaged: number;
  };
  /** Seconds since 1970; null when there is none. */
  readonly lastBackup: number | null;
  /** Sessions open now. */
  readonly sessions: number;
}

const seconds = t.Integer({ description: "Seconds since 1970" });
const secondsOrNull = t.Union([seconds, t.Null()]);

export function boxRoutes(health: Health, facts: () => BoxFacts): Route[] {
  return [
    healthRoute(health),
    route({
      method: "GET",
      path: "/api/box",
      audience: "guest",
      summary: "Storage, certificate, versions, last backup",
      response: t.Object({
        version: t.String(),
        runtime: t.String(),
        sqlite: t.String(),
        name: t.String(),
        urls: t.Object({ app: t.String(), local: t.String(), certificate: t.String() }),
        storage: t.Object({ bytes: t.Integer(), freeBytes: t.Integer() }),
        certificate: t.Object({
          words: t.Array(t.String()),
          leafExpires: seconds,
          rootExpires: seconds,
        }),
        log: t.Object({
          position: t.Integer(),
          verified: secondsOrNull,
          damaged: t.Integer(),
        }),
        lastBackup: secondsOrNull,
        sessions: t.Integer(),
        health: reportSchema,
      }),
      handler: () => ({ ...facts(), health: health.report() }),
    }),
  ];
}
