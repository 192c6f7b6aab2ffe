/** Verbs about partner communities: export what one is given, check such a file. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { FolkmootError, toBase64Url } from "../../mesh/op/index.ts";
import { type FeedVerdict, feedFileBytesMax, verifyFeed } from "../../mesh/rules/index.ts";
import { nowSeconds, systemClock } from "../clock.ts";
import { type ExportedFeed, exportFeed } from "../federation/index.ts";
import { inBox } from "./in-box.ts";
import { columns, type Verb } from "./verb.ts";
import { aheadLines } from "./verify-verb.ts";

const write: Verb = {
  name: "partner export",
  usage: "NAME FILE",
  summary: "Write what a partner community is given into a new file, to be carried there",
  details: `
The file holds what was decided to be shared, as its authors signed it, and what is taken back since
the file before. It is signed by the box and not encrypted: whoever carries it can read it.`,
  operands: 2,
  async run(call) {
    const [name, file] = call.operands as [string, string];
    const path = resolve(file);
    const said = (await inBox(
      call,
      "/api/local/partners/export",
      { method: "POST", json: { name, path } },
      ({ governance }) => exportFeed(governance, { name, path }),
    )) as ExportedFeed;
    const { items, withdrawn, serial } = said;
    call.out.result(said, [
      `${items} items for ${name} are in ${path} (number ${serial}), ${withdrawn} taken back.`,
    ]);
  },
};

const check: Verb = {
  name: "partner check",
  usage: "FILE",
  summary: "Check a file that a partner community has sent. Needs no box",
  details: `
Follows every signature back to the founding of that community: that one of its boxes made the list,
that each item stands there as its author signed it, and that its author released it. What that
community decided, or gives to others, it cannot show. Of two files the higher number holds.`,
  operands: 1,
  async run({ operands, out }) {
    const file = operands[0] as string;
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isFile() && found.size > feedFileBytesMax) {
      throw new FolkmootError("malformed-feed", "This file is no feed for a partner.", {
        hint: "It is larger than any of them.",
      });
    }
    if (!found?.isFile()) {
      throw new FolkmootError("no-file", `There is no file ${file}.`, {
        hint: "The partner community makes one with: moot partner export NAME FILE",
      });
    }
    const verdict = await verifyFeed(await Bun.file(file).bytes(), nowSeconds(systemClock));
    const { partner } = verdict;
    out.result({ ...verdict, partner: { ...partner, key: toBase64Url(partner.key) } }, [
      ...describe(verdict),
    ]);
    if (!verdict.ok) process.exitCode = 1;
  },
};

export const partnerVerbs: readonly Verb[] = [write, check];

function describe(verdict: FeedVerdict): string[] {
  const { community, partner, serial, time, items, withdrawn, checked, problems } = verdict;
  return [
    ...columns([
      ["From", community ?? "(not proven)"],
      ["For", partner.name],
      ["Number", `${serial}, of ${new Date(time * 1_000).toISOString()}`],
      ["Checked", `${checked.signatures} signatures, items by ${checked.people} people`],
    ]),
    "",
    `${items.length} items:`,
    ...columns(
      items.map(({ title, category, consent, labels }) => [
        `  ${consent}`,
        category,
        [title, ...labels.map((label) => `[${label}]`)].join(" "),
      ]),
    ),
    `${withdrawn.length} taken back${withdrawn.length === 0 ? "." : ", not to be used any more:"}`,
    ...withdrawn.map(({ item }) => `  ${item}`),
    "",
    ...problems.map(({ code, id }) => `Does not hold: ${code}${id === null ? "" : ` (${id})`}`),
    ...aheadLines(verdict.warnings),
    verdict.ok ? "Everything in this file holds." : "Do not use this file.",
  ];
}
