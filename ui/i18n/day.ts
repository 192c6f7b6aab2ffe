/** Days and hours as the clocks around this phone show them: in its time zone. */

const two = (part: number) => String(part).padStart(2, "0");

/** `2027-05-01`, as date fields write it. */
export function dayOf(seconds: number): string {
  const at = new Date(seconds * 1000);
  const year = String(at.getFullYear()).padStart(4, "0");
  return `${year}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** `19:30`. */
export function timeOf(seconds: number): string {
  const at = new Date(seconds * 1000);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/**
 * Seconds since 1970; null for what is no day or no time. Where clocks are set back, the first of
 * the two moments; where they are set forward, as much later as they are.
 */
export function secondsAt(day: string, time: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{1,2}:\d{2}$/.test(time.trim())) return null;
  const at = new Date(`${day}T${time.trim().padStart(5, "0")}:00`).getTime();
  return Number.isNaN(at) || at < 0 ? null : Math.floor(at / 1000);
}

// No time zone has set its clocks by more.
const clocksTurnSecondsMax = 2 * 3_600;

/** Whether clocks show this time twice on that day (`repeated`), or never (`skipped`). */
export function clockTurn(day: string, time: string): "repeated" | "skipped" | null {
  const at = secondsAt(day, time);
  if (at === null) return null;
  const shown = (seconds: number) => `${dayOf(seconds)} ${timeOf(seconds)}`;
  if (shown(at) !== `${day} ${time.trim().padStart(5, "0")}`) return "skipped";
  for (let later = 1_800; later <= clocksTurnSecondsMax; later += 1_800) {
    if (shown(at + later) === shown(at)) return "repeated";
  }
  return null;
}
