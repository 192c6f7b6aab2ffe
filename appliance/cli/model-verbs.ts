/** Verbs about language models: add, list, try, deploy, rollback, pull, remove. */
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";
import {
  addModel,
  downloadModel,
  modelsView,
  removeNamed,
  resolvePull,
  tryNamed,
} from "../models/index.ts";
import { askBox } from "./control.ts";
import { inBox, withClosedBox } from "./in-box.ts";
import { type Call, columns, usageError, type Verb } from "./verb.ts";

type View = ReturnType<typeof modelsView>;
type ModelFile = Awaited<ReturnType<typeof addModel>>;
type Trial = Awaited<ReturnType<typeof tryNamed>>;

const about = { "--name": true, "--licence": true, "--source": true, "--languages": true };

const add: Verb = {
  name: "model add",
  usage: "FILE [--name NAME] [--licence TEXT] [--source TEXT] [--languages en,es] [--sha256 HASH]",
  summary: "Add a language model from a file or a stick",
  details: `
FILE is a model in GGUF form. It is checked and copied; it answers nobody until the community has
decided to deploy it.`,
  operands: 1,
  flags: { ...about, "--sha256": true },
  async run(call) {
    const path = resolve(call.operands[0] as string);
    added(call, await addFile(call, path, hashGiven(call), false));
  },
};

const pull: Verb = {
  name: "model pull",
  usage: "ADDRESS [--sha256 HASH] [--name NAME] [--licence TEXT] [--source TEXT]",
  summary: "Download a language model where there is internet",
  details: `
ADDRESS is https://…/model.gguf with --sha256, or hf:owner/name/file.gguf for a file on the Hugging
Face hub, which tells the hash itself. Run it again after a break: it goes on where it stopped.`,
  operands: 1,
  flags: { ...about, "--sha256": true },
  async run(call) {
    const address = call.operands[0] as string;
    const wanted = await resolvePull(address, hashGiven(call)).catch(usageOf);
    const dir = join((await call.config()).box.data, "models");
    let shown = -1;
    const path = await downloadModel(wanted, dir, (received, size) => {
      const percent = size === null ? 0 : Math.floor((received * 100) / size);
      if (call.isJson || percent === shown) return;
      shown = percent;
      process.stderr.write(`\r${percent} %`);
    });
    if (shown >= 0) process.stderr.write("\n");
    try {
      added(call, await addFile(call, path, wanted.sha256, true, address));
    } catch (error) {
      // Whole and wrong: going on with it would bring nothing.
      await rm(path, { force: true });
      throw error;
    }
  },
};

/** What is missing from the command is wrong usage; what the hub answers is not. */
function usageOf(error: unknown): never {
  const isUsage = error instanceof FolkmootError && usageCodes.has(error.code);
  if (!isUsage) throw error;
  throw usageError(error.message, error.hint ?? undefined);
}

const usageCodes = new Set(["bad-model-name", "hash-needed"]);

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
      file.deployed ? deployedAs(file.scale) : "",
      file.role,
      file.name,
      `${Math.round(file.parameters / 1_000_000)} M`,
      `${Math.round(file.bytes / 1_000_000)} MB`,
      [file.licence, file.source].filter((text) => text !== "").join(", "),
    ]);
    const missing = view.missing.map(
      ({ name, sha256 }) => `Missing: ${name}. Add the file whose SHA-256 is ${sha256}.`,
    );
    const { answer, machines } = view.running;
    const others = machines.map(({ model, host, privacy, state }) => [
      host,
      state.is === "down" ? `${state.is}: ${state.hint}` : state.is,
      model,
      `gets ${privacy}`,
    ]);
    call.out.result(view, [
      ...(rows.length === 0 ? ["No models. Add one with: moot model add FILE"] : columns(rows)),
      ...missing,
      ...(answer === null ? [] : [`The engine is ${answer.state.is}.`, ...confined(view)]),
      ...(others.length === 0 ? [] : ["Other machines:", ...columns(others)]),
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
    const prompt = call.flags.get("--prompt");
    const scale = scaleGiven(call);
    const json = { name, ...(typeof prompt === "string" ? { prompt } : {}), ...scale };
    const said = (await inBox(
      call,
      "/api/local/models/try",
      { method: "POST", json },
      ({ models }) =>
        tryNamed(models, name, typeof prompt === "string" ? prompt : null, scale.scale),
    )) as Trial;
    call.out.result(said, [
      said.text,
      `Loaded in ${said.loadMs} ms, ${said.tokensPerSecond} tokens a second.`,
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
    const view = await viewOf(call);
    const name = call.operands[0] as string;
    const file = view.files.find((each) => each.name === name || each.sha256.startsWith(name));
    if (file === undefined) {
      throw new FolkmootError("model-not-found", "There is no such model on the box.", {
        hint: "Give its name, or the beginning of its SHA-256 as `moot model list` shows it.",
      });
    }
    const link = `${await addressOf(call)}/box/models?deploy=${file.sha256}`;
    call.out.result({ model: file.sha256, propose: link }, [
      `To use ${file.name}, a member proposes it here, and the community decides:`,
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

export const modelVerbs: readonly Verb[] = [add, list, trial, deploy, rollback, pull, remove];

function added({ out }: Call, file: ModelFile): void {
  out.result(file, [
    `${file.name} (${file.role}) is on the box: ${file.sha256}`,
    `It answers nobody yet. Try it:     moot model try ${file.sha256.slice(0, 12)}`,
    `Have the community decide about it: moot model deploy ${file.sha256.slice(0, 12)}`,
  ]);
}

function addFile(
  call: Call,
  path: string,
  sha256: string | null,
  adopt: boolean,
  source?: string,
): Promise<ModelFile> {
  const provenance = provenanceOf(call, source);
  const json = { path, adopt, provenance, ...(sha256 === null ? {} : { sha256 }) };
  return inBox(call, "/api/local/models/add", { method: "POST", json }, ({ models }) =>
    addModel(models, { path, sha256, adopt, provenance }),
  ) as Promise<ModelFile>;
}

function provenanceOf({ flags }: Call, source?: string) {
  const given = (flag: string) => {
    const value = flags.get(flag);
    return typeof value === "string" ? value : undefined;
  };
  const languages = given("--languages")
    ?.split(/[\s,]+/)
    .filter((code) => code !== "");
  const named = {
    name: given("--name"),
    licence: given("--licence"),
    source: given("--source") ?? source,
    languages,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

function hashGiven({ flags }: Call): string | null {
  const given = flags.get("--sha256");
  if (given === undefined) return null;
  const hash = String(given).toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hash)) return hash;
  throw usageError("--sha256 needs 64 hexadecimal digits.");
}

/** How the engine is confined, once it has said so. */
function confined({ sandbox: { user, network } }: View): string[] {
  if (user === "unknown") return [];
  const as = user === "own" ? "as a user of its own" : "as the box's user";
  return [
    `It runs ${as}, ${network === "none" ? "without network" : "with the network in reach"}.`,
  ];
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
