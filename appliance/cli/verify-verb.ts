/** moot verify: checks a decision, a proof or evidence by nothing but its file. */
import { statSync } from "node:fs";
import { choices, optionChoice } from "../../mesh/kinds/index.ts";
import { FolkmootError, toHex } from "../../mesh/op/index.ts";
import { type Verdict, verifyDecision } from "../../mesh/rules/index.ts";
import { nowSeconds, systemClock } from "../clock.ts";
import { columns, type Verb } from "./verb.ts";
import { verifyRecordFile } from "./verify-record.ts";

export const verifyVerb: Verb = {
  name: "verify",
  usage: "FILE",
  summary: "Check an exported decision, or a proof about the box's record. Needs no box",
  details: `
Counts again from the ballots in the file and follows every signature back to the founder. Fails
when something does not hold. It cannot know whether everybody who was a member is on the roll, nor
what was never put into the file: for that, compare the record of the box.

Files that were voted on are named with SHA-256 over their salt and their content; they are not in
the exported decision. To check one: (echo SALT | xxd -r -p; cat FILE) | sha256sum

A close says itself when it was signed. One that is dated later than the clock of this machine is
told with both times; the boxes of the community refuse it until then.

A proof that an operation is in the record (.tlog-proof) is followed up to what the box has signed;
evidence against a box is judged by the box's own signatures.`,
  operands: 1,
  async run({ operands, out }) {
    const file = operands[0] as string;
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
      throw new FolkmootError("no-file", `There is no file ${file}.`, {
        hint: "Export the decision in the app: Decide, the decision, Check it yourself.",
      });
    }
    const bytes = await Bun.file(file).bytes();
    const record = await verifyRecordFile(bytes);
    if (record !== null) {
      out.result(record.value, record.lines);
      if (!record.ok) process.exitCode = 1;
      return;
    }
    const verdict = await verifyDecision(bytes, nowSeconds(systemClock));
    out.result(asJson(verdict), describe(verdict));
    if (!verdict.ok) process.exitCode = 1;
  },
};

function asJson(verdict: Verdict): object {
  const { tally, effects, ...rest } = verdict;
  return {
    ...rest,
    tally: tally && { ...tally, voices: Object.fromEntries(tally.voices) },
    effects: effects.map(({ effect, params }) => ({ effect, params: toHex(params) })),
  };
}

const results: Readonly<Record<Verdict["status"], string>> = {
  passed: "passed",
  not_passed: "not passed",
  blocked: "blocked: in mediation",
  contested: "contested: closes contradict each other, to be voted on again",
  open: "no result: no close in this file holds",
};

const choiceWords: Readonly<Record<keyof typeof choices, string>> = {
  yes: "Yes",
  reservations: "Yes, with reservations",
  no: "No",
  abstain: "Abstain",
  standAside: "Stand aside",
  block: "Block",
};

function describe(verdict: Verdict): string[] {
  const { title, community, model, tally, closedAt, checked, problems, warnings } = verdict;
  const closed = closedAt === null ? null : new Date(closedAt * 1_000).toISOString();
  return [
    ...columns([
      ["Decision", title ?? "(its text is not in the file)"],
      ["Community", community ?? "(not proven)"],
      ["Result", results[verdict.status]],
      ...(closed === null ? [] : [["Closed", closed]]),
      ...(model === null ? [] : [["Decided by", model]]),
      ...(tally === null ? [] : counted(tally)),
      ...verdict.attachments.map(({ name, bytes, hash, salt }) => [
        "File",
        `${name}, ${bytes} bytes, ${hash} (salt ${salt})`,
      ]),
      ["Checked", `${checked.signatures} signatures of ${checked.people} people`],
    ]),
    "",
    ...problems.map(({ code, id }) => `Does not hold: ${code}${id === null ? "" : ` (${id})`}`),
    ...aheadLines(warnings),
    conclusion(verdict),
  ];
}

function conclusion({ ok, warnings }: Pick<Verdict, "ok" | "warnings">): string {
  if (!ok) return "This file does not prove its result.";
  return warnings.length === 0
    ? "Everything in this file holds."
    : "Everything in this file holds, if what is dated ahead was not signed before its time.";
}

/** In words, with both times: which of the two clocks is wrong, a file cannot tell. */
export function aheadLines(warnings: Verdict["warnings"]): string[] {
  const said = (seconds: number) => new Date(seconds * 1_000).toISOString();
  return warnings.map(
    ({ id, dated, now }) =>
      `Dated ahead: ${id === null ? "this file" : `the close ${id}`} says ${said(dated)}, and here ` +
      `it is ${said(now)}. Either it was signed before its time, or this clock is wrong.`,
  );
}

function counted(tally: NonNullable<Verdict["tally"]>): string[][] {
  const { counts, counted: people, roll, quorumHeads, by, winner } = tally;
  const words = Object.entries(choiceWords).flatMap(([word, said]) => {
    const voices = counts[choices[word as keyof typeof choices]] ?? 0;
    return voices === 0 ? [] : [[said, String(voices)]];
  });
  const options = counts.slice(optionChoice).flatMap((voices, option) => {
    const won = option === winner ? ", won" : "";
    return voices === 0 ? [] : [[`Option ${option + 1}`, `${voices}${won}`]];
  });
  const attested = by.paper + by.hands + by.proxy;
  return [
    ["Took part", `${people} of ${roll}, needed ${quorumHeads}`],
    ...words,
    ...options,
    ...(attested === 0 ? [] : [["Attested by others", String(attested)]]),
    ...(by.delegation === 0 ? [] : [["Delegated", String(by.delegation)]]),
  ];
}
