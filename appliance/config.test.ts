import { describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { FolkmootError } from "../mesh/op/index.ts";
import {
  type Config,
  type ConfigFlag,
  formatConfig,
  hostnameOf,
  isLoopback,
  loadConfig,
  parseConfig,
} from "./config.ts";

/** The lines of the error's message after the first one, which counts them. */
function problems(text: string, flags: ConfigFlag[] = []): string[] {
  try {
    parseConfig(text, { flags });
  } catch (error) {
    if (!(error instanceof FolkmootError)) throw error;
    const isUsage = error.code === "usage";
    expect(isUsage).toBe(flags.length > 0);
    const place = isUsage ? "The command line" : "folkmoot.yml";
    const [head, ...list] = error.message.split("\n");
    expect(head).toBe(`${place}: ${list.length === 1 ? "1 problem" : `${list.length} problems`}`);
    expect(error.hint).not.toBeNull();
    return list.map((line) => line.trim());
  }
  return [];
}

describe("folkmoot.yml", () => {
  test("an empty file means the defaults", () => {
    const defaults: Config = {
      box: { name: null, host: "0.0.0.0", port: 8443, httpPort: 8080, data: "data", mdns: true },
      founding: {
        languages: ["en", "es"],
        quorumPermille: 600,
        approvalPermille: 750,
        discussionHours: 72,
        votingHours: 48,
        graceHours: 24,
        veto: true,
      },
      limits: {
        uploadBytesMax: 50_000_000,
        uploadsAtOnceMax: 5,
        memberBytesPerDay: 64_000_000,
      },
      assistant: {
        slots: 4,
        contextTokens: 4096,
        threads: 0,
        memoryBytesMax: 0,
        engineSocket: null,
        machines: [],
      },
      logs: { level: "info" },
    };
    expect(parseConfig("")).toEqual(defaults);
    expect(parseConfig("box:\nfounding:\n# nothing set\n")).toEqual(defaults);
  });

  test("the one in the README is complete, and says what holds anyway", () => {
    const readme = readFileSync(join(import.meta.dir, "../provisioning/README.md"), "utf8");
    const example = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
    expect(example).toBe(formatConfig(parseConfig("")));
    expect(parseConfig(example)).toEqual(parseConfig(""));
    expect(example.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });

  test("what is written is taken, the rest stays at its default", () => {
    const config = parseConfig("box:\n  name: moot.example.org\nfounding:\n  quorum: 0.333\n");
    expect(config.box.name).toBe("moot.example.org");
    expect(config.box.port).toBe(8443);
    expect(config.founding.quorumPermille).toBe(333);
  });

  const hostNames =
    "a host name of at most 40 small letters, digits, hyphens and dots, such as moot";
  const shares = "to 1, with at most three decimals (0.6 is 60 %)";
  test.each([
    [
      "box:\n  colour: red",
      "line 2: box.colour: unknown field; allowed: name, host, port, httpPort, data, mdns",
    ],
    ["mail: {}", "line 1: mail: unknown section; allowed: box, founding, limits, assistant, logs"],
    [
      "box: 8443",
      "line 1: box: 8443 is not a section; " +
        "allowed below it: name, host, port, httpPort, data, mdns",
    ],
    [
      "- box",
      'line 1: ["box"] stands there; allowed: sections box, founding, limits, assistant, logs',
    ],
    [
      "box:\n  port: 99999",
      "line 2: box.port: 99999 is not allowed; " +
        "allowed: a whole number from 0 to 65535 (0 picks a free one)",
    ],
    ["box:\n  mdns: yes", 'line 2: box.mdns: "yes" is not allowed; allowed: true or false'],
    ["box:\n  name: Moot", `line 2: box.name: "Moot" is not allowed; allowed: ${hostNames}`],
    ["box: {name: 192.168.1.1}", `box.name: "192.168.1.1" is not allowed; allowed: ${hostNames}`],
    ["box:\n  name: -moot", `line 2: box.name: "-moot" is not allowed; allowed: ${hostNames}`],
    [
      `box:\n  name: ${"x".repeat(41)}`,
      `line 2: box.name: "${"x".repeat(41)}" is not allowed; allowed: ${hostNames}`,
    ],
    [
      "box:\n  name: localhost",
      `line 2: box.name: "localhost" is not allowed; allowed: ${hostNames}`,
    ],
    [
      "box:\n  host: example.org",
      'line 2: box.host: "example.org" is not allowed; allowed: an IP address',
    ],
    [
      "box:\n  port: 80\n  httpPort: 80",
      "line 3: box.httpPort: 80 is the HTTPS port too; allowed: another one",
    ],
    [
      "box:\n  httpPort: 8443",
      "line 2: box.httpPort: 8443 is the HTTPS port too; allowed: another one",
    ],
    [
      "founding:\n  quorum: 60",
      `line 2: founding.quorum: 60 is not allowed; allowed: a share from 0 ${shares}`,
    ],
    [
      "founding:\n  quorum: 0.6667",
      `line 2: founding.quorum: 0.6667 is not allowed; allowed: a share from 0 ${shares}`,
    ],
    [
      "founding:\n  approval: 0.4",
      `line 2: founding.approval: 0.4 is not allowed; allowed: a share from 0.5 ${shares}`,
    ],
    [
      "founding:\n  discussionHours: 1.5",
      "line 2: founding.discussionHours: 1.5 is not allowed; " +
        "allowed: a whole number from 1 to 2160",
    ],
    [
      "founding:\n  languages: [en, en]",
      'line 2: founding.languages: ["en","en"] is not allowed; ' +
        "allowed: 1 to 12 different language codes such as en, es or pt-BR",
    ],
    [
      "logs:\n  level: loud",
      'line 2: logs.level: "loud" is not allowed; allowed: error, warn, info or debug',
    ],
    ["box:\n  port: 1\n  port: 2", "line 3: box.port: stands here a second time; allowed: once"],
    [
      "box:\n  name: moot\n  port: [1,",
      "line 3: this is not YAML; allowed: lines such as `port: 8443` below `box:`",
    ],
  ])("%j is refused by name, value and remedy", (text, message) => {
    expect(problems(text)).toEqual([message]);
  });

  test("every problem is reported at once", () => {
    expect(problems("box:\n  port: http\n  name: A\nfounding:\n  veto: 1\ncolour: red\n")).toEqual([
      'line 2: box.port: "http" is not allowed; ' +
        "allowed: a whole number from 0 to 65535 (0 picks a free one)",
      `line 3: box.name: "A" is not allowed; allowed: ${hostNames}`,
      "line 5: founding.veto: 1 is not allowed; allowed: true or false",
      "line 6: colour: unknown section; allowed: box, founding, limits, assistant, logs",
    ]);
  });

  test("a flag is named instead of a line", () => {
    const flag = { flag: "--port", path: "box.port", value: "abc" };
    expect(problems("box:\n  port: 8443\n", [flag])).toEqual([
      '--port: box.port: "abc" is not allowed; ' +
        "allowed: a whole number from 0 to 65535 (0 picks a free one)",
    ]);
  });

  test("a long value is cut in the message", () => {
    expect(problems(`box:\n  name: ${"x".repeat(5000)}`)[0]?.length).toBeLessThan(200);
  });

  test("a shared link is not confused with a field's line", () => {
    const text = "# box:\n#   port: 1\nbox:\n  # port: 2\n  data: 'a: b'\n  port: x\n";
    expect(problems(text)[0]).toStartWith("line 6: box.port");
  });

  test("any valid configuration survives being written and read", () => {
    fc.assert(
      fc.property(configs, (config) => {
        expect(parseConfig(formatConfig(config))).toEqual(config);
      }),
    );
  });

  test("any text is a configuration or a FolkmootError", () => {
    const words = fc.constantFrom(
      "box",
      "founding",
      ":",
      " ",
      "\n",
      "  ",
      "-",
      "[",
      "}",
      "name",
      "é",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((list) => list.join("")),
        ),
        (text) => {
          problems(text);
        },
      ),
    );
  });
});

describe("where it comes from", () => {
  test("the file's folder is where its paths start; a flag's start where the command runs", async () => {
    const directory = mkdtempSync(join(tmpdir(), "folkmoot-config-"));
    try {
      expect((await loadConfig({ directory })).box.data).toBe(join(directory, "data"));
      writeFileSync(join(directory, "box.yml"), "box:\n  data: kept\n");
      const file = join(directory, "box.yml");
      expect((await loadConfig({ directory: "/", file })).box.data).toBe(join(directory, "kept"));
      const flags = [{ flag: "--data", path: "box.data", value: "here" }];
      expect((await loadConfig({ directory: "/srv", file, flags })).box.data).toBe("/srv/here");
      await expect(loadConfig({ directory, file: "missing.yml" })).rejects.toThrow(
        expect.objectContaining({ code: "no-config" }),
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test("a name with a dot is complete, one without lives in .local", () => {
    expect(hostnameOf("moot")).toBe("moot.local");
    expect(hostnameOf("moot.example.org")).toBe("moot.example.org");
    expect(["127.0.0.1", "127.1.2.3", "::1"].every(isLoopback)).toBe(true);
    expect(["0.0.0.0", "::", "192.168.1.2"].some(isLoopback)).toBe(false);
  });
});

const configs: fc.Arbitrary<Config> = fc.record({
  box: fc
    .record({
      name: fc.option(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?(\.[a-z]{1,10})?$/)),
      host: fc.oneof(fc.ipV4(), fc.constantFrom("::", "::1")),
      port: fc.integer({ min: 0, max: 65_535 }),
      httpPort: fc.integer({ min: 0, max: 65_535 }),
      data: fc.string({ minLength: 1, maxLength: 100, unit: "binary" }),
      mdns: fc.boolean(),
    })
    .filter(
      ({ name, port, httpPort }) => name !== "localhost" && (port !== httpPort || port === 0),
    ),
  founding: fc.record({
    languages: fc.uniqueArray(fc.stringMatching(/^[a-z]{2,3}(-[A-Z]{2})?$/), {
      minLength: 1,
      maxLength: 12,
    }),
    quorumPermille: fc.integer({ min: 0, max: 1000 }),
    approvalPermille: fc.integer({ min: 500, max: 1000 }),
    discussionHours: fc.integer({ min: 1, max: 2160 }),
    votingHours: fc.integer({ min: 1, max: 2160 }),
    graceHours: fc.integer({ min: 0, max: 336 }),
    veto: fc.boolean(),
  }),
  limits: fc.record({
    uploadBytesMax: fc.integer({ min: 1, max: 50 }).map((megabytes) => megabytes * 1_000_000),
    uploadsAtOnceMax: fc.integer({ min: 1, max: 32 }),
    memberBytesPerDay: fc
      .integer({ min: 1, max: 100_000 })
      .map((megabytes) => megabytes * 1_000_000),
  }),
  assistant: fc.record({
    slots: fc.integer({ min: 1, max: 64 }),
    contextTokens: fc.integer({ min: 512, max: 131_072 }),
    threads: fc.integer({ min: 0, max: 256 }),
    memoryBytesMax: fc
      .integer({ min: 0, max: 1_048_576 })
      .map((megabytes) => megabytes * 1_000_000),
    engineSocket: fc.constantFrom(null, "/run/folkmoot-engine/engine.sock"),
    machines: fc.array(
      fc.record(
        {
          url: fc.webUrl({ validSchemes: ["http", "https"] }).filter((url) => url.length < 200),
          model: fc.stringMatching(/^[\w.:-]{1,40}$/),
          privacy: fc.constantFrom("public-only", "members", "any"),
          outside: fc.boolean(),
          embeds: fc.boolean(),
          weight: fc.integer({ min: 1, max: 100 }),
        },
        // Written out in any case: nobody should have to guess it.
        { requiredKeys: ["url", "model", "privacy"] },
      ),
      { maxLength: 3 },
    ),
  }),
  logs: fc.record({ level: fc.constantFrom("error", "warn", "info", "debug") }),
});
