/**
 * `bun run bench [name…]`: measures and prints one JSON line per figure.
 *
 * Every file beside this one is a benchmark and exports `default async (): Promise<BenchLine[]>`.
 * A figure that depends on the machine carries what it was measured against in the same run
 * (`against`, `ratio`), because machines differ and drift. `load` is the one-minute load average
 * when the line was printed: a busy machine shows.
 */
import { loadavg } from "node:os";
import { join } from "node:path";

export interface BenchLine {
  readonly bench: string;
  readonly [figure: string]: unknown;
}

const names = [...new Bun.Glob("*.ts").scanSync(import.meta.dir)]
  .filter((file) => file !== "run.ts" && !file.endsWith(".process.ts"))
  .map((file) => file.slice(0, -".ts".length))
  .sort();

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(", ")}. There are: ${names.join(", ")}`);
  process.exit(2);
}

for (const name of wanted.length > 0 ? wanted : names) {
  const benchmark: { default: () => Promise<BenchLine[]> } = await import(
    join(import.meta.dir, `${name}.ts`)
  );
  for (const line of await benchmark.default()) {
    console.log(JSON.stringify({ ...line, load: Number((loadavg()[0] ?? 0).toFixed(2)) }));
  }
}
// A benchmark may leave idle sockets or workers behind; the figures are printed, so end here.
process.exit(0);
