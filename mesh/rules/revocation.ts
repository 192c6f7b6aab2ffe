import type { RevokeBody } from "../kinds/index.ts";
import type { MemberId } from "../op/index.ts";
import type { Refusal, Standing } from "./standing.ts";

/**
 * Whether somebody may revoke this alone: their own device, or all of their own devices.
 * `owner`: whose the named device is; null if nobody's. Everything else takes the gate.
 */
export function mayRevoke(
  standing: Standing,
  body: RevokeBody,
  owner: MemberId | null,
): Refusal | null {
  if ("refusal" in standing) return standing.refusal;
  if ("box" in standing) return "role";
  if (body.device !== null && owner === null) return "unknown-device-named";
  return (body.member ?? owner) === standing.member ? null : "gate-needed";
}
