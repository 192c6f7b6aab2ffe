/** Deadlines and meetings as a calendar feed (RFC 5545). Pure: UTC throughout, no time zones. */

export interface CalendarEvent {
  /** Stable: a calendar replaces the event of the same id. */
  readonly id: string;
  readonly title: string;
  /** Seconds since 1970. */
  readonly starts: number;
  readonly minutes: number;
  readonly place?: string;
  readonly description?: string;
}

// RFC 5545 §3.1: in octets, the break and the blank of the next line not counted.
const lineBytesMax = 75;
const encoder = new TextEncoder();

/** `host` makes the ids those of this box; `now`: seconds since 1970. */
export function calendarFeed(
  events: readonly CalendarEvent[],
  { name, host, now }: { name: string; host: string; now: number },
): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Folkmoot//Decisions//EN",
    "CALSCALE:GREGORIAN",
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap((event) => eventLines(event, host, now)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function eventLines(event: CalendarEvent, host: string, now: number): string[] {
  const { id, title, starts, minutes, place = "", description = "" } = event;
  return [
    "BEGIN:VEVENT",
    `UID:${id}@${host}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(starts)}`,
    `DTEND:${stamp(starts + minutes * 60)}`,
    `SUMMARY:${escaped(title)}`,
    ...(place === "" ? [] : [`LOCATION:${escaped(place)}`]),
    ...(description === "" ? [] : [`DESCRIPTION:${escaped(description)}`]),
    "END:VEVENT",
  ];
}

function stamp(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** RFC 5545 §3.3.11. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll(";", "\\;")
    .replaceAll(",", "\\,")
    .replace(/\r\n|[\r\n]/g, "\\n");
}

/** Breaks long lines between characters, never inside one. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  let bytes = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    const room = parts.length === 0 ? lineBytesMax : lineBytesMax - 1;
    if (bytes + size > room) {
      parts.push(part);
      part = "";
      bytes = 0;
    }
    part += character;
    bytes += size;
  }
  return [...parts, part].join("\r\n ");
}
