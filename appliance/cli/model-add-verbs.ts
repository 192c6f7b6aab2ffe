/** Verbs that bring language models onto the box: add, pull. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";
import {
  addModel,
  type Download,
  downloadModel,
  type Pull,
  provenanceLimits,
  resolvePull,
} from "../models/index.ts";
import { checkBox, inBox } from "./in-box.ts";
import { type Call, usageError, type Verb } from "./verb.ts";

type ModelFile = Awaited<ReturnType<typeof addModel>>;

const about = { "--name": true, "--licence": true, "--source": true, "--languages": true };

export const addVerb: Verb = {
  name: "model add",
  usage: "FILE [--name NAME] [--licence TEXT] [--source TEXT] [--languages en,es] [--sha256 HASH]",
  summary: "Add a language model from a file or a stick",
  details: `
FILE is a model in GGUF form. It is checked and copied; it answers nobody until the community has
decided to deploy it. Of several gigabytes this takes minutes. What a file was added for can be
corrected: add it again with other words.`,
  operands: 1,
  flags: { ...about, "--sha256": true },
  async run(call) {
    const path = resolve(call.operands[0] as string);
    const sha256 = hashGiven(call);
    const dir = join((await call.config()).box.data, "models");
    const stop = showCopying(call, path, dir);
    const file = await addFile(call, path, sha256, false).finally(stop);
    added(call, file);
  },
};

export const pullVerb: Verb = {
  name: "model pull",
  usage:
    "ADDRESS [--sha256 HASH] [--name NAME] [--licence TEXT] [--source TEXT] [--languages en,es]",
  summary: "Download a language model where there is internet",
  details: `
ADDRESS is https://…/model.gguf with --sha256, or hf:owner/name/file.gguf for a file on the Hugging
Face hub, which tells the hash itself. Run it again after a break: it goes on where it stopped.`,
  operands: 1,
  flags: { ...about, "--sha256": true },
  async run(call) {
    const address = call.operands[0] as string;
    const { data } = (await call.config()).box;
    checkBox(data);
    const wanted = await resolvePull(address, hashGiven(call)).catch(usageOf);
    const dir = join(data, "models");
    const source = sourceOf(address);
    const there = await alreadyThere(call, wanted, dir);
    if (there !== null) return added(call, there);
    const first = await download(call, wanted, dir);
    try {
      added(call, await addFile(call, first.path, wanted.sha256, true, source));
    } catch (error) {
      // A full disk, or a box that stopped just now: what came is worth keeping.
      if (!isOther(error)) throw error;
      // Whole and wrong: going on with it would bring nothing.
      await rm(first.path, { force: true });
      if (!first.isResumed) throw error;
      process.stderr.write("What had come before does not fit the rest: it is begun anew.\n");
      const again = await download(call, wanted, dir);
      added(call, await addFile(call, again.path, wanted.sha256, true, source));
    }
  },
};

/** How far the copy of `path` into `dir` is, for whoever looks on; returns how to stop it. */
function showCopying(call: Call, path: string, dir: string): () => void {
  if (call.isJson || !process.stderr.isTTY) return () => {};
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let shown = "";
  const timer = setInterval(() => {
    const parts = existsSync(dir)
      ? readdirSync(dir).filter((name) => name.startsWith("part-"))
      : [];
    const sizes = parts.map((name) => statSync(join(dir, name), { throwIfNoEntry: false })?.size);
    const percent = Math.floor(
      (Math.max(0, ...sizes.map((some) => some ?? 0)) * 100) / (size || 1),
    );
    shown = percent < 100 ? `copying: ${percent} %` : "checking …       ";
    process.stderr.write(`\r${shown}`);
  }, showEveryMs);
  return () => {
    clearInterval(timer);
    if (shown !== "") process.stderr.write("\n");
  };
}

const showEveryMs = 500;

/** What is on the box, whole, is not downloaded again; it only may be told anew what it is. */
async function alreadyThere(call: Call, { sha256 }: Pull, dir: string): Promise<ModelFile | null> {
  const path = join(dir, `${sha256}.gguf`);
  if (!existsSync(path)) return null;
  const file = await addFile(call, path, sha256, true).catch(() => null);
  if (file !== null) process.stderr.write("It is on the box already.\n");
  return file;
}

function isOther(error: unknown): boolean {
  return error instanceof FolkmootError && otherCodes.has(error.code);
}

const otherCodes = new Set([
  "hash-differs",
  "not-a-model",
  "not-a-language-model",
  "model-in-parts",
  "model-truncated",
  "model-malformed",
]);

async function download(call: Call, wanted: Pull, dir: string): Promise<Download> {
  let shown = "";
  const onProgress = (received: number, size: number | null) => {
    const megabytes = `${Math.floor(received / 1_000_000)} MB`;
    const now = size === null ? megabytes : `${Math.floor((received * 100) / size)} %`;
    // A line that is written over is nothing for a log.
    if (call.isJson || now === shown || !process.stderr.isTTY) return;
    shown = now;
    process.stderr.write(`\r${now}`);
  };
  try {
    return await downloadModel(wanted, dir, { onProgress });
  } finally {
    if (shown !== "") process.stderr.write("\n");
  }
}

/** Everybody sees where a model came from: not with which key somebody got it. */
function sourceOf(address: string): string {
  const url = URL.parse(address);
  return url === null || address.startsWith("hf:") ? address : `${url.origin}${url.pathname}`;
}

/** What is missing from the command is wrong usage; what the hub answers is not. */
function usageOf(error: unknown): never {
  const isUsage = error instanceof FolkmootError && usageCodes.has(error.code);
  if (!isUsage) throw error;
  throw usageError(error.message, error.hint ?? undefined);
}

const usageCodes = new Set(["bad-model-name", "hash-needed"]);

function added({ out }: Call, file: ModelFile): void {
  const short = file.sha256.slice(0, 12);
  out.result(file, [
    `${file.name} (${file.role}) is on the box: ${file.sha256}`,
    `${untilDecided[file.role]} Try it: moot model try ${short}`,
    `Have the community decide about it: moot model deploy ${short}`,
  ]);
}

const untilDecided = {
  answer: "It answers nobody yet.",
  embed: "It finds nothing yet.",
  adapter: "It changes no model yet.",
} as const;

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
  checkWords(given, languages ?? []);
  const named = {
    name: given("--name")?.trim() || undefined,
    licence: given("--licence"),
    source: given("--source") ?? source,
    languages,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

const { nameChars, textChars, languages: languagesMax, languageChars } = provenanceLimits;

function checkWords(
  given: (flag: string) => string | undefined,
  languages: readonly string[],
): void {
  const bounds = { "--name": nameChars, "--licence": textChars, "--source": textChars };
  for (const [flag, most] of Object.entries(bounds)) {
    if ((given(flag) ?? "").length > most) throw usageError(`${flag} takes ${most} characters.`);
  }
  if (languages.length <= languagesMax && languages.every((code) => code.length <= languageChars)) {
    return;
  }
  throw usageError("--languages needs codes such as en,es.");
}

function hashGiven({ flags }: Call): string | null {
  const given = flags.get("--sha256");
  if (given === undefined) return null;
  const hash = String(given).toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hash)) return hash;
  throw usageError("--sha256 needs 64 hexadecimal digits.");
}
