/** Verbs that look: status, health, words, config check, routes, openapi. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatConfig } from "../config.ts";
import type { HealthReport } from "../health/index.ts";
import { askBox, notRunning } from "./control.ts";
import type { BoxStatus } from "./control-routes.ts";
import { withClosedBox } from "./in-box.ts";
import { type Box, type Call, columns, type Verb } from "./verb.ts";

const status: Verb = {
  name: "status",
  usage: "",
  summary: "Where the running box is to be found, and how it is",
  operands: 0,
  async run({ config, out }) {
    const { data } = (await config()).box;
    const answer = (await askBox(data, "/api/local/status")) as BoxStatus | null;
    if (answer === null) throw notRunning(data);
    out.result(
      answer,
      columns([
        ["Box", answer.name],
        ["Community", answer.community ?? "not founded yet"],
        ["Members", String(answer.members)],
        ["Health", answer.health],
        ["App", answer.appHash ?? "not built"],
        ["Operations", String(answer.position)],
        ["On this machine", answer.urls.local],
        ["On the network", answer.urls.app],
        ["For a new phone", answer.urls.certificate],
        ...(answer.foundingLink === null ? [] : [["Found it here", answer.foundingLink]]),
      ]),
    );
  },
};

const health: Verb = {
  name: "health",
  usage: "",
  summary: "Every part of the running box: well, or what helps. Fails when one has failed",
  operands: 0,
  async run({ config, out }) {
    const { data } = (await config()).box;
    const report = (await askBox(data, "/health")) as HealthReport | null;
    if (report === null) throw notRunning(data);
    const rows = Object.entries(report.parts).map(([name, { state, issue, hint }]) => [
      name,
      state,
      [issue, hint].filter((text) => text !== null).join(" "),
    ]);
    out.result(report, [`${report.status}, up ${report.uptime_s} s`, ...columns(rows)]);
    if (report.status === "failed") process.exitCode = 1;
  },
};

const words: Verb = {
  name: "words",
  usage: "",
  summary: "The words of the box's certificate, to compare with a phone's",
  operands: 0,
  async run(call) {
    const { data } = (await call.config()).box;
    if (!existsSync(join(data, "box", "authority.pem"))) throw notRunning(data);
    const found =
      ((await askBox(data, "/api/local/status")) as BoxStatus | null)?.words ??
      (await withClosedBox(call, (box) => box.status().words));
    call.out.result({ words: found }, [found.join(" ")]);
  },
};

const configCheck: Verb = {
  name: "config check",
  usage: "",
  summary: "Read folkmoot.yml and say what is wrong with it",
  operands: 0,
  async run({ config, out, taken }) {
    const read = await config();
    const file = taken.file ?? "folkmoot.yml";
    const says = existsSync(file) ? `${file} is fine.` : "There is no folkmoot.yml: defaults hold.";
    out.result({ ok: true, config: read }, [says]);
  },
};

const configShow: Verb = {
  name: "config show",
  usage: "",
  summary: "Print the configuration in force as a complete folkmoot.yml",
  operands: 0,
  async run({ config, out }) {
    const read = await config();
    out.result(read, [formatConfig(read).trimEnd()]);
  },
};

const routes: Verb = {
  name: "routes",
  usage: "",
  summary: "Every address the box answers, and for whom",
  operands: 0,
  async run(call) {
    const list = await withEmptyBox(call, ({ http }) =>
      http.routes.map(({ method, path, audience, summary }) => ({
        method,
        path,
        audience,
        summary,
      })),
    );
    call.out.result(
      { routes: list },
      columns(list.map((row) => [row.method, row.path, String(row.audience), row.summary])),
    );
  },
};

const openApi: Verb = {
  name: "openapi",
  usage: "",
  summary: "Print the API document (OpenAPI 3.1)",
  operands: 0,
  async run(call) {
    const document = await withEmptyBox(call, ({ http }) => http.openApi);
    call.out.text(`${JSON.stringify(document, null, call.isJson ? 0 : 2)}\n`);
  },
};

export const inspectVerbs: readonly Verb[] = [
  status,
  health,
  words,
  configCheck,
  configShow,
  routes,
  openApi,
];

/** A box without anything, for what every box has alike. */
async function withEmptyBox<T>(call: Call, look: (box: Box) => T): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), "folkmoot-"));
  const config = await call.config();
  try {
    const box = await call.openBox({
      config: { ...config, box: { ...config.box, data } },
      doors: "closed",
    });
    try {
      return look(box);
    } finally {
      await box.close();
    }
  } finally {
    rmSync(data, { recursive: true });
  }
}
