/** How the record is, for the health page: a box that was tampered with says so itself. */
import type { Audit } from "./audit.ts";

export function auditPart(audit: Pick<Audit, "state" | "damage">) {
  if (audit.state !== "changed") return { state: "ok", issue: null, hint: null } as const;
  const where = audit.damage === null ? "" : ` (positions ${audit.damage.join(" to ")})`;
  return {
    state: "failed",
    code: "record.changed",
    issue: `Stored operations are not those this box has signed${where}.`,
    hint: "Restore the newest backup: moot restore. Members' phones send again what came after.",
  } as const;
}
