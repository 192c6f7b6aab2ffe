/** The checks every box has. Each looks at figures it is told, and names what helps. */
import type { PartReport } from "./health.ts";
import { wellReport } from "./health.ts";

export interface StoreFigures {
  readonly queued: number;
  readonly diskFull: boolean;
  readonly freeBytes: number;
}

const freeBytesLow = 536_870_912;
const queuedLong = 2_000;
const daySeconds = 86_400;

export function storePart(figures: () => StoreFigures): () => PartReport {
  return () => {
    const { diskFull, freeBytes, queued } = figures();
    if (diskFull) {
      return {
        state: "failed",
        code: "store.full",
        issue: "The disk is full: nothing new can be stored.",
        hint: "Free some space; reading goes on, and phones keep what they could not send.",
      };
    }
    if (freeBytes < freeBytesLow) {
      const mebibytes = Math.floor(freeBytes / 1_048_576);
      const issue = `Only ${mebibytes} MiB of disk are free.`;
      const hint = "Free some space, or use a larger disk.";
      return { state: "warning", code: "store.low", values: { mebibytes }, issue, hint };
    }
    if (queued > queuedLong) {
      const issue = "More arrives than the disk can take.";
      const hint = "It passes; if it stays, the disk is too slow.";
      return { state: "warning", code: "store.slow", issue, hint };
    }
    return wellReport;
  };
}

/** `leafExpires`, `rootExpires`, `now`: seconds since 1970. */
export function certificatePart(
  figures: () => { leafExpires: number; rootExpires: number; now: number },
): () => PartReport {
  return () => {
    const { leafExpires, rootExpires, now } = figures();
    const days = (until: number) => Math.floor((until - now) / daySeconds);
    if (days(leafExpires) < 0) {
      return {
        state: "failed",
        code: "certificate.over",
        issue: "The certificate has run out: phones refuse the box.",
        hint: "Check the box's clock, then restart it: it makes a new certificate by itself.",
      };
    }
    if (days(rootExpires) < 180) {
      return {
        state: "warning",
        code: "certificate.authority",
        values: { count: days(rootExpires) },
        issue: `The box's own authority runs out in ${days(rootExpires)} days.`,
        hint: "Plan a day on which every phone installs the new one.",
      };
    }
    if (days(leafExpires) < 14) {
      const count = days(leafExpires);
      const issue = `The certificate runs out in ${count} days and was not renewed.`;
      const hint = "Restart the box; if it stays, read its log.";
      return { state: "warning", code: "certificate.late", values: { count }, issue, hint };
    }
    return wellReport;
  };
}

export function namePart(hostname: string, isTaken: () => boolean): () => PartReport {
  return () => {
    if (!isTaken()) return wellReport;
    return {
      state: "warning",
      code: "name.taken",
      values: { name: hostname },
      issue: `Another machine on this network answers to ${hostname}.`,
      hint: "Find it and switch it off or rename it: phones may reach the wrong one.",
    };
  };
}

export function appPart(hasApp: boolean): () => PartReport {
  if (hasApp) return () => wellReport;
  return () => ({
    state: "warning",
    code: "app.missing",
    issue: "The web app has not been built.",
    hint: "Run: bun run build:ui, and restart the box.",
  });
}

/** `lastBackup`, `foundedAt`: seconds since 1970, or null. */
export function backupPart(
  figures: () => { lastBackup: number | null; now: number; foundedAt: number | null },
): () => PartReport {
  const daysMax = 30;
  // A community that was founded today has other things to do first.
  const firstDaysMax = 7;
  return () => {
    const { lastBackup, now, foundedAt } = figures();
    if (foundedAt === null) return wellReport;
    const hint = "Make one: moot backup DIR, and carry it to another place.";
    if (lastBackup === null) {
      if (now - foundedAt <= firstDaysMax * daySeconds) return wellReport;
      return { state: "warning", code: "backup.none", issue: "There is no backup yet.", hint };
    }
    const days = Math.floor((now - lastBackup) / daySeconds);
    if (days <= daysMax) return wellReport;
    const issue = `The last backup is ${days} days old.`;
    return { state: "warning", code: "backup.old", values: { count: days }, issue, hint };
  };
}
