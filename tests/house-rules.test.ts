/** The house rules of README, as tests: what a reviewer should never have to say twice. */
import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { importRefusal, roomCircles } from "./house/import-rules.ts";
import { isTest, longFunctions, readModule, readModules, root } from "./house/modules.ts";

const fileLinesMax = 320;
const functionLinesMax = 70;
const columnsMax = 100;

const modules = readModules();
const product = modules.filter((module) => !isTest(module.path));

describe("imports", () => {
  test("run one way, and enter rooms by the front door", () => {
    const refusals = product.flatMap((module) =>
      module.local.map((target) => importRefusal(module, target)).filter((why) => why !== null),
    );
    expect(refusals).toEqual([]);
  });

  test("of types only count as well", () => {
    const planted = readModule(
      "mesh/op/planted.ts",
      'import type { Store } from "../../appliance/store/index.ts";\n',
    );
    expect(planted.local.map((target) => importRefusal(planted, target))).toEqual([
      expect.stringContaining("mesh/op/planted.ts imports appliance/store/index.ts"),
    ]);
  });

  test("make no circle between rooms", () => {
    expect(roomCircles(product)).toEqual([]);
  });

  test("name files that exist", () => {
    const missing = modules.flatMap((module) =>
      module.local
        .filter((target) => /\.tsx?$/.test(target) && !existsSync(join(root, target)))
        .map((target) => `${module.path} → ${target}`),
    );
    expect(missing).toEqual([]);
  });

  test("keep mesh and ui free of the box's runtime", () => {
    const pure = product.filter(
      (module) =>
        /^(mesh\/(op|kinds|rules|log)|ui)\//.test(module.path) && module.path !== "ui/build.ts",
    );
    const runtime = pure.flatMap((module) =>
      module.packages
        .filter((name) => /^(bun|node):|^bun$/.test(name))
        .filter(() => !module.path.endsWith("/make.ts"))
        .map((name) => `${module.path} → ${name}`),
    );
    expect(runtime).toEqual([]);
  });
});

describe("files", () => {
  test(`are at most ${fileLinesMax} lines`, () => {
    const long = product
      .map((module) => ({ path: module.path, lines: module.text.split("\n").length }))
      .filter((file) => file.lines > fileLinesMax);
    expect(long).toEqual([]);
  });

  test(`have functions of at most ${functionLinesMax} lines`, () => {
    const long = product.flatMap((module) =>
      longFunctions(module.text, functionLinesMax).map((found) => ({
        path: module.path,
        ...found,
      })),
    );
    expect(long).toEqual([]);
  });

  test("a planted long function is found", () => {
    const body = Array.from({ length: 80 }, (_, line) => `  step(${line});`).join("\n");
    expect(longFunctions(`function f() {\n${body}\n}\n`, functionLinesMax)).toHaveLength(1);
    expect(longFunctions(`const f = (a: A): B => {\n${body}\n};\n`, functionLinesMax)).toHaveLength(
      1,
    );
    expect(longFunctions("function f() {\n  return 1;\n}\n", functionLinesMax)).toEqual([]);
  });

  test(`keep to ${columnsMax} columns`, () => {
    const wide = modules.flatMap((module) =>
      module.text
        .split("\n")
        .map((line, index) => ({ at: `${module.path}:${index + 1}`, line }))
        // A string or a pattern that cannot be broken may be longer.
        .filter(({ line }) => line.length > columnsMax && !/["'`]|^\s*\//.test(line))
        .map(({ at }) => at),
    );
    expect(wide).toEqual([]);
  });

  test("are named by the field's term", () => {
    const vague = product
      .map((module) => module.path)
      .filter((path) => /(?:manager|helper|utils?|misc|common)s?\.tsx?$/i.test(path));
    expect(vague).toEqual([]);
  });

  // Reached by a test alone is dead as well.
  test("are all reached from an entry point", () => {
    const byPath = new Map(modules.map((module) => [module.path, module]));
    const alive = new Set<string>();
    const live = modules.filter((module) => isEntry(module.path)).map((module) => module.path);
    for (let path = live.pop(); path !== undefined; path = live.pop()) {
      if (alive.has(path)) continue;
      alive.add(path);
      live.push(...(byPath.get(path)?.local ?? []));
    }
    const dead = product.map((module) => module.path).filter((path) => !alive.has(path));
    expect(dead).toEqual([]);
  });
});

describe("sources of nondeterminism", () => {
  test("are passed in: only clock.ts and random.ts touch them", () => {
    const free = product
      .filter((module) => /^(mesh|appliance|provisioning)\//.test(module.path))
      .filter((module) => !/^appliance\/(clock|random)\.ts$/.test(module.path))
      .flatMap((module) =>
        [
          ...module.text.matchAll(
            /\b(?:Date\.now\(|Math\.random\(|new Date\(\)|getRandomValues\()/g,
          ),
        ].map((match) => `${module.path}: ${match[0]}`),
      );
    expect(free).toEqual([]);
  });
});

describe("package.json", () => {
  test("is one that Debian's npm can read", () => {
    // npm 9 stops at an override that names a folder, and so does npx once packages are installed:
    // both commands of the README fail. It leaves resolutions alone, which Bun reads alike.
    const manifest: object = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(Object.keys(manifest)).not.toContain("overrides");
    expect(Object.keys(manifest)).toContain("resolutions");
  });
});

describe("the web app", () => {
  const ui = product.filter((module) => module.path.startsWith("ui/"));

  test("never builds HTML from strings", () => {
    const unsafe = ui
      .filter((module) => /innerHTML|insertAdjacentHTML|document\.write|\beval\(/.test(module.text))
      .map((module) => module.path);
    expect(unsafe).toEqual([]);
  });

  test("names no other host", () => {
    const hosts = ui.flatMap((module) =>
      [...module.text.matchAll(/https?:\/\/(?!www\.w3\.org\/)[a-z0-9-]+\.[a-z.]+/g)].map(
        (match) => `${module.path}: ${match[0]}`,
      ),
    );
    expect(hosts.filter((found) => !/example|\.local/.test(found))).toEqual([]);
  });
});

/** Files that a command, a browser or another process starts by itself. */
function isEntry(path: string): boolean {
  // Frozen vectors are made once, by hand.
  if (/^mesh\/\w+\/vectors\/make\.ts$/.test(path)) return true;
  return [
    "appliance/main.ts",
    "appliance/engine/child/process.ts",
    "provisioning/setup.ts",
    "ui/build.ts",
    "ui/app.tsx",
    "ui/offline/service-worker.ts",
  ].includes(path);
}
