/**
 * Where both commands begin: `bun start` and `bun run test`, on a machine that has nothing yet.
 *
 * Until the packages are there only the runtime may be imported, so everything else is loaded
 * after that, in this same process: signals reach the box, and its exit code is ours.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { installPackages, type PackageScope } from "./setup/packages.ts";
import { installTestTools, thisMachine } from "./setup/test-tools.ts";

const root = join(import.meta.dir, "..");
const tell = (line: string) => console.error(line);

const [command, ...rest] = process.argv.slice(2);
if (command === "start") await start();
else if (command === "test") await test();
else stop("Usage: bun provisioning/setup.ts start|test …", 2);

async function start(): Promise<void> {
  checkRuntime();
  ensurePackages("box");
  await ensureWebApp();
  const { main } = await import("../appliance/main.ts");
  process.exitCode = (await main([command as string, ...rest])) || process.exitCode;
}

async function test(): Promise<void> {
  checkRuntime();
  ensurePackages("all");
  const tools = installTestTools(thisMachine, tell);
  if (tools.state === "missing") stop(tools.message, 1);
  const run = Bun.spawn([process.execPath, join(root, "tests", "run.ts"), ...rest], {
    cwd: root,
    stdio: ["inherit", "inherit", "inherit"],
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => run.kill(signal));
  process.exitCode = await run.exited;
}

function ensurePackages(scope: PackageScope): void {
  const packages = installPackages(root, scope, tell);
  if (packages.state === "failed") stop(packages.message, 1);
}

/** Builds the web app when it is missing or older than what it is made from. */
async function ensureWebApp(): Promise<void> {
  const { inputsHash } = await import("../ui/build.ts");
  const wanted = inputsHash();
  const stamp = join(root, "ui", "dist", "stamp.json");
  const isBuilt = () =>
    existsSync(stamp) && JSON.parse(readFileSync(stamp, "utf8")).inputs === wanted;
  if (isBuilt()) return;
  tell("Building the web app …");
  // In a process of its own: a bundler's memory is not what a box should begin with.
  const build = Bun.spawnSync([process.execPath, join(root, "ui", "build.ts")], {
    cwd: root,
    stdout: "ignore",
    stderr: "pipe",
  });
  // Being over its size budget fails the build's command, and is no reason not to start.
  if (!isBuilt()) stop(`The web app could not be built:\n${build.stderr.toString().trim()}`, 1);
}

/** Older versions of Bun lack what the box needs; newer ones are welcome. */
function checkRuntime(): void {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const tested = String(packageManager).replace("bun@", "");
  if (Bun.semver.order(Bun.version, tested) >= 0) return;
  stop(
    `Folkmoot needs Bun ${tested} or newer; this is ${Bun.version}. Try: npx bun@${tested} start`,
    1,
  );
}

function stop(message: string, exitCode: number): never {
  tell(message);
  process.exit(exitCode);
}
