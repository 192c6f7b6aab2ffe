/** What a clock that is off does to requests at the gate, which go by the time that was signed. */
import { gateRequestSeconds } from "../../mesh/rules/index.ts";

/** Below this it makes no difference that anybody would notice in seven days. */
const differenceSecondsMax = 3_600;

/**
 * `behind`: what is asked for ends early; `over`: it ends before anybody can agree. `ahead`: a yes
 * may come too late; `late`: it does. Null where the clocks agree well enough.
 */
export type ClockFault = "behind" | "over" | "ahead" | "late";

/** `aheadSeconds`: by how much the box's clock is ahead of this phone's. */
export function clockFault(aheadSeconds: number): ClockFault | null {
  if (Math.abs(aheadSeconds) <= differenceSecondsMax) return null;
  const isWhole = Math.abs(aheadSeconds) >= gateRequestSeconds;
  if (aheadSeconds > 0) return isWhole ? "over" : "behind";
  return isWhole ? "late" : "ahead";
}
