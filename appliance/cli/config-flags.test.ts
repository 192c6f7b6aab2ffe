import { describe, expect, test } from "bun:test";
import { parseConfig } from "../config.ts";
import { configFlagsHelp, takeConfigFlags } from "./config-flags.ts";

describe("flags", () => {
  test("override fields; everything else is left for the verb", () => {
    const taken = takeConfigFlags([
      "start",
      "--port",
      "9000",
      "--demo",
      "--host=127.0.0.1",
      "--no-mdns",
      "--config",
      "box.yml",
      "--data=/srv/a=b",
    ]);
    expect(taken).toEqual({
      rest: ["start", "--demo"],
      file: "box.yml",
      flags: [
        { flag: "--port", path: "box.port", value: 9000 },
        { flag: "--host", path: "box.host", value: "127.0.0.1" },
        { flag: "--no-mdns", path: "box.mdns", value: false },
        { flag: "--data", path: "box.data", value: "/srv/a=b" },
      ],
    });
    expect(parseConfig("box:\n  port: 8000", { flags: taken.flags }).box).toMatchObject({
      port: 9000,
      host: "127.0.0.1",
      mdns: false,
    });
  });

  test.each([
    [["--port"], "--port needs a value: --port PORT"],
    [["--port="], "--port needs a value: --port PORT"],
    [["--data", "--port", "1"], "--data needs a value: --data DIR"],
    [["--config"], "--config needs a value: --config FILE"],
    [["--no-mdns=yes"], "--no-mdns takes no value."],
    [["--port", "1", "--port=2"], "--port is given twice."],
  ])("%p is a usage error", (args, message) => {
    expect(() => takeConfigFlags(args)).toThrow(
      expect.objectContaining({ code: "usage", message }),
    );
  });

  test("that a verb has of its own are the verb's", () => {
    const own = { "--name": true };
    const taken = takeConfigFlags(["model.gguf", "--name", "Little", "--data", "/srv"], own);
    expect(taken.rest).toEqual(["model.gguf", "--name", "Little"]);
    expect(taken.flags).toEqual([{ flag: "--data", path: "box.data", value: "/srv" }]);
    expect(configFlagsHelp(own)).not.toContain("NAME.local");
  });

  test("every one of them stands in the help", () => {
    for (const flag of ["--data", "--name", "--host", "--port", "--http-port", "--no-mdns"]) {
      expect(configFlagsHelp()).toContain(flag);
    }
  });
});
