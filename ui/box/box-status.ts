/** GET /api/box. Times are seconds since 1970. */
export interface BoxStatus {
  version: string;
  runtime: string;
  sqlite: string;
  name: string;
  urls: { app: string; local: string; certificate: string };
  storage: { bytes: number; freeBytes: number };
  certificate: { words: string[]; leafExpires: number; rootExpires: number };
  log: { position: number; verified: number | null; damaged: number };
  lastBackup: number | null;
  health: {
    status: "ok" | "warning" | "failed";
    uptime_s: number;
    parts: Record<string, PartStatus>;
  };
}

export interface PartStatus {
  state: "ok" | "warning" | "failed";
  /** In the box's own words (English). */
  issue: string | null;
  hint: string | null;
  /** Names the issue; `values` stand in it. */
  code?: string;
  values?: Record<string, string | number>;
}

/** Whole days from now until then; 0 once it is over. */
export function daysUntil(seconds: number, nowSeconds: number): number {
  return Math.max(0, Math.floor((seconds - nowSeconds) / 86_400));
}
