/**
 * The programs that the tests drive besides Bun: browsers, OpenSSL as a judge, strace.
 *
 * Imports nothing but the runtime: it runs before there is anything else.
 */
import { existsSync } from "node:fs";

interface TestTool {
  /** A file that is there when the package is. */
  readonly file: string;
  readonly debianPackage: string;
  readonly use: string;
}

const testTools: readonly TestTool[] = [
  { file: "/usr/bin/chromium", debianPackage: "chromium", use: "the app in a real browser" },
  { file: "/usr/bin/certutil", debianPackage: "libnss3-tools", use: "trusting the box's root" },
  { file: "/usr/bin/openssl", debianPackage: "openssl", use: "judging certificates" },
  { file: "/usr/bin/strace", debianPackage: "strace", use: "replaying power cuts" },
  { file: "/usr/bin/firefox-esr", debianPackage: "firefox-esr", use: "the app in Firefox" },
  {
    file: "/usr/bin/WebKitWebDriver",
    debianPackage: "webkit2gtk-driver",
    use: "the app in WebKit",
  },
  { file: "/usr/bin/systemd-socket-activate", debianPackage: "systemd", use: "the box's units" },
  { file: "/usr/bin/Xvfb", debianPackage: "xvfb", use: "a screen for WebKit" },
];

/** The machine, as far as installing goes. */
export interface Machine {
  has(file: string): boolean;
  readonly isRoot: boolean;
  /** Whether a command ends well; its output is shown to the person. */
  run(command: readonly string[]): boolean;
  /** The same without output: to find something out. */
  can(command: readonly string[]): boolean;
}

export type ToolsState =
  | { readonly state: "present" | "installed" }
  | { readonly state: "missing"; readonly message: string };

/** Installs what is missing through apt, where it may; otherwise says exactly what to install. */
export function installTestTools(machine: Machine, tell: (line: string) => void): ToolsState {
  const missing = () => testTools.filter(({ file }) => !machine.has(file));
  if (missing().length === 0) return { state: "present" };
  const prefix = privilege(machine);
  if (prefix !== null) {
    const names = missing().map(({ debianPackage }) => debianPackage);
    tell(`Installing what the tests need through apt: ${names.join(", ")} …`);
    const apt = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    machine.run([...apt, "update", "-q"]);
    machine.run([...apt, "install", "-yq", "--no-install-recommends", ...names]);
    if (missing().length === 0) return { state: "installed" };
  }
  return { state: "missing", message: instructions(missing()) };
}

/** How to call apt here, or null when we may not. */
function privilege(machine: Machine): readonly string[] | null {
  if (!machine.has("/usr/bin/apt-get")) return null;
  if (machine.isRoot) return [];
  return machine.can(["sudo", "-n", "true"]) ? ["sudo", "-n"] : null;
}

function instructions(missing: readonly TestTool[]): string {
  const names = missing.map(({ debianPackage }) => debianPackage).join(" ");
  return [
    "The tests need programs that are not installed here:",
    ...missing.map(({ debianPackage, use }) => `  ${debianPackage.padEnd(20)}${use}`),
    "",
    `On Debian or Ubuntu: sudo apt-get install ${names}`,
    "Then run the tests again.",
  ].join("\n");
}

export const thisMachine: Machine = {
  has: existsSync,
  isRoot: process.getuid?.() === 0,
  run: (command) =>
    Bun.spawnSync([...command], { stdio: ["ignore", "inherit", "inherit"] }).exitCode === 0,
  can: (command) =>
    Bun.which(command[0] ?? "") !== null &&
    Bun.spawnSync([...command], { stdio: ["ignore", "ignore", "ignore"] }).exitCode === 0,
};
