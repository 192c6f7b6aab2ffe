/**
 * The whole test run: static checks, then every test, one process per suite.
 *
 * Called by `bun run test` after provisioning/setup.ts has installed what is missing. Prints each
 * suite's own output and ends with one line, `N passed, N failed`. A check that ran nothing, and
 * a test that was skipped, count as failures: a green run must mean that everything was seen.
 * `bun tests/run.ts mesh e2e` runs only the suites whose name starts with one of the words.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  /** Test suites report their counts in a JUnit file; a check passes or fails as one. */
  readonly counts: "junit" | "exit-code";
}

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Said again at the end: in a long run the place where it failed has scrolled away. */
  readonly failures?: readonly string[];
}

const bun = process.execPath;
const root = join(import.meta.dir, "..");
const reports = mkdtempSync(join(tmpdir(), "folkmoot-tests-"));

const wanted = process.argv.slice(2);
const suites = allSuites().filter(
  (suite) => wanted.length === 0 || wanted.some((word) => suite.name.startsWith(word)),
);
if (suites.length === 0) {
  console.error(`No suite is called ${wanted.join(" or ")}. There are:`);
  for (const suite of allSuites()) console.error(`  ${suite.name}`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
const broken: string[] = [];
for (const suite of suites) {
  const startedMs = performance.now();
  console.log(`\n── ${suite.name}`);
  const outcome = runSuite(suite);
  passed += outcome.passed;
  failed += outcome.failed;
  if (outcome.failed > 0) {
    broken.push(suite.name, ...(outcome.failures ?? []).map((name) => `  ${name}`));
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`── ${suite.name}: ${outcome.passed} ok, ${outcome.failed} not ok, ${seconds} s`);
}
rmSync(reports, { recursive: true, force: true });
if (broken.length > 0) console.log(`\nNot ok:\n${broken.join("\n")}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function allSuites(): Suite[] {
  const check = (name: string, ...command: string[]): Suite => ({
    name,
    // Not by the machine's own Node.js: Debian's is too old for some, and there may be none.
    command: [bun, "x", "--bun", "--no-install", ...command],
    counts: "exit-code",
  });
  const test = (name: string, ...paths: string[]): Suite => ({
    name,
    // On the command line: Bun 1.4 does not read it from bunfig.toml, and 5 s are short on a busy box.
    command: [bun, "test", "--timeout", "20000", ...paths],
    counts: "junit",
  });
  const browserTests = [...new Bun.Glob("tests/e2e/*.e2e.ts").scanSync(root)].sort();
  return [
    check("check:types", "tsc", "--noEmit"),
    check("check:biome", "biome", "check", "."),
    check("check:knip", "knip"),
    { name: "build:ui", command: [bun, "ui/build.ts"], counts: "exit-code" },
    test("house-rules", "./tests/house-rules.test.ts"),
    test("mesh", "./mesh"),
    test("provisioning", "./provisioning"),
    test("appliance", "./appliance"),
    test("ui", "./ui"),
    test("world", "./tests/world"),
    test("attack", "./tests/attack"),
    test("crash", "./tests/crash"),
    test("verifier", "./tests/verifier"),
    // One browser per process: many launches from one Bun process have been seen to fail.
    ...browserTests.map((path) =>
      test(`e2e:${path.slice("tests/e2e/".length, -".e2e.ts".length)}`, `./${path}`),
    ),
  ];
}

function runSuite(suite: Suite): Outcome {
  const report = join(reports, `${suite.name.replaceAll(/[^a-z0-9]/g, "-")}.xml`);
  const command = [...suite.command];
  if (suite.counts === "junit") {
    command.push("--reporter=junit", `--reporter-outfile=${report}`);
  }
  const run = Bun.spawnSync(command, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    // What tests leave behind goes when the run ends.
    env: { ...process.env, TMPDIR: reports },
  });
  if (suite.counts === "exit-code") {
    return run.exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  }
  return outcomeOf(report, run.exitCode);
}

/** Reads the totals of a JUnit report. No report, no test, or a skipped test is a failure. */
function outcomeOf(report: string, exitCode: number | null): Outcome {
  let xml = "";
  try {
    xml = readFileSync(report, "utf8");
  } catch {
    console.error("This suite wrote no report: it crashed or found no test file.");
    return { passed: 0, failed: 1 };
  }
  const totals = /<testsuites[^>]*>/.exec(xml)?.[0] ?? "";
  const count = (name: string) =>
    Number(new RegExp(`\\b${name}="(\\d+)"`).exec(totals)?.[1] ?? "0");
  const tests = count("tests");
  const skipped = count("skipped");
  const failures = count("failures") + count("errors");
  if (skipped > 0) console.error(`${skipped} skipped: nothing may be skipped silently.`);
  if (tests === 0) return { passed: 0, failed: 1 };
  const failedHere = failures + skipped;
  const crashed = exitCode !== 0 && failedHere === 0;
  if (crashed) console.error(`All tests passed, but the process ended with ${exitCode}.`);
  return {
    passed: tests - failedHere,
    failed: failedHere + (crashed ? 1 : 0),
    failures: crashed ? [`ended with exit code ${exitCode} after its tests`] : failedIn(xml),
  };
}

/** Names of the test cases that failed or were skipped. */
function failedIn(xml: string): string[] {
  const cases = xml.matchAll(/<testcase name="([^"]*)"[^>]*>\s*<(?:failure|error|skipped)/g);
  return [...cases].map(([, name]) => name ?? "");
}
