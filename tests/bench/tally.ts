/**
 * Counting 500 voters' ballots on 200 proposals from operations as they lie in the log, against
 * merely reading those operations; and proving one exported decision of 500 ballots in a browser,
 * against checking as many signatures there.
 */
import { join } from "node:path";
import { choices, kinds } from "../../mesh/kinds/index.ts";
import {
  bodyOf,
  decodeCbor,
  decodeOperation,
  encodeOperation,
  type MemberId,
  type OpId,
  toBase64Url,
  toDeviceId,
} from "../../mesh/op/index.ts";
import { tally, type Vote, verifyDecision, voteOf } from "../../mesh/rules/index.ts";
import { launchBrowser } from "../support/browser.ts";
import { DecisionHistory } from "../support/decision-history.ts";
import { decidingPeople } from "../support/decision-people.ts";
import { seededRandom } from "../support/operations.ts";
import { figuresOf } from "../support/timing.ts";
import type {} from "../support/verify-page.ts";
import { idOf, person, questionOf } from "../support/votes.ts";
import type { BenchLine } from "./run.ts";

const voters = 500;
const proposals = 200;
const rounds = 5;

export default async function bench(): Promise<BenchLine[]> {
  return [countAll(), ...(await proveOne())];
}

interface Logged {
  readonly id: OpId;
  readonly wire: Uint8Array;
}

function countAll(): BenchLine {
  const log = ballotLog();
  const members = new Map(
    Array.from({ length: voters }, (_, voter) => [deviceOf(voter), person(voter)] as const),
  );
  const ours: number[] = [];
  const bare: number[] = [];
  const cpu: number[] = [];
  let passed = 0;
  // By turns, so that both meet the same machine.
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    ours.push(timed(() => (passed = countFrom(log, members))));
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1_000);
    bare.push(timed(() => log.forEach(({ wire }) => void decodeCbor(wire))));
  }
  const { p50, p99 } = figuresOf(ours);
  const against = figuresOf(bare).p50;
  return {
    bench: "tally",
    what: `${voters} voters x ${proposals} proposals, from the log`,
    figure: Math.round(p50),
    unit: "ms",
    target_ms: 1_000,
    against: `reading ${log.length} operations: ${Math.round(against)} ms`,
    ratio: Math.round((p50 / against) * 100) / 100,
    p50_ms: p50,
    p99_ms: p99,
    // Of all threads: what it would take at most on a machine that does nothing else.
    cpu_ms: Math.round(figuresOf(cpu).p50),
    operations: log.length,
    passed,
  };
}

/** Everybody's ballots on everything, every tenth of them changed once; nothing is in order. */
function ballotLog(): Logged[] {
  const dice = seededRandom(7);
  const log: Logged[] = [];
  const community = new Uint8Array(4);
  const signature = new Uint8Array(64);
  for (let voter = 0; voter < voters; voter++) {
    const author = toDeviceId(deviceOf(voter));
    let seq = 0;
    const cast = (proposal: OpId, choice: number, revision: number) => {
      seq += 1;
      const body = kinds.ballot.schema.encode({ proposal, choice, revision });
      const header = { kind: kinds.ballot.number, seq, time: 1_795_000_000, body };
      const wire = encodeOperation({ community, author, header, signature, detached: null });
      log.push({ id: idOf(0x1_0000_0000 + log.length), wire });
    };
    for (let proposal = 0; proposal < proposals; proposal++) {
      cast(idOf(proposal), 1 + dice.below(5), 0);
      if (dice.below(10) === 0) cast(idOf(proposal), choices.yes, 1);
    }
  }
  return log;
}

/** From bytes to results; returns how many passed. */
function countFrom(log: readonly Logged[], members: ReadonlyMap<string, MemberId>): number {
  const byVersion = new Map<OpId, Vote[]>();
  for (const { id, wire } of log) {
    const op = decodeOperation(wire);
    const member = members.get(op.author);
    const body = bodyOf(op);
    if (member === undefined || body === null) continue;
    const vote = voteOf({ id, member, kind: op.header.kind, body });
    if (vote?.kind !== "ballot") continue;
    const votes = byVersion.get(vote.version);
    if (votes === undefined) byVersion.set(vote.version, [vote]);
    else votes.push(vote);
  }
  const question = questionOf("majority", voters);
  let passed = 0;
  for (const [version, votes] of byVersion) {
    const { outcome, counted } = tally({ ...question, version }, votes);
    if (counted !== voters) throw new Error(`${counted} of ${voters} were counted.`);
    if (outcome === "passed") passed += 1;
  }
  return passed;
}

async function proveOne(): Promise<BenchLine[]> {
  const file = await decisionOf(voters);
  const here: number[] = [];
  for (let round = 0; round < 3; round++) {
    const startedMs = performance.now();
    const { ok, problems } = await verifyDecision(file);
    here.push(performance.now() - startedMs);
    if (!ok) throw new Error(`The decision does not hold: ${JSON.stringify(problems)}`);
  }
  const there = await inChromium(file);
  const line = (where: string, timesMs: readonly number[]) => {
    const { p50, p99 } = figuresOf(timesMs);
    return {
      bench: "tally",
      what: `proving an exported decision of ${voters} ballots, ${where}`,
      figure: Math.round(p50),
      unit: "ms",
      target_ms: 2_000,
      p50_ms: p50,
      p99_ms: p99,
      bytes: file.length,
    };
  };
  return [line("Bun", here), line("Chromium", there)];
}

async function decisionOf(count: number): Promise<Uint8Array> {
  const history = new DecisionHistory(await decidingPeople("Ribera Alta", count));
  const opening = await history.open("modified");
  for (const [number, voter] of history.people.voters.entries()) {
    const choice = number % 5 === 0 ? choices.no : choices.yes;
    await history.vote(voter, kinds.ballot, { proposal: opening.version, choice, revision: 0 });
  }
  await history.receive([...history.votes.keys()], 1_795_100_150);
  await history.close(opening);
  return history.file();
}

async function inChromium(file: Uint8Array): Promise<number[]> {
  const source = join(import.meta.dir, "../support/verify-page.ts");
  const build = await Bun.build({ entrypoints: [source], target: "browser" });
  const [script] = build.outputs;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: ({ url }) =>
      url.endsWith(".js")
        ? new Response(script)
        : new Response('<script type="module" src="/page.js"></script>', {
            headers: { "content-type": "text/html" },
          }),
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.context.newPage();
    await page.goto(`http://127.0.0.1:${server.port}/`);
    await page.waitForFunction(() => globalThis.verifyHere !== undefined);
    const timesMs: number[] = [];
    for (let round = 0; round < 3; round++) {
      const encoded = toBase64Url(file);
      const found = await page.evaluate((bytes) => globalThis.verifyHere(bytes), encoded);
      if (!found.ok || found.counted !== voters) throw new Error("Chromium does not agree.");
      timesMs.push(found.ms);
    }
    return timesMs;
  } finally {
    await browser.close();
    await server.stop(true);
  }
}

function deviceOf(voter: number): string {
  return voter.toString(16).padStart(16, "0");
}

function timed(run: () => void): number {
  const startedMs = performance.now();
  run();
  return performance.now() - startedMs;
}
