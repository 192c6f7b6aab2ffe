import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackages, type PackageScope, removeForeignCode } from "./packages.ts";

let root: string;
let told: string[];

/** A project with one package for the box and one for the tests, both on this disk. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "folkmoot-packages-"));
  told = [];
  for (const name of ["bread", "scales"]) {
    mkdirSync(join(root, name));
    write(`${name}/package.json`, { name, version: "1.0.0" });
  }
  declare({ bread: "file:./bread" }, { scales: "file:./scales" });
  lock();
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: object): void {
  writeFileSync(join(root, path), JSON.stringify(content));
}

function declare(dependencies: object, devDependencies: object): void {
  write("package.json", { name: "house", private: true, dependencies, devDependencies });
}

function lock(): void {
  const run = Bun.spawnSync([process.execPath, "install", "--lockfile-only"], { cwd: root });
  expect(run.exitCode).toBe(0);
}

const install = (scope: PackageScope) => installPackages(root, scope, (line) => told.push(line));
const has = (name: string) => existsSync(join(root, "node_modules", name));

describe("packages", () => {
  test("for the box are installed once, without those of the tests", () => {
    expect(install("box").state).toBe("installed");
    expect([has("bread"), has("scales")]).toEqual([true, false]);
    expect(told).toHaveLength(1);
    expect(install("box").state).toBe("present");
    expect(told).toHaveLength(1);
  });

  test("for the tests are added when they are wanted", () => {
    install("box");
    expect(install("all").state).toBe("installed");
    expect([has("bread"), has("scales")]).toEqual([true, true]);
    expect(install("box").state).toBe("present");
    expect(install("all").state).toBe("present");
  });

  test("that somebody installed by hand are not taken away", () => {
    Bun.spawnSync([process.execPath, "install"], { cwd: root });
    expect(install("box").state).toBe("installed");
    expect([has("bread"), has("scales")]).toEqual([true, true]);
  });

  test("are installed again after an update, and after an interruption", () => {
    install("box");
    declare({ bread: "file:./bread", scales: "file:./scales" }, {});
    lock();
    expect(install("box").state).toBe("installed");
    expect(has("scales")).toBe(true);
    rmSync(join(root, "node_modules", ".folkmoot-installed"));
    expect(install("box").state).toBe("installed");
    expect(install("box").state).toBe("present");
  });

  test("that do not fit the lockfile are refused, with what to do", () => {
    declare({ bread: "file:./bread", honey: "file:./honey" }, {});
    const outcome = install("box");
    expect(outcome.state).toBe("failed");
    expect("message" in outcome && outcome.message).toStartWith(
      "The packages could not be installed:\n  ",
    );
    expect("message" in outcome && outcome.message).toContain("needs the internet once");
    expect(existsSync(join(root, "node_modules", ".folkmoot-installed"))).toBe(false);
  });
});

test("code for other processors does not stay", () => {
  const modules = join(root, "node_modules");
  const natives = join(modules, "@node-llama-cpp");
  const source = join(modules, "node-llama-cpp", "llama");
  for (const dir of [join(natives, "linux-x64"), join(natives, "linux-arm64"), source]) {
    mkdirSync(dir, { recursive: true });
  }
  writeFileSync(join(source, "gitRelease.bundle"), "history");
  removeForeignCode(root, "arm64");
  expect(readdirSync(natives)).toEqual(["linux-arm64"]);
  expect(readdirSync(source)).toEqual([]);
});

test("what runs before there are packages imports nothing but the runtime", () => {
  for (const file of ["../setup.ts", "packages.ts", "test-tools.ts"]) {
    const text = readFileSync(join(import.meta.dir, file), "utf8");
    const imported = [...text.matchAll(/^import\s.*?from\s+"([^"]+)"/gms)].map(([, name]) => name);
    const foreign = imported.filter((name) => !/^(node:|bun$|\.\/setup\/)/.test(name ?? ""));
    expect([file, foreign]).toEqual([file, []]);
  }
});
