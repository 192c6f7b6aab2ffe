/** The flags of `start` that override a field of folkmoot.yml. */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { ConfigFlag } from "../config.ts";

const overrides = [
  { flag: "--data", path: "box.data", value: "DIR", about: "the folder with everything it keeps" },
  { flag: "--name", path: "box.name", value: "NAME", about: "its name: NAME.local" },
  { flag: "--host", path: "box.host", value: "IP", about: "the address to listen on" },
  { flag: "--port", path: "box.port", value: "PORT", about: "the HTTPS port" },
  { flag: "--http-port", path: "box.httpPort", value: "PORT", about: "the plain HTTP port" },
  { flag: "--log-level", path: "logs.level", value: "LEVEL", about: "error, warn, info or debug" },
  { flag: "--no-mdns", path: "box.mdns", value: null, about: "do not answer to <name>.local" },
] as const;

export interface TakenFlags {
  readonly flags: readonly ConfigFlag[];
  /** The value of `--config`. */
  readonly file: string | null;
  /** Everything else, in order, for the verb to read. */
  readonly rest: readonly string[];
}

/**
 * Takes the configuration flags out of a command line; `--port 80` and `--port=80` mean the same.
 * Those in `own` are the verb's: the name of a model is not the box's. Throws FolkmootError `usage`
 * for a flag without its value, or given twice.
 */
export function takeConfigFlags(
  args: readonly string[],
  own: Readonly<Record<string, boolean>> = {},
): TakenFlags {
  const flags: ConfigFlag[] = [];
  const rest: string[] = [];
  let file: string | null = null;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] as string;
    const [name, inline] = splitFlag(argument);
    const override = othersThan(own).find((candidate) => candidate.flag === name);
    if (override === undefined && name !== "--config") {
      rest.push(argument);
      continue;
    }
    if (override?.value === null) {
      if (inline !== null) throw usage(`${name} takes no value.`);
      flags.push({ flag: name, path: override.path, value: false });
      continue;
    }
    const value = inline ?? args[++at];
    if (value === undefined || value === "" || (inline === null && value.startsWith("--"))) {
      throw usage(`${name} needs a value: ${name} ${override?.value ?? "FILE"}`);
    }
    if (override === undefined) {
      file = value;
    } else if (flags.some((given) => given.flag === name)) {
      throw usage(`${name} is given twice.`);
    } else {
      flags.push({ flag: name, path: override.path, value: numberOrText(value) });
    }
  }
  return { flags, file, rest };
}

function othersThan(own: Readonly<Record<string, boolean>>) {
  return overrides.filter(({ flag }) => !(flag in own));
}

/** The lines of `--help` about these flags, but for the verb's own. */
export function configFlagsHelp(own: Readonly<Record<string, boolean>> = {}): string {
  const rows = [
    ...othersThan(own).map(({ flag, value, about }) => [
      value === null ? flag : `${flag} ${value}`,
      about,
    ]),
    ["--config FILE", "read this instead of ./folkmoot.yml"],
  ];
  return rows.map(([usage, about]) => `  ${(usage as string).padEnd(20)}${about}`).join("\n");
}

function splitFlag(argument: string): [name: string, inline: string | null] {
  const equals = argument.indexOf("=");
  if (!argument.startsWith("--") || equals < 0) return [argument, null];
  return [argument.slice(0, equals), argument.slice(equals + 1)];
}

/** What YAML would have made of it, so that the schema's message shows what was meant. */
function numberOrText(value: string): number | string {
  return /^\d+$/.test(value) ? Number(value) : value;
}

function usage(message: string): FolkmootError {
  return new FolkmootError("usage", message, { hint: "See --help." });
}
