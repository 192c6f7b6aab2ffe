/** HTML whose every inserted value is escaped, unless it is HTML made here. */

export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Insertion = Html | string | number | null | readonly Html[];

/** Template tag. Lists are joined, null is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Insertion[]): Html {
  const text = parts.reduce((sofar, part, index) => sofar + insert(values[index - 1]) + part);
  return new Html(text);
}

/** Text in which `*words*` are what to look for on the screen. */
export function marked(text: string): Html {
  return new Html(escapeHtml(text).replaceAll(/\*([^*]+)\*/g, "<b>$1</b>"));
}

/** HTML that was made safe elsewhere: our own SVG. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function insert(value: Insertion | undefined): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map((item) => item.text).join("");
  return escapeHtml(String(value));
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
