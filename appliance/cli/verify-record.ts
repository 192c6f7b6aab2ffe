/** What moot verify says of files about the box's record: proofs of inclusion, and evidence. */

import { kindByNumber } from "../../mesh/kinds/index.ts";
import {
  isEvidenceFile,
  isInclusionFile,
  parseCheckpoint,
  verifyEvidenceFile,
  verifyInclusionFile,
} from "../../mesh/log/index.ts";
import { toBase64Url } from "../../mesh/op/index.ts";
import { columns } from "./verb.ts";

export interface RecordVerdict {
  readonly ok: boolean;
  /** For --json. */
  readonly value: object;
  readonly lines: readonly string[];
}

/** Null when the file is about something else. Never throws, whatever the bytes are. */
export async function verifyRecordFile(bytes: Uint8Array): Promise<RecordVerdict | null> {
  if (isInclusionFile(bytes)) return inclusion(bytes);
  return isEvidenceFile(bytes) ? evidence(bytes) : null;
}

async function inclusion(bytes: Uint8Array): Promise<RecordVerdict> {
  const verdict = await verifyInclusionFile(bytes);
  if (!verdict.ok) {
    const lines = [`Does not hold: ${verdict.reason}`, "This file proves nothing."];
    return { ok: false, value: verdict, lines };
  }
  const { operation, kind, author, time, community, box, boxKey, index, size } = verdict;
  const lines = [
    ...columns([
      ["In the record", `number ${index + 1} of ${size}`],
      ["Operation", operation],
      ["What", kindByNumber(kind)?.name ?? `kind ${kind}`],
      ["Signed by device", author],
      ["Signed at", new Date(time * 1_000).toISOString()],
      ["Community", community],
      ["Record of box", box],
    ]),
    "",
    "The box has signed a record that holds this operation.",
    "Compare community and box with what you know: anybody can sign for a box of their own.",
  ];
  return { ok: true, value: { ...verdict, boxKey: toBase64Url(boxKey) }, lines };
}

const verdictWords = {
  proven: "The box contradicts itself: its own signatures prove it.",
  alleged: "The box has signed these, but the contradiction rests on the word of who saw it.",
  invalid: "This is no evidence: it was not signed by the box it names.",
} as const;

async function evidence(bytes: Uint8Array): Promise<RecordVerdict> {
  const { verdict, evidence: read } = await verifyEvidenceFile(bytes);
  const size = (note: string | null | undefined) =>
    note ? `${parseCheckpoint(note).size} operations` : "nothing";
  const rows =
    read === null || verdict === "invalid"
      ? []
      : [
          ["Accusation", read.fault],
          ["Community", read.community],
          ["Signed before", size(read.before?.checkpoint)],
          ["Signed after", size(read.after.checkpoint)],
          ["Seen", new Date(read.seen * 1_000).toISOString()],
        ];
  const lines = [...columns(rows), ...(rows.length > 0 ? [""] : []), verdictWords[verdict]];
  return { ok: verdict === "proven", value: { verdict, evidence: read }, lines };
}
