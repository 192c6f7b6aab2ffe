import { ago, dateTime } from "../i18n/index.ts";

/** A moment, relative, with the exact one in the tooltip and for screen readers. */
export function Moment({ at, exact = false }: { at: number; exact?: boolean }) {
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={dateTime(at)}>
      {exact ? `${dateTime(at)} (${ago(at)})` : ago(at)}
    </time>
  );
}
