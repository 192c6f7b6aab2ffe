/** Verbs about language models that are on the box: list, try, deploy, rollback, remove. */
import { modelsView, oneNamed, promptCharsMax, removeNamed, tryNamed } from "../models/index.ts";
import { askBox } from "./control.ts";
import { inBox, withClosedBox } from "./in-box.ts";
import { addVerb, pullVerb } from "./model-add-verbs.ts";
import { type Call, columns, usageError, type Verb } from "./verb.ts";

type View = ReturnType<typeof modelsView>;
type Trial = Awaited<ReturnType<typeof tryNamed>>;

function scaleGiven(call: Call): { readonly scale?: number } {
  const given = call.flags.get("--scale");
  if (typeof given !== "string") return {};
  const scale = Number(given);
  if (given.trim() !== "" && scale >= 0 && scale <= 2) return { scale };
  throw usageError("--scale needs a number from 0 to 2.");
}

const list: Verb = {
  name: "model list",
  usage: "",
  summary: "The language models on the box, which are deployed, and how the engine is",
  operands: 0,
  async run(call) {
    const view = (await inBox(call, "/api/local/models", {}, async ({ models }) =>
      modelsView(models),
    )) as View;
    const rows = view.files.map((file) => [
      file.sha256.slice(0, 12),
      file.gone ? "file gone" : file.deployed ? deployedAs(file.scale) : "",
      file.role,
      file.name,
      `${Math.round(file.parameters / 1_000_000)} M`,
      `${Math.round(file.bytes / 1_000_000)} MB`,
      [file.licence, file.languages.join(" "), file.source]
        .filter((text) => text !== "")
        .join(", "),
    ]);
    const missing = view.missing.map(
      ({ name, sha256 }) => `Missing: ${name}. Add the file whose SHA-256 is ${sha256}.`,
    );
    const unfit = view.unfit.map(
      ({ name }) => `Changes nothing: ${name} was decided and is not made for the model in use.`,
    );
    const { answer, embed, machines } = view.running;
    const others = machines.map(({ model, host, privacy, state }) => [
      host,
      state.is === "down" ? `down (${state.code})` : state.is,
      model,
      `gets ${privacy}`,
    ]);
    const helps = machines.flatMap(({ state }) => (state.is === "down" ? [state.hint] : []));
    call.out.result(view, [
      ...(rows.length === 0 ? ["No models. Add one with: moot model add FILE"] : columns(rows)),
      ...missing,
      ...unfit,
      ...engineLine("The engine", answer),
      ...engineLine("The engine that finds by meaning", embed),
      ...(answer === null && embed === null ? [] : confined(view.sandbox)),
      ...(others.length === 0 ? [] : ["Other machines:", ...columns(others), ...new Set(helps)]),
    ]);
  },
};

const trial: Verb = {
  name: "model try",
  usage: "MODEL [--prompt TEXT] [--scale NUMBER]",
  summary: "Load a model and let it say something, before anybody decides about it",
  details: `
MODEL is its name, or the beginning of its SHA-256. An adapter is tried on the model it is for; with
--scale from 0 (without it) to 2 instead of 1 (as its author made it).`,
  operands: 1,
  flags: { "--prompt": true, "--scale": true },
  async run(call) {
    const name = call.operands[0] as string;
    const prompt = promptGiven(call);
    const scale = scaleGiven(call);
    const json = { name, ...(prompt === null ? {} : { prompt }), ...scale };
    const said = (await inBox(
      call,
      "/api/local/models/try",
      { method: "POST", json },
      ({ models }) => tryNamed(models, name, prompt, scale.scale),
    )) as Trial;
    const loaded = `Loaded in ${said.loadMs} ms`;
    call.out.result(said, [
      ...(said.writes
        ? [plain(said.text), `${loaded}, ${said.tokensPerSecond} tokens a second.`]
        : [`It finds the halves of the text ${said.text} alike (1 is the same).`, `${loaded}.`]),
      ...confined(said.sandbox),
    ]);
  },
};

const remove: Verb = {
  name: "model remove",
  usage: "MODEL",
  summary: "Remove a model that is not deployed from the disk",
  operands: 1,
  async run(call) {
    const name = call.operands[0] as string;
    await inBox(
      call,
      "/api/local/models/remove",
      { method: "POST", json: { name } },
      ({ models }) => removeNamed(models, name),
    );
    call.out.result({ removed: name }, [`${name} is gone from the disk.`]);
  },
};

const deploy: Verb = {
  name: "model deploy",
  usage: "MODEL",
  summary: "Say where to propose that the community uses a model",
  details: `
Which model answers is the community's to decide, so nobody can deploy one from the command line:
this prints the address where a member proposes it.`,
  operands: 1,
  async run(call) {
    const { files } = await viewOf(call);
    const file = oneNamed(files, call.operands[0] as string);
    const link = `${await addressOf(call)}/box/models?deploy=${file.sha256}`;
    const { name: called, sha256, deployed } = file;
    call.out.result({ model: sha256, propose: link, deployed }, [
      deployed
        ? `${called} is deployed already. To decide about it anew, a member proposes it here:`
        : `To use ${called}, a member proposes it here, and the community decides:`,
      link,
    ]);
  },
};

const rollback: Verb = {
  name: "model rollback",
  usage: "",
  summary: "Say where to propose going back to the model before",
  operands: 0,
  async run(call) {
    const link = `${await addressOf(call)}/box/models?rollback`;
    call.out.result({ propose: link }, [
      "To go back to the model before, a member proposes it here, and the community decides:",
      link,
    ]);
  },
};

export const modelVerbs: readonly Verb[] = [
  addVerb,
  list,
  trial,
  deploy,
  rollback,
  pullVerb,
  remove,
];

/** How the engine is confined, once it has said so. */
function confined({ user, network }: View["sandbox"]): string[] {
  if (user === "unknown") return [];
  const as = user === "own" ? "as a user of its own" : "as the box's user";
  return [
    `It runs ${as}, ${network === "none" ? "without network" : "with the network in reach"}.`,
  ];
}

function engineLine(what: string, running: View["running"]["answer"]): string[] {
  if (running === null) return [];
  const { state } = running;
  return [`${what} is ${state.is}${state.is === "down" ? ` (${state.code}): ${state.hint}` : "."}`];
}

/** What a model has written must not steer the terminal. */
function plain(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "\u{fffd}");
}

function promptGiven({ flags }: Call): string | null {
  const given = flags.get("--prompt");
  if (typeof given !== "string") return null;
  if (given.trim() !== "" && given.length <= promptCharsMax) return given;
  throw usageError(`--prompt needs a text of at most ${promptCharsMax} characters.`);
}

function deployedAs(scale: number | null): string {
  return scale === null || scale === 1 ? "deployed" : `deployed at ${scale}`;
}

async function viewOf(call: Call): Promise<View> {
  const view = await inBox(call, "/api/local/models", {}, async ({ models }) => modelsView(models));
  return view as View;
}

async function addressOf(call: Call): Promise<string> {
  const { data } = (await call.config()).box;
  const status = (await askBox(data, "/api/local/status")) as { urls: { app: string } } | null;
  const app = status?.urls.app ?? (await withClosedBox(call, (box) => box.status().urls.app));
  return app.replace(/\/$/, "");
}
