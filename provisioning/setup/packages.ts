/**
 * The packages in node_modules, from the frozen lockfile.
 *
 * Imports nothing but the runtime: it runs before there is anything else.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `box`: what running takes. `all`: what tests and checks take besides. */
export type PackageScope = "box" | "all";

export type Installed =
  | { readonly state: "present" | "installed" }
  | { readonly state: "failed"; readonly message: string };

/**
 * Installs what `scope` needs, unless the stamp in node_modules says that this very lockfile has
 * been installed already: then nothing is run and no network is needed.
 */
export function installPackages(
  root: string,
  scope: PackageScope,
  tell: (line: string) => void,
): Installed {
  const stamp = join(root, "node_modules", ".folkmoot-installed");
  const lock = lockHash(root);
  const [kept, keptScope] = existsSync(stamp) ? readFileSync(stamp, "utf8").trim().split(" ") : [];
  if (kept === lock && (keptScope === "all" || keptScope === scope)) return { state: "present" };

  tell("Installing packages (only the first time, and after an update) …");
  // Somebody's own `bun install` put everything there: do not take the half of it away.
  const isFresh = !existsSync(join(root, "node_modules"));
  const installed: PackageScope = isFresh || keptScope === "box" ? scope : "all";
  const flags = installed === "box" ? ["--production"] : [];
  const run = Bun.spawnSync(
    [process.execPath, "install", "--frozen-lockfile", "--ignore-scripts", ...flags],
    { cwd: root, stdout: "pipe", stderr: "pipe" },
  );
  if (run.exitCode !== 0) return { state: "failed", message: failure(run.stderr.toString()) };
  removeForeignCode(root, process.arch);
  writeFileSync(stamp, `${lock} ${installed}\n`);
  return { state: "installed" };
}

/**
 * What only building or other processors need: package.json leaves out the large packages for
 * graphics cards, but the one for ARM says that it fits x64 as well, and the language model's
 * package brings its own source history.
 */
export function removeForeignCode(root: string, arch: string): void {
  const modules = join(root, "node_modules");
  const natives = join(modules, "@node-llama-cpp");
  for (const name of existsSync(natives) ? readdirSync(natives) : []) {
    if (name !== `linux-${arch}`) rmSync(join(natives, name), { recursive: true });
  }
  rmSync(join(modules, "node-llama-cpp", "llama", "gitRelease.bundle"), { force: true });
}

function lockHash(root: string): string {
  const hash = createHash("sha256");
  for (const file of ["package.json", "bun.lock"]) hash.update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function failure(output: string): string {
  const reasons = output
    .split("\n")
    .filter((line) => /error|failed|refused|denied|ENOSPC/i.test(line))
    .slice(-5)
    .map((line) => `  ${line.trim()}`);
  return [
    "The packages could not be installed:",
    ...(reasons.length > 0 ? reasons : [`  ${output.trim().slice(-500)}`]),
    "",
    "The first start needs the internet once, and room for about 250 MB. Check both and start again.",
    "Without any internet: copy the node_modules folder from a machine where it has run.",
  ].join("\n");
}
