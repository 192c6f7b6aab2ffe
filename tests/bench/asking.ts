/**
 * The same storm as in `assistant`, as phones have it: a hundred members with sessions ask at one
 * moment over TLS, from a process beside the box. The model is a generated one in the real engine
 * process, since this measures the way to it.
 */
import { join } from "node:path";
import { corpusItems } from "../../appliance/demo/index.ts";
import { silentLog } from "../../appliance/log.ts";
import { kinds } from "../../mesh/kinds/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { corpusQuestions } from "../support/corpus.ts";
import { deployModel } from "../support/decide.ts";
import { modelFiles } from "../support/gguf/models.ts";
import { foundedBox, TestMember } from "../support/member.ts";
import { figuresOf, watchEventLoop } from "../support/timing.ts";
import type { Asker, Heard } from "./asking.process.ts";
import type { BenchLine } from "./run.ts";

const clients = 100;
const slots = 4;
/** As on any day, everybody has asked before: keys are there, and code is compiled. */
const asksBefore = clients;

export default async function bench(): Promise<BenchLine[]> {
  const config = `assistant:\n  slots: ${slots}\n  contextTokens: 3072\n`;
  const box = await startBox({ config, log: silentLog });
  try {
    const { founder } = await foundedBox(box);
    await deploy(box, founder);
    await teach(founder);
    const members = await joined(box, founder);
    const questions = corpusQuestions().map(({ question }) => question);
    const asker = ({ token }: TestMember, n: number): Asker => ({
      token: token ?? "",
      id: crypto.randomUUID().replaceAll("-", ""),
      question: questions[n % questions.length] ?? "",
    });
    for (let n = 0; n < asksBefore; n++) {
      await ask(box, [asker(members[n] as TestMember, n + clients / 2)]);
    }
    const watch = watchEventLoop();
    const cpu = process.cpuUsage();
    const heard = await ask(box, members.map(asker));
    const { user, system } = process.cpuUsage(cpu);
    return [lineOf(heard, { blockedMs: watch.stop(), cpuMs: (user + system) / 1_000 })];
  } finally {
    await box.close();
  }
}

async function deploy(box: TestBox, founder: TestMember): Promise<void> {
  const { models } = box.box;
  const { sha256 } = await models.library.add(modelFiles.scripted().path, {});
  await deployModel(founder, sha256, { name: "Reader" });
  while (models.status().answer?.state.is !== "ready") await Bun.sleep(20);
}

async function teach(founder: TestMember): Promise<void> {
  for (const { title, body, lang, category, tags } of corpusItems()) {
    await founder.speak(kinds.item, {
      item: null,
      parents: [],
      form: "article",
      title,
      body,
      context: null,
      example: null,
      lang,
      category,
      tags: [...tags],
      audience: "members",
      consent: "local_only",
      attribution: null,
      source: null,
      validUntil: null,
      supersedes: null,
      series: null,
    });
  }
}

async function joined(box: TestBox, founder: TestMember): Promise<TestMember[]> {
  const { seed } = await founder.invite({ uses: clients });
  const members: TestMember[] = [];
  for (let n = 1; n <= clients; n++) {
    const member = await TestMember.join(box, seed, { name: `Member ${n}` });
    await member.openSession();
    members.push(member);
  }
  return members;
}

async function ask(box: TestBox, askers: readonly Asker[]): Promise<Heard[]> {
  const script = join(import.meta.dir, "asking.process.ts");
  const child = Bun.spawn([process.execPath, script, new URL(box.url).port, box.hostname], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
  });
  child.stdin.write(JSON.stringify({ ca: box.ca, askers }));
  await child.stdin.end();
  return JSON.parse(await new Response(child.stdout).text()) as Heard[];
}

function lineOf(
  heard: readonly Heard[],
  { blockedMs, cpuMs }: { blockedMs: number; cpuMs: number },
): BenchLine {
  const times = (which: keyof Heard) =>
    figuresOf(heard.flatMap((one) => (one[which] === null ? [] : [one[which]])));
  const place = times("placeMs");
  const passages = times("passagesMs");
  const done = times("doneMs");
  return {
    bench: "asking",
    figure: `${clients} ask at once over TLS, sample community`,
    unit: "ms",
    p50_ms: passages.p50,
    p99_ms: passages.p99,
    against: "place within 100 ms, passages within 150 ms, all answered",
    place_p50_ms: place.p50,
    place_p99_ms: place.p99,
    done_p50_ms: done.p50,
    done_p99_ms: done.p99,
    placed: heard.filter(({ placeMs }) => placeMs !== null).length,
    answered: heard.filter(({ doneMs }) => doneMs !== null).length,
    failed: heard.filter(({ doneMs }) => doneMs === null).length,
    event_loop_blocked_ms_max: blockedMs,
    box_cpu_ms_per_question: Number((cpuMs / clients).toFixed(2)),
    slots,
  };
}
