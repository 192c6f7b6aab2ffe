/**
 * The whole test run: static checks, then every test, one process per suite.
 *
 * Called by `bun run test` after provisioning/setup.ts has installed what is missing. Prints each
 * suite's own output and ends with one line, `N passed, N failed`. A check that ran nothing, and
 * a test that was skipped, count as failures: a green run must mean that everything was seen.
 *
 * A file with failures runs once more at the end, by itself: a browser, a box and an engine on two
 * cores have moments in which nothing answers in time. What fails twice fails; what passed only the
 * second time is named, since somebody should look into it.
 *
 * `bun tests/run.ts mesh e2e` runs only the suites whose name starts with one of the words.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Suite {
  readonly name: string;
  readonly command: readonly string[];
  /** Of a test suite: files and folders. */
  readonly paths: readonly string[];
  /** Test suites report their counts in a JUnit file; a check passes or fails as one. */
  readonly counts: "junit" | "exit-code";
}

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Said again at the end: in a long run the place where it failed has scrolled away. */
  readonly failures: readonly string[];
  /** Files to be run once more, with what they counted. */
  readonly again: readonly string[];
  readonly countedAgain: { readonly passed: number; readonly failed: number };
}

const nothingAgain = { failures: [], again: [], countedAgain: { passed: 0, failed: 0 } };
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

const total = { passed: 0, failed: 0 };
const broken = new Map<string, readonly string[]>();
const onceMore: { readonly suite: Suite; readonly first: Outcome }[] = [];
for (const suite of suites) {
  const outcome = timed(suite.name, () => runSuite(suite));
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  if (outcome.failed === 0) continue;
  if (outcome.again.length > 0) onceMore.push({ suite, first: outcome });
  broken.set(suite.name, outcome.failures);
}
const unsteady: string[] = [];
for (const { suite, first } of onceMore) {
  const outcome = timed(`${suite.name}, once more`, () =>
    runSuite({ ...suite, command: testCommand(first.again) }),
  );
  total.passed += outcome.passed - first.countedAgain.passed;
  total.failed += outcome.failed - first.countedAgain.failed;
  if (outcome.failed > 0) {
    broken.set(suite.name, outcome.failures);
  } else {
    broken.delete(suite.name);
    unsteady.push(suite.name, ...first.failures.map((name) => `  ${name}`));
  }
}
rmSync(reports, { recursive: true, force: true });
if (unsteady.length > 0) console.log(`\nPassed only the second time:\n${unsteady.join("\n")}`);
if (broken.size > 0) {
  const lines = [...broken].flatMap(([name, tests]) => [name, ...tests.map((one) => `  ${one}`)]);
  console.log(`\nNot ok:\n${lines.join("\n")}`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

function timed(name: string, run: () => Outcome): Outcome {
  const startedMs = performance.now();
  console.log(`\n── ${name}`);
  const outcome = run();
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`── ${name}: ${outcome.passed} ok, ${outcome.failed} not ok, ${seconds} s`);
  return outcome;
}

function allSuites(): Suite[] {
  const check = (name: string, ...command: string[]): Suite => ({
    name,
    // Not by the machine's own Node.js: Debian's is too old for some, and there may be none.
    command: [bun, "x", "--bun", "--no-install", ...command],
    paths: [],
    counts: "exit-code",
  });
  const test = (name: string, ...paths: string[]): Suite => ({
    name,
    command: testCommand(paths),
    paths,
    counts: "junit",
  });
  const browserTests = [...new Bun.Glob("tests/e2e/*.e2e.ts").scanSync(root)].sort();
  return [
    check("check:types", "tsc", "--noEmit"),
    check("check:biome", "biome", "check", "."),
    check("check:knip", "knip"),
    { name: "build:ui", command: [bun, "ui/build.ts"], paths: [], counts: "exit-code" },
    test("house-rules", "./tests/house-rules.test.ts"),
    test("mesh", "./mesh"),
    test("provisioning", "./provisioning"),
    test("appliance", "./appliance"),
    test("ui", "./ui"),
    test("image", "./image"),
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

function testCommand(paths: readonly string[]): string[] {
  // On the command line: Bun 1.4 does not read it from bunfig.toml, and 5 s are short on a busy box.
  return [bun, "test", "--timeout", "20000", ...paths];
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
    const failed = Number(run.exitCode !== 0);
    return { ...nothingAgain, passed: 1 - failed, failed };
  }
  return outcomeOf(report, suite.paths, run.exitCode);
}

/** Reads the totals of a JUnit report. No report, no test, or a skipped test is a failure. */
function outcomeOf(report: string, paths: readonly string[], exitCode: number | null): Outcome {
  let xml = "";
  try {
    xml = readFileSync(report, "utf8");
    rmSync(report);
  } catch {
    const failures = ["wrote no report: it crashed or found no test file"];
    console.error(`This suite ${failures[0]}.`);
    return { ...wholeAgain(paths, { passed: 0, failed: 1 }), failures };
  }
  const totals = /<testsuites[^>]*>/.exec(xml)?.[0] ?? "";
  const count = (name: string) =>
    Number(new RegExp(`\\b${name}="(\\d+)"`).exec(totals)?.[1] ?? "0");
  const tests = count("tests");
  const skipped = count("skipped");
  const failed = count("failures") + count("errors") + skipped;
  if (skipped > 0) console.error(`${skipped} skipped: nothing may be skipped silently.`);
  if (tests === 0) return { ...nothingAgain, passed: 0, failed: 1 };
  if (exitCode !== 0 && failed === 0) {
    const failures = [`ended with exit code ${exitCode} after its tests`];
    console.error(`All tests passed, but the process ${failures[0]}.`);
    return { ...wholeAgain(paths, { passed: tests, failed: 1 }), failures };
  }
  return { passed: tests - failed, failed, ...inFiles(casesOf(xml)) };
}

function wholeAgain(
  paths: readonly string[],
  counted: Outcome["countedAgain"],
): Omit<Outcome, "failures"> {
  return { ...counted, again: paths, countedAgain: counted };
}

interface Case {
  readonly name: string;
  readonly file: string;
  readonly isOk: boolean;
}

function casesOf(xml: string): Case[] {
  const cases = xml.matchAll(/<testcase name="([^"]*)"[^>]*?file="([^"]*)"[^>]*?(\/>|>\s*<(\w+))/g);
  return [...cases].map(([, name = "", file = "", , inside]) => ({
    name,
    file,
    isOk: inside === undefined,
  }));
}

function inFiles(cases: readonly Case[]): Omit<Outcome, "passed" | "failed"> {
  const broken = cases.filter(({ isOk }) => !isOk);
  const files = new Set(broken.map(({ file }) => file));
  const inside = cases.filter(({ file }) => files.has(file));
  return {
    failures: broken.map(({ name }) => name),
    again: [...files].map((file) => `./${file}`),
    countedAgain: { passed: inside.length - broken.length, failed: broken.length },
  };
}
