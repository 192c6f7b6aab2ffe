import { expect, test } from "bun:test";
import { join } from "node:path";

test.each([[[]], [["stop"]], [["--help"]]])("setup with %j says how it is used", (args) => {
  const run = Bun.spawnSync([process.execPath, join(import.meta.dir, "setup.ts"), ...args]);
  expect(run.exitCode).toBe(2);
  expect(run.stdout.toString()).toBe("");
  expect(run.stderr.toString()).toBe("Usage: bun provisioning/setup.ts start|test …\n");
});
