/** Check, issue, fix: each part says how it is, and where it is not well, what helps. */
import { t } from "elysia";
import type { Clock } from "../clock.ts";
import { type Route, route } from "../http.ts";

export interface PartReport {
  readonly state: "ok" | "warning" | "failed";
  /** What is wrong; null when nothing is. Says nothing about anybody: everybody may read it. */
  readonly issue: string | null;
  /** What a steward can do about it. */
  readonly hint: string | null;
  /** Names the issue for programs, and for the app, which says it in the reader's language. */
  readonly code?: string;
  /** What stands in the issue: figures, a name. */
  readonly values?: Readonly<Record<string, string | number>>;
}

export type Check = () => PartReport;

export interface HealthReport {
  readonly status: "ok" | "warning" | "failed";
  readonly version: string;
  readonly uptime_s: number;
  readonly parts: Readonly<Record<string, PartReport>>;
}

export interface Health {
  /** Registers a part. Checks are quick and only look: they run at every request. */
  part(name: string, check: Check): void;
  report(): HealthReport;
}

export const wellReport: PartReport = { state: "ok", issue: null, hint: null };

export function createHealth({ clock, version }: { clock: Clock; version: string }): Health {
  const startedMs = clock.monotonicMs();
  const checks = new Map<string, Check>();
  return {
    part(name, check) {
      checks.set(name, check);
    },
    report() {
      const parts = Object.fromEntries([...checks].map(([name, check]) => [name, run(check)]));
      const states = new Set(Object.values(parts).map(({ state }) => state));
      return {
        status: states.has("failed") ? "failed" : states.has("warning") ? "warning" : "ok",
        version,
        uptime_s: Math.floor((clock.monotonicMs() - startedMs) / 1000),
        parts,
      };
    },
  };
}

/** A check that breaks is an answer, too. */
function run(check: Check): PartReport {
  try {
    return check();
  } catch {
    return {
      state: "failed",
      code: "part.silent",
      issue: "This part does not answer.",
      hint: "Restart the box; if it stays, look into its log.",
    };
  }
}

const stateSchema = t.Union([t.Literal("ok"), t.Literal("warning"), t.Literal("failed")]);

const partSchema = t.Object({
  state: stateSchema,
  issue: t.Union([t.String(), t.Null()], { description: "What is wrong, in English" }),
  hint: t.Union([t.String(), t.Null()], { description: "What a steward can do about it" }),
  code: t.Optional(t.String({ description: "Names the issue, for programs" })),
  values: t.Optional(
    t.Record(t.String(), t.Union([t.String(), t.Number()]), {
      description: "What stands in the issue: figures, a name",
    }),
  ),
});

export const reportSchema = t.Object({
  status: stateSchema,
  version: t.String(),
  uptime_s: t.Integer(),
  parts: t.Record(t.String(), partSchema, { description: "By the part's name" }),
});

/** GET /health: 200 while the box can serve, 503 when a part has failed. */
export function healthRoute(health: Health): Route {
  return route({
    method: "GET",
    path: "/health",
    audience: "public",
    summary: "How the box is",
    description: "200 while it can serve, 503 when a part has failed. Says nothing about anybody.",
    // The page that hands out the certificate asks over https whether it was installed.
    crossSite: true,
    response: reportSchema,
    handler: () => {
      const report = health.report();
      return Response.json(report, { status: report.status === "failed" ? 503 : 200 });
    },
  });
}
