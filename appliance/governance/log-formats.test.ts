import { expect, test } from "bun:test";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import type { LogEntry } from "./decision-log.ts";
import { logCsv, logHtml } from "./log-formats.ts";

const ana = { id: "a".repeat(32) as MemberId, name: "Ana <Ruiz>" };
const entry: LogEntry = {
  thread: "1".repeat(32) as OpId,
  closedAt: 1_790_000_000,
  title: "=1+1",
  summary: 'A "quoted" summary, with a comma.',
  rationale: "Because.",
  model: "majority",
  outcome: "not_passed",
  status: "not_passed",
  winner: null,
  author: ana,
  roll: 5,
  counted: 4,
  yes: 1,
  no: 3,
  blocks: 0,
  abstained: 0,
  approvalPermille: 250,
  approvedBy: [ana],
  effects: [{ effect: "group.create", state: "failed", at: 1_790_000_000 }],
  notes: [],
  attachments: [
    { name: "plan <1>.pdf", type: "application/pdf", bytes: 9, hash: "c".repeat(64) },
    { name: "=cost.csv", type: "text/csv", bytes: 8, hash: "d".repeat(64) },
  ],
};

test("is printed in the language of the community, and nothing in it is markup", () => {
  const spanish = logHtml([entry], "Ribera", "es");
  expect(spanish).toContain("<dt>Resultado</dt><dd>no aprobada</dd>");
  expect(spanish).toContain("4 de 5: 1 sí, 3 no");
  expect(spanish).toContain("Ana &lt;Ruiz&gt;");
  expect(spanish).not.toContain("<Ruiz>");
  expect(logHtml([entry], "Ribera", "de")).toContain("<dt>Outcome</dt><dd>not passed</dd>");
});

test("names the files that were voted on, with what they are known by", () => {
  const html = logHtml([entry], "Ribera", "es");
  expect(html).toContain(`<dt>Archivos</dt><dd>plan &lt;1&gt;.pdf (${"c".repeat(64)})`);
  const file = { name: "=cost.csv", type: "text/csv", bytes: 8, hash: "d".repeat(64) };
  expect(logCsv([{ ...entry, attachments: [file] }])).toContain(`,'=cost.csv (${file.hash}),`);
  expect(logHtml([{ ...entry, attachments: [] }], "Ribera", "es")).not.toContain("Archivos");
});

test("says who opened the review of an emergency", () => {
  const nobody = { id: "0".repeat(32) as MemberId, name: null };
  expect(logHtml([{ ...entry, author: nobody }], "Ribera", "en")).toContain("<dd>the box</dd>");
});

test("is no formula to a spreadsheet", () => {
  const [, line = ""] = logCsv([entry]).split("\r\n");
  expect(line).toContain(",'=1+1,");
  expect(line).toContain('"A ""quoted"" summary, with a comma."');
});
