/** The source tree as the house rules see it: files, their imports, the length of functions. */
import { readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

export interface Module {
  /** Path from the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Imports of files of this repository, as paths from its root. Type-only imports included. */
  readonly local: readonly string[];
  /** Imports of packages and of the runtime (`bun:sqlite`, `node:fs`, `elysia`). */
  readonly packages: readonly string[];
}

export const root = join(import.meta.dir, "..", "..");
const topFolders = ["appliance", "mesh", "ui", "provisioning", "image", "tests"];

// Written out, because Bun.Transpiler.scanImports drops `import type`. Anchored to the start of
// a line, so that the word "import" inside a string or comment does not count.
const staticImport = /^\s*(?:import|export)\s(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']/gm;
const dynamicImport = /\bimport\(\s*["']([^"']+)["']\s*,?\s*\)/g;
// Workers and child processes are started by a URL relative to import.meta.
const urlImport = /new URL\(\s*["'](\.{1,2}\/[^"']+\.tsx?)["'],\s*import\.meta\.url\s*,?\s*\)/g;
const directoryImport = /join\(import\.meta\.dir,\s*["']([^"']+\.tsx?)["']\s*\)/g;

/** Every TypeScript file that the rules hold for, tests included. */
export function readModules(): Module[] {
  const modules: Module[] = [];
  for (const folder of topFolders) {
    const glob = new Bun.Glob(`${folder}/**/*.{ts,tsx}`);
    for (const path of [...glob.scanSync(root)].sort()) {
      if (path.includes("/dist/") || path.includes("/fixtures/")) continue;
      modules.push(readModule(path));
    }
  }
  return modules;
}

export function readModule(path: string, text = readFileSync(join(root, path), "utf8")): Module {
  const specifiers = [staticImport, dynamicImport].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => match[1] as string),
  );
  const started = [
    ...[...text.matchAll(urlImport)].map((match) => match[1] as string),
    ...[...text.matchAll(directoryImport)].map((match) => `./${match[1] as string}`),
  ];
  const local = [...specifiers.filter((name) => name.startsWith(".")), ...started].map((name) =>
    relative(root, normalize(join(root, dirname(path), name))),
  );
  return { path, text, local, packages: specifiers.filter((name) => !name.startsWith(".")) };
}

export function isTest(path: string): boolean {
  return /\.(test|e2e)\.tsx?$/.test(path) || path.startsWith("tests/");
}

/**
 * Functions longer than `linesMax`, by indentation: the formatter puts the closing brace of a
 * block in the column where its first line starts, so no parser is needed.
 */
export function longFunctions(text: string, linesMax: number): { line: number; lines: number }[] {
  const rows = text.split("\n");
  const found: { line: number; lines: number }[] = [];
  rows.forEach((row, index) => {
    const opening =
      /^(\s*)(?:export )?(?:default )?(?:async )?function\b.*$/.exec(row) ??
      /^(\s*).*(?:=>|\)(?:: [^=]+)?) \{$/.exec(row);
    if (opening === null || /^\s*(?:if|for|while|switch|\} else|else|try|describe)\b/.test(row)) {
      return;
    }
    const indent = opening[1] ?? "";
    for (let end = index + 1; end < rows.length; end++) {
      const line = rows[end] as string;
      if (line.startsWith(`${indent}}`) && !line.startsWith(`${indent}} else`)) {
        // A signature that spans lines closes its parameters first: `}: Props) {` goes on.
        if (/\{$/.test(line)) continue;
        if (end - index + 1 > linesMax) found.push({ line: index + 1, lines: end - index + 1 });
        return;
      }
    }
  });
  return found;
}
