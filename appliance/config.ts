/**
 * folkmoot.yml: everything the box can be told, in one schema.
 *
 * The file is parsed whole at start; unknown keys are errors, and every problem is reported at
 * once with its field, its value and what is allowed. What a community may change only by
 * decision is a founding default here, and has no effect once it is founded.
 */
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { dirname, resolve } from "node:path";
import { Value } from "@sinclair/typebox/value";
import { FolkmootError } from "../mesh/op/index.ts";
import { fieldLines, unreadableLine } from "./config-lines.ts";
import { type Config, type ConfigField, type ConfigFile, configSchema } from "./config-schema.ts";

export type { Config };

/** A value given on the command line, which wins over the file: `path` is `box.port`. */
export interface ConfigFlag {
  readonly flag: string;
  readonly path: string;
  readonly value: unknown;
}

type Section = Record<string, unknown>;
const sections: Record<string, { properties: Record<string, ConfigField> }> =
  configSchema.properties as never;
const presets = Value.Create(configSchema);
// As people count them, and phones show sizes.
const megabyte = 1_000_000;

/**
 * Reads `file`, or `folkmoot.yml` in `directory` if there is one, or only defaults. A path given
 * as a flag is relative to `directory`, one in the file to the file.
 *
 * Throws FolkmootError `bad-config` (every problem at once) or `no-config` (a named file that
 * cannot be read).
 */
export async function loadConfig(
  options: { directory?: string; file?: string | null; flags?: readonly ConfigFlag[] } = {},
): Promise<Config> {
  const directory = options.directory ?? process.cwd();
  const path = resolve(directory, options.file ?? "folkmoot.yml");
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT" && options.file == null) return null;
    throw new FolkmootError("no-config", `${path} cannot be read (${cause.code}).`, {
      hint: "Check the path after --config, and that the box may read the file.",
      cause,
    });
  });
  const flags = options.flags ?? [];
  const config = parseConfig(text ?? "", { file: path, flags });
  const dataByFlag = flags.some((flag) => flag.path === "box.data");
  const base = dataByFlag || text === null ? directory : dirname(path);
  return { ...config, box: { ...config.box, data: resolve(base, config.box.data) } };
}

/** Parses the text of a folkmoot.yml. Throws FolkmootError `bad-config` with every problem. */
export function parseConfig(
  text: string,
  options: { file?: string; flags?: readonly ConfigFlag[] } = {},
): Config {
  const file = options.file ?? "folkmoot.yml";
  const flags = options.flags ?? [];
  const lines = fieldLines(text);
  const problems: Problem[] = lines.repeated.map(({ path, line }) => ({
    where: `line ${line}`,
    what: `${path}: stands here a second time; allowed: once`,
  }));
  const given = withFlags(readYaml(text, file), flags);
  problems.push(
    ...problemsOf(given, (path) => {
      const flag = flags.find((candidate) => candidate.path === path);
      if (flag !== undefined) return flag.flag;
      const line = lines.of(path);
      return line === null ? null : `line ${line}`;
    }),
  );
  if (problems.length > 0) throw badConfig(file, problems);
  return complete(Value.Default(configSchema, given) as ConfigFile);
}

interface Problem {
  /** `line 3`, `--port`, or null where no place can be named. */
  readonly where: string | null;
  readonly what: string;
}

function badConfig(file: string, problems: readonly Problem[], cause?: unknown): FolkmootError {
  const list = problems.map(({ where, what }) => `  ${where === null ? "" : `${where}: `}${what}`);
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  // Where only flags are wrong, the file is not at fault: it need not even exist.
  const isUsage = problems.every(({ where }) => where?.startsWith("--") ?? false);
  const place = isUsage ? "The command line" : file;
  return new FolkmootError(
    isUsage ? "usage" : "bad-config",
    `${place}: ${count}\n${list.join("\n")}`,
    {
      cause,
      hint: "Correct these and start again; provisioning/README.md lists every field.",
    },
  );
}

function readYaml(text: string, file: string): unknown {
  try {
    return Bun.YAML.parse(text) ?? {};
  } catch (cause) {
    const what = "this is not YAML; allowed: lines such as `port: 8443` below `box:`";
    throw badConfig(file, [{ where: `line ${unreadableLine(text)}`, what }], cause);
  }
}

/** The parsed file with the flags' values put in. Leaves a malformed file to be reported. */
function withFlags(given: unknown, flags: readonly ConfigFlag[]): unknown {
  if (!isSection(given)) return given;
  // A section left out, or with nothing below it (`box:` reads as null), means its defaults.
  const merged: Section = { ...given };
  for (const name of Object.keys(sections)) merged[name] ??= {};
  for (const { path, value } of flags) {
    const [name, field] = path.split(".") as [string, string];
    const section = merged[name] ?? {};
    merged[name] = isSection(section) ? { ...section, [field]: value } : section;
  }
  return merged;
}

function problemsOf(given: unknown, whereIs: (path: string) => string | null): Problem[] {
  if (!isSection(given)) {
    const what = `${show(given)} stands there; allowed: sections ${keysOf(sections)}`;
    return [{ where: "line 1", what }];
  }
  const problems: Problem[] = [];
  const report = (path: string, what: string) =>
    problems.push({ where: whereIs(path), what: `${path}: ${what}` });
  for (const [name, section] of Object.entries(given)) {
    const fields = sections[name]?.properties;
    if (fields === undefined) {
      report(name, `unknown section; allowed: ${keysOf(sections)}`);
    } else if (!isSection(section)) {
      report(name, `${show(section)} is not a section; allowed below it: ${keysOf(fields)}`);
    } else {
      for (const [key, value] of Object.entries(section)) {
        const field = fields[key];
        if (field === undefined) {
          report(`${name}.${key}`, `unknown field; allowed: ${keysOf(fields)}`);
        } else if (!isAllowed(field, value)) {
          report(`${name}.${key}`, `${show(value)} is not allowed; allowed: ${field.allowed}`);
        }
      }
    }
  }
  const { box: section } = given as { box?: Partial<ConfigFile["box"]> };
  const box = { ...presets.box, ...section };
  if (box.port === box.httpPort && box.port !== 0) {
    report("box.httpPort", `${show(box.httpPort)} is the HTTPS port too; allowed: another one`);
  }
  return problems;
}

function isAllowed(field: ConfigField, value: unknown): boolean {
  if (!Value.Check(field, value)) return false;
  if (field.ip) return isIP(value as string) !== 0;
  if (field.share) return permille(value as number) / 1000 === value;
  return true;
}

function complete({ box, founding, limits, assistant, logs }: ConfigFile): Config {
  const { quorum, approval, ...rest } = founding;
  const { memoryMegabytes, ...engine } = assistant;
  return {
    box: { ...box },
    founding: { ...rest, quorumPermille: permille(quorum), approvalPermille: permille(approval) },
    limits: {
      uploadBytesMax: limits.uploadMegabytes * megabyte,
      uploadsAtOnceMax: limits.uploadsAtOnce,
      memberBytesPerDay: limits.memberMegabytesPerDay * megabyte,
    },
    assistant: { ...engine, memoryBytesMax: memoryMegabytes * megabyte },
    logs: { ...logs },
  };
}

/** The folkmoot.yml that says exactly `config`, every field with its explanation. */
export function formatConfig(config: Config): string {
  const { quorumPermille, approvalPermille, ...founding } = config.founding;
  const { memoryBytesMax, ...engine } = config.assistant;
  const written: Record<string, Section> = {
    box: config.box,
    founding: { ...founding, quorum: quorumPermille / 1000, approval: approvalPermille / 1000 },
    limits: {
      uploadMegabytes: config.limits.uploadBytesMax / megabyte,
      uploadsAtOnce: config.limits.uploadsAtOnceMax,
      memberMegabytesPerDay: config.limits.memberBytesPerDay / megabyte,
    },
    assistant: { ...engine, memoryMegabytes: memoryBytesMax / megabyte },
    logs: config.logs,
  };
  const blocks = Object.entries(sections).map(([name, section]) => {
    const rows = Object.entries(section.properties).map(([key, { about, allowed }]) => {
      const shown = written[name]?.[key];
      // Every JSON value is YAML as well; null is written as nothing.
      const text = shown === null ? "" : ` ${JSON.stringify(shown).replaceAll('","', '", "')}`;
      return `${comment(about)}${comment(`Allowed: ${allowed}.`)}  ${key}:${text}\n`;
    });
    return `${name}:\n${rows.join("\n")}`;
  });
  return blocks.join("\n");
}

/** Comment lines of at most 96 columns. */
function comment(text: string): string {
  return text.replaceAll(/(.{1,92})(?: |$)/g, "  # $1\n");
}

/** The name phones reach the box by: a single label lives in `.local` (RFC 6762 §3). */
export function hostnameOf(name: string): string {
  return name.includes(".") ? name : `${name}.local`;
}

/** Whether only this machine can reach the box: then nothing is announced on the network. */
export function isLoopback(host: string): boolean {
  return host === "::1" || host.startsWith("127.");
}

function permille(fraction: number): number {
  return Math.round(fraction * 1000);
}

function isSection(value: unknown): value is Section {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function keysOf(record: object): string {
  return Object.keys(record).join(", ");
}

/** A value as the person wrote it, cut to a length that fits a line. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
