/**
 * A real Chromium for tests: Debian's, headless, with no traffic of its own, in a HOME that trusts
 * only the certificate authorities it is given (through NSS, as a person's browser would).
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";

const chromiumPath = "/usr/bin/chromium";

export interface BrowserOptions {
  /** PEM of a certificate authority to trust. */
  readonly trust?: string;
  /** Names that lead to 127.0.0.1, such as `moot.local`. */
  readonly hosts?: readonly string[];
  /** A profile directory, to start again later as the same browser. Default: a fresh one. */
  readonly profile?: string;
  readonly context?: BrowserContextOptions;
  /** More words for Chromium's command line. */
  readonly args?: readonly string[];
}

export interface TestBrowser {
  readonly context: BrowserContext;
  /** Where the profile lives; pass it to another launch to be the same browser again. */
  readonly profile: string;
  close(): Promise<void>;
}

export const phone = { width: 360, height: 740 };
export const desktop = { width: 1280, height: 800 };

/** Starts Chromium. Throws with what to install when it is missing. */
export async function launchBrowser(options: BrowserOptions = {}): Promise<TestBrowser> {
  if (!existsSync(chromiumPath)) {
    throw new Error("Chromium is missing. Install it: apt-get install chromium libnss3-tools");
  }
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), "folkmoot-browser-"));
  const home = join(profile, "home");
  if (options.trust !== undefined) trustAuthority(home, options.trust);
  mkdirSync(home, { recursive: true });
  const hosts = (options.hosts ?? []).map((host) => `MAP ${host} 127.0.0.1`);
  const context = await chromium.launchPersistentContext(join(profile, "profile"), {
    executablePath: chromiumPath,
    headless: true,
    viewport: phone,
    locale: "en-GB",
    ...options.context,
    env: { ...process.env, HOME: home },
    args: [
      ...(options.args ?? []),
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-dev-shm-usage",
      `--host-resolver-rules=${[...hosts, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1", "EXCLUDE localhost"].join(", ")}`,
    ],
  });
  return {
    context,
    profile,
    close: async () => {
      await context.close();
      if (options.profile === undefined) rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Puts `pem` into the NSS database that Chromium reads below `home`. */
function trustAuthority(home: string, pem: string): void {
  const database = join(home, ".pki", "nssdb");
  const certutil = (...args: string[]) => {
    const run = Bun.spawnSync(["certutil", "-d", `sql:${database}`, ...args]);
    if (run.exitCode !== 0) throw new Error(`certutil failed: ${run.stderr.toString()}`);
  };
  if (existsSync(database)) return;
  mkdirSync(database, { recursive: true });
  certutil("-N", "--empty-password");
  const file = join(home, "authority.pem");
  writeFileSync(file, pem);
  certutil("-A", "-n", "box", "-t", "C,,", "-i", file);
}
