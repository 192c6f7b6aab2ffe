import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "../appliance/config.ts";

const analyze = "/usr/bin/systemd-analyze";
const folder = join(import.meta.dir, "units");
const units = readdirSync(folder);
const installed = mkdtempSync(join(tmpdir(), "folkmoot-units-"));
afterAll(() => rmSync(installed, { recursive: true }));

function textOf(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

/** Every value of a setting, in order. */
function valuesOf(text: string, setting: string): string[] {
  return [...text.matchAll(new RegExp(`^${setting}=(.*)$`, "gm"))].map(([, value = ""]) => value);
}

/** What systemd says about units whose programs lie where they lie on this machine. */
function complaints(change: (text: string) => string = (text) => text): string[] {
  for (const name of units) {
    const here = textOf(name)
      .replaceAll("/usr/bin/bun", process.execPath)
      .replaceAll("/usr/lib/folkmoot", join(import.meta.dir, ".."));
    writeFileSync(join(installed, name), change(here));
  }
  // A template is looked at as one of its instances.
  const paths = units.map((name) => join(installed, name.replace("@.", "@1-2-3.")));
  const said = Bun.spawnSync([analyze, "verify", "--man=no", ...paths]);
  const lines = said.stderr.toString().trim().split("\n");
  const ours = lines.filter((line) => line.includes("folkmoot"));
  return said.exitCode === 0 || ours.length > 0 ? ours : lines;
}

describe("the units", () => {
  test("are as systemd wants them", () => {
    expect(complaints()).toEqual([]);
    expect(
      complaints((text) => text.replace("NoNewPrivileges", "NoMorePrivileges")),
    ).toContainEqual(expect.stringContaining("NoMorePrivileges"));
  });

  // Of 10, as systemd counts; a service that sets nothing has 9.6. The box speaks to the network and
  // opens ports 443 and 80, and both compile JavaScript while they run.
  test.each([
    ["folkmoot-engine@.service", 1],
    ["folkmoot.service", 2],
  ])("%s is exposed by at most %d", (name, exposureMax) => {
    const said = Bun.spawnSync([
      ...[analyze, "security", "--offline=true", "--no-pager"],
      ...[`--threshold=${exposureMax * 10}`, join(folder, name)],
    ]);
    const exposure = /exposure level for \S+: ([\d.]+)/.exec(said.stdout.toString())?.[1];
    expect(Number(exposure)).toBeLessThanOrEqual(exposureMax);
    expect(said.exitCode).toBe(0);
  });

  test("the engine's keeps from it what would tell on people, or reach them", () => {
    const engine = textOf("folkmoot-engine@.service");
    const wanted = {
      StandardError: ["null"],
      LimitCORE: ["0"],
      PrivateNetwork: ["yes"],
      RestrictAddressFamilies: ["none"],
      DynamicUser: ["yes"],
      CapabilityBoundingSet: [""],
      MemorySwapMax: ["0"],
      BindReadOnlyPaths: ["/var/lib/folkmoot/models"],
    };
    for (const [setting, values] of Object.entries(wanted)) {
      expect([setting, valuesOf(engine, setting)]).toEqual([setting, values]);
    }
    expect(valuesOf(engine, "TemporaryFileSystem").join(" ")).toContain("/var/lib:ro");
    expect(valuesOf(engine, "MemoryMax")).toHaveLength(1);
  });

  test("agree with each other, and with what the box is told", () => {
    const config = parseConfig(readFileSync(join(import.meta.dir, "folkmoot.yml"), "utf8"));
    const socket = textOf("folkmoot-engine.socket");
    expect(valuesOf(socket, "ListenStream")).toEqual([config.assistant.engineSocket as string]);
    const box = textOf("folkmoot.service");
    expect(valuesOf(box, "User")).toEqual(valuesOf(socket, "SocketUser"));
    expect(valuesOf(box, "ReadWritePaths")).toEqual([config.box.data]);
    const group = valuesOf(textOf("folkmoot-engine@.service"), "SupplementaryGroups");
    const tmpfiles = readFileSync(join(import.meta.dir, "tmpfiles.d/folkmoot.conf"), "utf8");
    expect(tmpfiles).toContain(`d ${config.box.data}/models 2750 folkmoot ${group.join()}`);
    const sysusers = readFileSync(join(import.meta.dir, "sysusers.d/folkmoot.conf"), "utf8");
    expect(sysusers).toMatch(new RegExp(`^g ${group.join()} -$`, "m"));
    // A dynamic user may not be called like a group that is there.
    expect(group.join()).not.toBe("folkmoot-engine");
  });

  test("keep compiled code, as `bun start` does", () => {
    const kept = "BUN_JSC_forceCodeBlockLiveness=1";
    expect(valuesOf(textOf("folkmoot.service"), "Environment")).toContain(kept);
    const { scripts } = JSON.parse(readFileSync(join(import.meta.dir, "../package.json"), "utf8"));
    expect(scripts.start).toStartWith(`${kept} bun `);
  });
});
