import type { MemberId, OpId } from "../../mesh/op/index.ts";

export const emergencyPath = "/api/emergency";

export type Level = "watch" | "alert" | "crisis";
export const levels: readonly Level[] = ["watch", "alert", "crisis"];
export type Power = "alert_all" | "pause_partner";

/** As the box tells it; times in seconds since 1970. */
export interface EmergencyEntry {
  id: OpId;
  level: Level;
  reason: string;
  by: MemberId;
  called: number;
  since: number | null;
  confirmedBy: MemberId | null;
  hours: number;
  until: number;
  ended: { at: number; by: MemberId } | null;
  powers: Power[];
  people: MemberId[];
  /** What was done with its powers, the oldest first. */
  used: { id: OpId; by: MemberId; at: number; power: Power; words: string }[];
  /** The thread in which the box asks how it went; null before it is in force. */
  review: OpId | null;
  state: "in-force" | "waiting" | "over";
}

export interface EmergencyView {
  policy: { people: MemberId[]; two: boolean; hours: number; powers: Power[] } | null;
  mayCall: boolean;
  emergencies: EmergencyEntry[];
}
