/** Verbs that keep a community's memory: verify, export, backup, restore, rebuild. */
import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { restoreBox, unwritable } from "./backup.ts";
import { askBox } from "./control.ts";
import { type ExportedOperation, logPage, type VerifyReport } from "./control-routes.ts";
import { inBox, withClosedBox } from "./in-box.ts";
import type { Call, Verb } from "./verb.ts";

const logVerify: Verb = {
  name: "log verify",
  usage: "",
  summary:
    "Check all that is stored: id, signature, content, files. Fails when something is damaged",
  operands: 0,
  async run(call) {
    const report = (await inBox(call, "/api/local/verify", { method: "POST" }, (box) =>
      box.verify(),
    )) as VerifyReport;
    const { checked, files, damaged } = report;
    const lines = damaged.map((each) =>
      each.file === undefined
        ? `damaged: ${each.what} at ${each.position}`
        : `damaged: file ${each.file} of proposal ${each.proposals?.join(", ") || "unknown"}`,
    );
    const read = `${checked} operations and ${files} files checked, ${damaged.length} damaged`;
    call.out.result(report, [read, ...lines]);
    if (damaged.length > 0) process.exitCode = 1;
  },
};

const logExport: Verb = {
  name: "log export",
  usage: "[--out FILE]",
  summary: "Write every operation as a line of JSON, its wire form in base64url",
  details: `
One object a line: position, id, kind, received, effect, wire. Erased bodies are not in it, all
others are: keep the file as private as the box.`,
  operands: 0,
  flags: { "--out": true },
  async run(call) {
    const { data } = (await call.config()).box;
    const running = (await askBox(data, "/api/local/log?after=0")) !== null;
    const exported = running
      ? await exportLog(call, async (after) => {
          const page = await askBox(data, `/api/local/log?after=${after}`);
          return (page as { operations: ExportedOperation[] }).operations;
        })
      : await withClosedBox(call, ({ store }) =>
          exportLog(call, async (after) => logPage(store, after)),
        );
    const file = call.flags.get("--out");
    if (file !== undefined) {
      call.out.result({ operations: exported, file }, [`${exported} operations in ${file}`]);
    }
  },
};

const backup: Verb = {
  name: "backup",
  usage: "DIR",
  summary: "Write a copy of everything into a new folder, also while the box runs",
  details: `
The folder must not exist yet. It holds the box's keys, too: keep it where nobody else reads. Files
of language models are not in it, since they are large and can be had again: moot model list says
after a restore which are to be added.`,
  operands: 1,
  async run(call) {
    const dir = resolve(call.operands[0] as string);
    await inBox(call, "/api/local/backup", { method: "POST", json: { dir } }, (box) =>
      box.backup(dir),
    );
    call.out.result({ backup: dir }, [
      `Everything is in ${dir}, but for the files of language models.`,
    ]);
  },
};

const restore: Verb = {
  name: "restore",
  usage: "DIR",
  summary: "Make a backup the box again, in a data folder without one",
  details: `
Name, certificates and keys come back with it, so phones find the same box. Members' phones send
again what they signed since the backup was made.`,
  operands: 1,
  async run(call) {
    const { data } = (await call.config()).box;
    const from = resolve(call.operands[0] as string);
    await restoreBox(from, data);
    const position = await withClosedBox(call, ({ store }) => store.position());
    call.out.result({ restored: data, position }, [
      `${data} is the box again, with ${position} operations. Start it with: moot start`,
    ]);
  },
};

const rebuild: Verb = {
  name: "rebuild",
  usage: "",
  summary: "Compute all tables anew from the log",
  operands: 0,
  async run(call) {
    await inBox(call, "/api/local/rebuild", { method: "POST" }, (box) => box.rebuild());
    call.out.result({ rebuilt: true }, ["All tables are computed anew."]);
  },
};

export const keepVerbs: readonly Verb[] = [logVerify, logExport, backup, restore, rebuild];

function createPrivate(file: string): number {
  try {
    return openSync(file, "wx", 0o600);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

async function exportLog(
  { flags, out }: Call,
  page: (after: number) => Promise<ExportedOperation[]>,
): Promise<number> {
  const file = flags.get("--out");
  // Only the owner may read what members wrote.
  const fd = typeof file === "string" ? createPrivate(file) : null;
  let count = 0;
  try {
    for (let after = 0; ; ) {
      const operations = await page(after);
      const lines = operations.map((op) => `${JSON.stringify(op)}\n`).join("");
      if (fd === null) out.text(lines);
      else writeSync(fd, lines);
      count += operations.length;
      const last = operations.at(-1);
      if (last === undefined) return count;
      after = last.position;
    }
  } finally {
    if (fd !== null) closeSync(fd);
  }
}
