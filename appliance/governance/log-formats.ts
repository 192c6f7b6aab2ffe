/** The decision log as files: for spreadsheets, and for paper. Pure. */
import type { LogEntry, Person } from "./decision-log.ts";

const columns: readonly (readonly [name: string, of: (entry: LogEntry) => string | number])[] = [
  ["date", ({ closedAt }) => isoDate(closedAt)],
  ["decision", ({ title }) => title],
  ["outcome", ({ outcome }) => outcome],
  ["option", ({ winner }) => winner ?? ""],
  ["summary", ({ summary }) => summary],
  ["rationale", ({ rationale }) => rationale],
  ["model", ({ model }) => model],
  ["proposed by", ({ author }) => nameOf(author)],
  ["roll", ({ roll }) => roll],
  ["voted", ({ counted }) => counted],
  ["yes", ({ yes }) => yes],
  ["no", ({ no }) => no],
  ["blocks", ({ blocks }) => blocks],
  ["abstained", ({ abstained }) => abstained],
  ["approved by", ({ approvedBy }) => approvedBy.map(nameOf).join("; ")],
  [
    "effects",
    ({ effects }) => effects.map(({ effect, state }) => `${effect} (${state})`).join("; "),
  ],
  ["notes", ({ notes }) => notes.map(({ at, text }) => `${isoDate(at)}: ${text}`).join("\n")],
  [
    "files",
    ({ attachments }) => attachments.map(({ name, hash }) => `${name} (${hash})`).join("\n"),
  ],
  ["id", ({ thread }) => thread],
];

/** RFC 4180, with a byte order mark, without which spreadsheets guess the encoding. */
export function logCsv(entries: readonly LogEntry[]): string {
  const lines = [
    columns.map(([name]) => name),
    ...entries.map((entry) => columns.map(([, of]) => of(entry))),
  ];
  return `\ufeff${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** A cell that begins like a formula is one to a spreadsheet: an apostrophe keeps it a text. */
function csvCell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A page to be printed or kept as PDF: no script, nothing loaded from anywhere. */
export function logHtml(entries: readonly LogEntry[], community: string, lang: string): string {
  const title = escaped(community);
  return `<!doctype html>
<html lang="${escaped(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
${entries.map((entry) => article(entry, wordsIn(lang))).join("\n")}
</body>
</html>
`;
}

const style = `
body { font: 11pt/1.5 Georgia, serif; max-width: 42em; margin: 2em auto; padding: 0 1em }
body { color: #111 }
article { border-top: 1px solid #999; padding: 1em 0; break-inside: avoid; }
h1 { font-size: 1.6em } h2 { font-size: 1.15em; margin: 0 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1em; margin: .5em 0 }
dt { color: #555 } dd { margin: 0; overflow-wrap: anywhere }
p { margin: .4em 0; white-space: pre-line }
@page { margin: 2cm } @media print { body { margin: 0; max-width: none } }
`;

/** What stands on paper, in the first language of the community that there are words for. */
const words = {
  en: {
    outcome: "Outcome",
    votes: "Votes",
    by: "Proposed by",
    approved: "Approved by",
    effects: "Effects",
    files: "Files",
    box: "the box",
    passed: "passed",
    not_passed: "not passed",
    applied: "done",
    failed: "not possible",
    count: (n: LogEntry) =>
      `${n.counted} of ${n.roll}: ${n.yes} yes, ${n.no} no, ${n.blocks} blocks, ` +
      `${n.abstained} abstained`,
  },
  es: {
    outcome: "Resultado",
    votes: "Votos",
    by: "Propuesta de",
    approved: "De acuerdo",
    effects: "Efectos",
    files: "Archivos",
    box: "la caja",
    passed: "aprobada",
    not_passed: "no aprobada",
    applied: "hecho",
    failed: "no fue posible",
    count: (n: LogEntry) =>
      `${n.counted} de ${n.roll}: ${n.yes} sí, ${n.no} no, ${n.blocks} bloqueos, ` +
      `${n.abstained} abstenciones`,
  },
};
type Words = (typeof words)["en"];

function wordsIn(lang: string): Words {
  return lang.split("-")[0] === "es" ? words.es : words.en;
}

function article(entry: LogEntry, say: Words): string {
  const { title, closedAt, summary, rationale, notes, winner } = entry;
  const outcome = entry.outcome === "passed" ? say.passed : say.not_passed;
  const facts: [string, string][] = [
    [say.outcome, winner === null ? outcome : `${outcome}: ${winner}`],
    [say.votes, say.count(entry)],
    [say.by, /^0+$/.test(entry.author.id) ? say.box : nameOf(entry.author)],
    [say.approved, entry.approvedBy.map(nameOf).join(", ")],
    [say.effects, entry.effects.map(({ effect, state }) => `${effect} (${say[state]})`).join(", ")],
    [say.files, entry.attachments.map(({ name, hash }) => `${name} (${hash})`).join(", ")],
  ];
  const shown = facts.filter(([, value]) => value !== "");
  return `<article>
<h2>${escaped(title === "" ? entry.thread : title)}</h2>
<p><time datetime="${isoTime(closedAt)}">${isoDate(closedAt)}</time></p>
${paragraph(summary)}
<dl>${shown.map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`).join("")}</dl>
${paragraph(rationale)}
${notes.map(({ at, by, text }) => paragraph(`${isoDate(at)}, ${nameOf(by)}: ${text}`)).join("\n")}
</article>`;
}

function paragraph(text: string): string {
  return text === "" ? "" : `<p>${escaped(text)}</p>`;
}

function nameOf({ id, name }: Person): string {
  return name ?? id.slice(0, 8);
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}

function isoDate(seconds: number): string {
  return isoTime(seconds).slice(0, 10);
}
