/**
 * The app's shell: bytes of the first load, a reload without the box, and Lighthouse's verdict.
 *
 * Lighthouse is no part of the product: `bunx` fetches it when a package registry is in reach;
 * otherwise its line says so. Measured on the sample community, as everybody may try it.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { build } from "../../ui/build.ts";
import { type BoxProcess, startBoxProcess } from "../support/box-process.ts";
import { launchBrowser } from "../support/browser.ts";
import { press, untilInstalled } from "../support/walkthrough.ts";
import type { BenchLine } from "./run.ts";

const firstLoadBytesMax = 60 * 1024;
const pageBytesMax = 25 * 1024;
const reloadMsMax = 500;
const reloads = 15;
const lighthouseVersion = "13.5.0";
const lighthouseRuns = 3;
const lighthouseMs = 60_000;

export default async function bench(): Promise<BenchLine[]> {
  const lines = [await sizes()];
  const box = await startBoxProcess(["--demo"]);
  try {
    lines.push(lighthouse(`${box.plainOrigin}/`));
    lines.push(await offlineReload(box));
  } finally {
    await box.close();
  }
  return lines;
}

async function sizes(): Promise<BenchLine> {
  const built = await build();
  return {
    bench: "shell",
    case: "first load",
    figure: built.firstLoad,
    unit: "bytes of JavaScript, gzip",
    against: firstLoadBytesMax,
    ratio: rounded(built.firstLoad / firstLoadBytesMax),
    largest_chunk_bytes: Math.max(...built.chunks.map((chunk) => chunk.bytes)),
    chunk_bytes_max: pageBytesMax,
    style_bytes: built.style,
    service_worker_bytes: built.worker,
    on_the_phone_bytes: built.precache,
  };
}

/** From the tap on "reload" to the page's title on screen, with the box switched off. */
async function offlineReload(box: BoxProcess): Promise<BenchLine> {
  const browser = await launchBrowser();
  try {
    const page = browser.context.pages()[0] ?? (await browser.context.newPage());
    await enterDemo(page, box);
    await untilInstalled(page);
    await box.kill();
    const tookMs: number[] = [];
    for (let run = 0; run < reloads; run++) tookMs.push(await reloadMs(page));
    tookMs.sort((a, b) => a - b);
    const figure = Math.round(tookMs[Math.floor(reloads / 2)] ?? 0);
    return {
      bench: "shell",
      case: "reload without the box",
      figure,
      unit: "ms",
      against: reloadMsMax,
      ratio: rounded(figure / reloadMsMax),
      p50_ms: figure,
      p99_ms: Math.round(tookMs.at(-1) ?? 0),
    };
  } finally {
    await browser.close();
  }
}

async function enterDemo(page: Page, box: BoxProcess): Promise<void> {
  const link = box.links.find((one) => one.includes("/device#"));
  if (link === undefined) throw new Error("the sample community showed no way in");
  await page.goto(`${box.plainOrigin}/device${new URL(link).hash}`);
  await press(page, "Add this device");
  await page.getByRole("navigation").waitFor();
}

/** The page's own clock: since the navigation began, until its title was painted. */
async function reloadMs(page: Page): Promise<number> {
  await page.reload({ waitUntil: "commit" });
  await page.locator("h1").waitFor();
  return page.evaluate(
    () => new Promise<number>((done) => requestAnimationFrame(() => done(performance.now()))),
  );
}

interface LighthouseReport {
  categories: Record<string, { score: number | null }>;
  audits: Record<string, { numericValue?: number }>;
}

/** Mobile preset, first visit. Of three runs the one with the middle performance. */
function lighthouse(url: string): BenchLine {
  const reports: LighthouseReport[] = [];
  for (let run = 0; run < lighthouseRuns; run++) {
    const report = lighthouseOnce(url);
    if (report !== null) reports.push(report);
  }
  const score = (report: LighthouseReport, name: string) =>
    Math.round((report.categories[name]?.score ?? 0) * 100);
  reports.sort((a, b) => score(a, "performance") - score(b, "performance"));
  const middle = reports[Math.floor(reports.length / 2)];
  if (middle === undefined) {
    return { bench: "shell", case: "lighthouse", figure: null, unit: "not run: needs a registry" };
  }
  const ms = (audit: string) => Math.round(middle.audits[audit]?.numericValue ?? 0);
  return {
    bench: "shell",
    case: "lighthouse, mobile, first visit",
    figure: score(middle, "performance"),
    unit: "performance of 100",
    against: 95,
    ratio: rounded(score(middle, "performance") / 95),
    accessibility: score(middle, "accessibility"),
    best_practices: score(middle, "best-practices"),
    first_contentful_paint_ms: ms("first-contentful-paint"),
    largest_contentful_paint_ms: ms("largest-contentful-paint"),
    total_blocking_time_ms: ms("total-blocking-time"),
    runs: reports.map((report) => score(report, "performance")),
  };
}

function lighthouseOnce(url: string): LighthouseReport | null {
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-lighthouse-"));
  const file = join(dir, "report.json");
  const flags = "--headless --no-sandbox --disable-dev-shm-usage --disable-quic";
  const words = [`lighthouse@${lighthouseVersion}`, url, "--quiet", `--chrome-flags=${flags}`];
  try {
    Bun.spawnSync(["bunx", "--bun", ...words, "--output=json", `--output-path=${file}`], {
      cwd: dir,
      env: { ...process.env, CHROME_PATH: "/usr/bin/chromium" },
      stdio: ["ignore", "ignore", "ignore"],
      timeout: lighthouseMs,
    });
    if (!existsSync(file)) return null;
    const report: LighthouseReport = JSON.parse(readFileSync(file, "utf8"));
    return report.categories["performance"]?.score == null ? null : report;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function rounded(ratio: number): number {
  return Number(ratio.toFixed(3));
}
