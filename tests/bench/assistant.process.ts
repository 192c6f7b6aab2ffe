/** What the token bench runs beside itself: a box with a model, or the engine driven directly. */
import {
  type ChatHistoryItem,
  getLlama,
  type LlamaContextSequence,
  resolveChatWrapper,
} from "node-llama-cpp";
import { silentLog } from "../../appliance/log.ts";

import { startBox } from "../support/box.ts";
import { deployModel } from "../support/decide.ts";
import { foundedBox } from "../support/member.ts";

const [mode, wish = "{}"] = process.argv.slice(2);
if (mode === "direct") await direct(JSON.parse(wish));
else await box(JSON.parse(wish));

interface Round {
  readonly prompts: readonly string[];
  readonly tokens: number;
}

/** The library's own loop: tokens in, tokens out, each made text. A round for each line it is sent. */
async function direct({ path, sequences }: { path: string; sequences: number }): Promise<void> {
  const llama = await getLlama({
    build: "never",
    gpu: false,
    skipDownload: true,
    maxThreads: 1,
    logger: () => {},
  });
  const model = await llama.loadModel({ modelPath: path });
  const shape = { contextSize: 512, sequences, batchSize: 512, threads: 1 };
  const context = await model.createContext(shape);
  const all = Array.from({ length: sequences }, () => context.getSequence());
  const wrapper = resolveChatWrapper(model);
  const write = async (at: number, text: string, most: number) => {
    const sequence = all[at] as LlamaContextSequence;
    await sequence.clearHistory();
    const chatHistory: ChatHistoryItem[] = [
      { type: "user", text } as const,
      { type: "model", response: [] } as const,
    ];
    const prompt = wrapper.generateContextState({ chatHistory }).contextText;
    let tokens = 0;
    let chars = 0;
    const written = sequence.evaluate(prompt.tokenize(model.tokenizer), { temperature: 0 });
    for await (const token of written) {
      chars += model.detokenize([token]).length;
      tokens += 1;
      if (tokens >= most) break;
    }
    return chars === 0 ? 0 : tokens;
  };
  await write(0, "warm", 4);
  console.log("{}");
  for await (const line of console) {
    const { prompts, tokens } = JSON.parse(line) as Round;
    const cpu = process.cpuUsage();
    const fromMs = performance.now();
    const counts = await Promise.all(prompts.map((prompt, at) => write(at, prompt, tokens)));
    const { user, system } = process.cpuUsage(cpu);
    const measured = {
      tokens: counts.reduce((sum, each) => sum + each, 0),
      cpuMs: (user + system) / 1_000,
      wallMs: performance.now() - fromMs,
    };
    console.log(JSON.stringify(measured));
  }
  process.exit(0);
}

async function box({ path, slots }: { path: string; slots: number }): Promise<void> {
  const config = `assistant:\n  slots: ${slots}\n  contextTokens: 512\n  threads: 1\n`;
  const started = await startBox({ config, log: silentLog });
  const { founder } = await foundedBox(started);
  const { models } = started.box;
  const { sha256 } = await models.library.add(path, {});
  await deployModel(founder, sha256, { name: "Load" });
  while (models.status().answer?.state.is !== "ready") await Bun.sleep(20);
  const wish = {
    name: "bench",
    scopes: ["chat"],
    audience: "members",
    perMinute: 10_000,
    expires: null,
  };
  const { key } = (await (await founder.post("/api/keys", wish)).json()) as { key: string };
  const [member] = models.pool.members;
  const engine = (member?.model as { pid?: number } | undefined)?.pid;
  process.stdout.write(`${JSON.stringify({ url: started.plainUrl, key, engine })}\n`);
  for await (const _ of Bun.stdin.stream());
  await started.close();
  process.exit(0);
}
