import { language } from "./language.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** `3 hours ago`, `tomorrow`: how far `seconds` (since 1970) is from `nowSeconds`. */
export function ago(seconds: number, nowSeconds = Date.now() / 1000): string {
  const distance = seconds - nowSeconds;
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: "auto" });
  const size = Math.abs(distance);
  if (size < minute) return format.format(0, "second");
  if (size < hour) return format.format(Math.round(distance / minute), "minute");
  if (size < day) return format.format(Math.round(distance / hour), "hour");
  if (size < 30 * day) return format.format(dayNumber(seconds) - dayNumber(nowSeconds), "day");
  if (size < 365 * day) return format.format(Math.round(distance / (30 * day)), "month");
  return format.format(Math.round(distance / (365 * day)), "year");
}

/** Days of the calendar here: at eleven at night, ten in the morning after next is not tomorrow. */
function dayNumber(seconds: number): number {
  const at = new Date(seconds * 1000);
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / (1000 * day);
}

/** Date and time of `seconds` since 1970, as the member's language writes it. */
export function dateTime(seconds: number, style: "long" | "short" | "date" = "long"): string {
  return new Intl.DateTimeFormat(language.value, {
    dateStyle: style === "short" ? "short" : "long",
    ...(style === "date" ? {} : { timeStyle: "short" as const }),
  }).format(seconds * 1000);
}

/** `1,234.5` or `1.234,5`. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat(language.value).format(value);
}

/** `3.1 billion`: of large numbers what can be remembered. */
export function formatRounded(value: number): string {
  return new Intl.NumberFormat(language.value, {
    notation: "compact",
    compactDisplay: "long",
  }).format(value);
}

/** `60%`, from permille. */
export function formatShare(permille: number): string {
  return new Intl.NumberFormat(language.value, {
    style: "percent",
    maximumFractionDigits: 1,
  }).format(permille / 1000);
}

const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** `12 kB`, `3.4 GB`: decimal units, as phones show them. */
export function formatBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), byteUnits.length - 1);
  return new Intl.NumberFormat(language.value, {
    style: "unit",
    unit: byteUnits[power] as string,
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: power < 2 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}

/** `a, b and c`. */
export function listOf(items: string[]): string {
  return new Intl.ListFormat(language.value, { type: "conjunction" }).format(items);
}
