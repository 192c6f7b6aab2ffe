/** The command as people and scripts call it: a process of its own each time. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dir, "..", "..");
const dir = mkdtempSync(join(tmpdir(), "folkmoot-cli-"));
const data = join(dir, "data");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Outcome {
  code: number;
  out: string;
  error: string;
}

async function moot(...args: string[]): Promise<Outcome> {
  const child = Bun.spawn([process.execPath, join(root, "appliance", "main.ts"), ...args], {
    cwd: dir,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, error, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, out, error };
}

async function startBox(...flags: string[]) {
  const child = Bun.spawn(
    [
      ...[process.execPath, join(root, "appliance", "main.ts"), "start", "--data", data],
      ...["--host", "127.0.0.1", "--port", "0", "--http-port", "0", ...flags],
    ],
    { cwd: dir, stdout: "pipe", stderr: "pipe" },
  );
  let text = "";
  const decoder = new TextDecoder();
  const reader = (child.stdout as ReadableStream<Uint8Array>).getReader();
  while (!/Ctrl\+C|"event":"ready"/.test(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`ended early: ${await new Response(child.stderr).text()}`);
    text += decoder.decode(value);
  }
  return { child, greeting: text };
}

describe("help and usage", () => {
  test("a data folder that cannot be one is named, with what to do", async () => {
    const { code, error } = await moot("start", "--data", "/dev/null/box");
    expect(code).toBe(1);
    expect(error).toContain("/dev/null/box cannot be written (ENOTDIR).");
    expect(error).toContain("name another place");
    expect(error).not.toContain("    at ");
  });

  test("--help lists every verb with a line each", async () => {
    const { code, out } = await moot("--help");
    expect(code).toBe(0);
    for (const verb of [
      ...["start", "status", "health", "words", "config check", "log verify", "log export"],
      ...["backup DIR", "restore DIR", "rebuild", "routes", "openapi", "version"],
    ]) {
      expect(out).toMatch(new RegExp(`^  ${verb}.*  \\S+`, "m"));
    }
  });

  test.each(["start", "backup", "log export", "words"])("%s --help says more", async (verb) => {
    const { code, out } = await moot(...verb.split(" "), "--help");
    expect(code).toBe(0);
    expect(out).toContain(`moot ${verb}`);
    expect(out).toContain("--data DIR");
  });

  test.each([
    [["fly"], "no verb"],
    [["status", "--wings"], "no --wings"],
    [["backup"], "Usage: moot backup DIR"],
    [["status", "extra"], "Usage: moot status"],
    [["start", "--port"], "needs a value"],
    [["log"], "log verify, log export"],
    [["version", "extra"], "Usage: moot version"],
  ])("%p is wrong usage", async (args, says) => {
    const { code, error } = await moot(...args);
    expect(code).toBe(2);
    expect(error).toContain(says);
  });

  test("no verb at all shows the help, as wrong usage", async () => {
    const { code, out } = await moot();
    expect([code, out.includes("start")]).toEqual([2, true]);
  });

  test("with --json, errors are JSON too", async () => {
    const { code, out } = await moot("status", "--data", data, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "not-running" } });
  });

  test("with --json, the verbs are a list for programs", async () => {
    const { code, out } = await moot("--help", "--json");
    expect(code).toBe(0);
    const { verbs } = JSON.parse(out) as { verbs: { name: string; summary: string }[] };
    expect(verbs.map(({ name }) => name)).toContain("log verify");
  });

  test("a flag with a value that cannot be is wrong usage, and no fault of the file", async () => {
    const { code, error } = await moot("start", "--data", data, "--port", "99999");
    expect(code).toBe(2);
    expect(error).toContain("--port: box.port: 99999 is not allowed");
    expect(error).not.toContain("folkmoot.yml");
  });

  test("version", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(await moot("version")).toMatchObject({ code: 0, out: `${version}\n` });
    expect(JSON.parse((await moot("version", "--json")).out)).toEqual({ version });
  });
});

describe("configuration", () => {
  test("config check names what is wrong", async () => {
    const file = join(dir, "wrong.yml");
    writeFileSync(file, "box:\n  port: many\n  wings: 2\n");
    const { code, error } = await moot("config", "check", "--config", file);
    expect(code).toBe(1);
    expect(error).toContain("box.port");
    expect(error).toContain("box.wings");
    writeFileSync(file, "box:\n  port: 9443\n");
    expect((await moot("config", "check", "--config", file)).code).toBe(0);
  });
});

describe("what every box has alike", () => {
  test("config check tells a file that is fine from one that is not there", async () => {
    expect((await moot("config", "check")).out).toContain("There is no folkmoot.yml");
    const file = join(dir, "fine.yml");
    writeFileSync(file, "box:\n  port: 0\n");
    expect((await moot("config", "check", "--config", file)).out).toContain("is fine");
  });

  test("routes, and the API document", async () => {
    const { out } = await moot("routes", "--json");
    const { routes } = JSON.parse(out) as { routes: { path: string; audience: unknown }[] };
    expect(routes.length).toBeGreaterThan(30);
    for (const { audience } of routes) expect(audience).toBeTruthy();
    const document = JSON.parse((await moot("openapi")).out) as { paths: object };
    expect(Object.keys(document.paths).length).toBeGreaterThan(25);
    expect(existsSync(join(dir, "data"))).toBe(false);
  });
});

describe("a folder that was misspelt", () => {
  const nowhere = () => join(dir, "misspelt");

  test.each(["backup copy", "log verify", "log export", "rebuild", "key list", "model list"])(
    "%s finds no box there, and makes none",
    async (verb) => {
      const { code, error } = await moot(...verb.split(" "), "--data", nowhere());
      expect(code).toBe(1);
      expect(error).toContain(`There is no box in ${nowhere()}.`);
      expect(existsSync(nowhere())).toBe(false);
    },
  );
});

describe("a running box", () => {
  let running: Awaited<ReturnType<typeof startBox>>;
  beforeAll(async () => {
    running = await startBox();
  });
  afterAll(() => running.child.kill("SIGKILL"));

  test("greets with its addresses, the founding code as QR, the words", () => {
    const { greeting } = running;
    expect(greeting).toMatch(/http:\/\/localhost:\d+\/found#[\w-]{22}/);
    expect(greeting).toMatch(/https:\/\/moot-\w+\.local:\d+/);
    expect(greeting).toContain("█");
  });

  test("answers status, health and words", async () => {
    const status = JSON.parse((await moot("status", "--data", data, "--json")).out);
    expect(status).toMatchObject({ founded: false, position: 0, health: "ok" });
    expect(running.greeting).toContain(status.foundingLink);
    const stamp = Bun.file(join(root, "ui", "dist", "stamp.json"));
    const app: unknown = (await stamp.exists()) ? (await stamp.json()).app : null;
    expect(status.appHash).toBe(app);
    if (typeof app === "string") expect(running.greeting).toContain(app);
    const health = await moot("health", "--data", data, "--json");
    expect(health.code).toBe(0);
    expect(JSON.parse(health.out)).toMatchObject({ status: "ok", parts: { store: {} } });
    const words = JSON.parse((await moot("words", "--data", data, "--json")).out);
    expect(running.greeting).toContain(words.words.join(" "));
    expect((await moot("status", "--data", data)).out).toContain("not founded yet");
  });

  test("does not share its folder", async () => {
    const second = await moot("start", "--data", data, "--host", "127.0.0.1", "--port", "0");
    expect(second.code).toBe(1);
    expect(second.error).toContain("Another box runs");
  });

  test("is verified, rebuilt, exported and backed up while it runs", async () => {
    const verified = await moot("log", "verify", "--data", data, "--json");
    expect(JSON.parse(verified.out)).toEqual({ checked: 0, files: 0, damaged: [] });
    expect((await moot("rebuild", "--data", data)).code).toBe(0);
    const file = join(dir, "log.jsonl");
    expect((await moot("log", "export", "--data", data, "--out", file)).code).toBe(0);
    expect(existsSync(file)).toBe(true);
    const backup = join(dir, "backup");
    expect((await moot("backup", backup, "--data", data)).code).toBe(0);
    expect((await moot("backup", backup, "--data", data)).code).toBe(1);
    // Nobody else on the machine reads what it keeps.
    for (const path of [data, backup]) {
      expect([path, statSync(join(path, "folkmoot.db")).mode & 0o077]).toEqual([path, 0]);
    }
    const nowhere = join(dir, "no such folder", "x");
    for (const verb of [
      ["backup", nowhere],
      ["log", "export", "--out", nowhere],
    ]) {
      const refused = await moot(...verb, "--data", data, "--json");
      expect([refused.code, JSON.parse(refused.out).error.code]).toEqual([1, "not-writable"]);
    }
  });

  test("comes back from its backup with name and certificate", async () => {
    const restored = join(dir, "restored");
    const { code, out } = await moot("restore", join(dir, "backup"), "--data", restored, "--json");
    expect([code, JSON.parse(out)]).toEqual([0, { restored, position: 0 }]);
    const of = async (where: string) => (await moot("words", "--data", where)).out;
    expect(await of(restored)).toBe(await of(data));
    const again = await moot("restore", join(dir, "backup"), "--data", restored);
    expect(again.code).toBe(1);
    expect((await moot("restore", dir, "--data", join(dir, "other"))).code).toBe(1);
  });

  test("stops in peace when told to, and can be looked at afterwards", async () => {
    running.child.kill("SIGTERM");
    expect(await running.child.exited).toBe(0);
    expect((await moot("status", "--data", data)).code).toBe(1);
    expect((await moot("log", "verify", "--data", data)).code).toBe(0);
    const log = await new Response(running.child.stderr).text();
    for (const line of log.trim().split("\n")) {
      expect(JSON.parse(line)).toMatchObject({ time: expect.any(String), level: "info" });
    }
    expect(log).toContain('"event":"ready"');
    expect(log).toContain('"event":"stopping"');
    expect(log).not.toContain(/found#([\w-]+)/.exec(running.greeting)?.[1] ?? "found");
  });
});
