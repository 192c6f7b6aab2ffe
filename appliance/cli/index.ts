/** The moot command: finds the verb, runs it, and says plainly what went wrong. */
import { FolkmootError } from "../../mesh/op/index.ts";
import { loadConfig } from "../config.ts";
import { configFlagsHelp, takeConfigFlags } from "./config-flags.ts";
import { inspectVerbs } from "./inspect-verbs.ts";
import { keepVerbs } from "./keep-verbs.ts";
import { keyVerbs } from "./key-verbs.ts";
import { modelVerbs } from "./model-verbs.ts";
import { partnerVerbs } from "./partner-verbs.ts";
import { startVerb } from "./start-verb.ts";
import { columns, exitCodes, type OpenBox, type Output, usageError, type Verb } from "./verb.ts";
import { verifyVerb } from "./verify-verb.ts";

export { backupBox, backupMigration } from "./backup.ts";
export { addressFacts, type BoxParts, boxFacts, boxHealth, boxStatus } from "./box-facts.ts";
export { type BoxControl, controlRoutes } from "./control-routes.ts";
export { takeDataLock } from "./data-lock.ts";
export { type DemoLink, openDemo } from "./demo-links.ts";
export { bootstrapPages, openDoors, type Ports } from "./open-doors.ts";
export { rehashBox } from "./rehash.ts";

const verbs: readonly Verb[] = [
  startVerb,
  ...inspectVerbs,
  ...keepVerbs,
  ...modelVerbs,
  ...keyVerbs,
  ...partnerVerbs,
  verifyVerb,
];

export interface CliOptions {
  readonly args: readonly string[];
  readonly openBox: OpenBox;
  readonly version: string;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

/** Runs one call of the command and returns its exit code: 0 done, 1 failed, 2 wrong usage. */
export async function moot(options: CliOptions): Promise<number> {
  const isJson = options.args.includes("--json");
  const args = options.args.filter((argument) => argument !== "--json");
  const out = outputTo(options.write, isJson);
  try {
    if (args[0] === "--version" || args[0] === "version") {
      if (args.length > 1) throw usageError("Usage: moot version");
      out.result({ version: options.version }, [options.version]);
      return exitCodes.ok;
    }
    const isHelp = args.includes("--help") || args.includes("-h") || args[0] === "help";
    const words = args.filter((argument) => !["--help", "-h", "help"].includes(argument));
    const verb = findVerb(words);
    if (isHelp || words.length === 0) {
      const text = verb === null ? overview() : helpOf(verb);
      if (isJson) out.result({ verbs: verb === null ? verbs.map(listed) : [listed(verb)] }, []);
      else out.text(text);
      return words.length === 0 && !isHelp ? exitCodes.usage : exitCodes.ok;
    }
    if (verb === null) throw unknownVerb(words[0] ?? "");
    await runVerb(verb, words.slice(verb.name.split(" ").length), { ...options, isJson, out });
    return exitCodes.ok;
  } catch (error) {
    return fail(error, isJson, options);
  }
}

async function runVerb(
  verb: Verb,
  args: readonly string[],
  { openBox, isJson, out }: Pick<CliOptions, "openBox"> & { isJson: boolean; out: Output },
): Promise<void> {
  const taken = takeConfigFlags(args, verb.flags);
  const { operands, flags } = ownArguments(verb, taken.rest);
  await verb.run({
    operands,
    flags,
    isJson,
    taken,
    config: () => loadConfig({ file: taken.file, flags: taken.flags }),
    openBox,
    out,
  });
}

function findVerb(words: readonly string[]): Verb | null {
  const fits = ({ name }: Verb) => name.split(" ").every((word, at) => words[at] === word);
  return verbs.find(fits) ?? null;
}

/** `moot log` is the beginning of two verbs: say which. */
function unknownVerb(word: string): FolkmootError {
  const begun = verbs.filter(({ name }) => name.startsWith(`${word} `)).map(({ name }) => name);
  if (begun.length === 0) return usageError(`There is no verb "${word}".`);
  return usageError(`"${word}" needs another word: ${begun.join(", ")}.`);
}

function ownArguments(verb: Verb, rest: readonly string[]) {
  const operands: string[] = [];
  const flags = new Map<string, string | true>();
  for (let at = 0; at < rest.length; at++) {
    const argument = rest[at] as string;
    if (!argument.startsWith("-")) {
      operands.push(argument);
      continue;
    }
    const [name = "", inline] = argument.split("=", 2);
    const takesValue = verb.flags?.[name];
    if (takesValue === undefined) throw usageError(`${verb.name} has no ${name}.`, hintFor(verb));
    const value = takesValue ? (inline ?? rest[++at]) : true;
    if (value === undefined) throw usageError(`${name} needs a value.`, hintFor(verb));
    flags.set(name, value);
  }
  if (operands.length !== verb.operands) {
    throw usageError(`Usage: moot ${verb.name} ${verb.usage}`.trimEnd(), hintFor(verb));
  }
  return { operands, flags };
}

function hintFor(verb: Verb): string {
  return `See moot ${verb.name} --help.`;
}

function listed({ name, usage, summary }: Verb) {
  return { name, usage, summary };
}

function overview(): string {
  const rows = [
    ...verbs.map((verb) => [`  ${shortUsage(verb)}`, verb.summary]),
    ["  version", "Print the version"],
  ];
  return `moot <verb> [--json]: the box from its command line

${columns(rows).join("\n")}

moot <verb> --help says what stands behind it. Every verb understands --json, --data DIR and
--config FILE.
Exit codes: 0 done, 1 failed, 2 wrong usage.
`;
}

// What stands behind a verb as well, where the lines stay narrow enough for a terminal.
const usageCharsMax = 24;

function shortUsage({ name, usage }: Verb): string {
  const whole = `${name} ${usage}`.trimEnd();
  return whole.length <= usageCharsMax ? whole : name;
}

function helpOf(verb: Verb): string {
  const usage = `moot ${verb.name} ${verb.usage}`.trimEnd();
  const details = verb.details === undefined ? "" : `\n${verb.details.trim()}\n`;
  return `${usage}\n\n${verb.summary}.\n${details}\nThe box and its folder:\n${configFlagsHelp(verb.flags)}\n`;
}

function outputTo(write: (text: string) => void, isJson: boolean): Output {
  return {
    result(value, lines) {
      write(isJson ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(""));
    },
    text: write,
  };
}

function fail(error: unknown, isJson: boolean, options: CliOptions): number {
  const known = error instanceof FolkmootError;
  const code = known ? error.code : "fault";
  const message = error instanceof Error ? error.message : String(error);
  const hint = known ? error.hint : null;
  if (isJson) options.write(`${JSON.stringify({ error: { code, message, hint } })}\n`);
  else options.writeError(`moot: ${message}\n${hint === null ? "" : `${hint}\n`}`);
  if (!known && error instanceof Error && !isJson) options.writeError(`${error.stack ?? ""}\n`);
  return code === "usage" ? exitCodes.usage : exitCodes.failed;
}
