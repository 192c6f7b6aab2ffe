/** What goes wrong with a model on a whole box: everybody hears why, and no log holds a word. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { kinds } from "../../mesh/kinds/index.ts";

import { startBox, type TestBox } from "../../tests/support/box.ts";
import { deployModel } from "../../tests/support/decide.ts";
import { type ModelFile, modelFiles } from "../../tests/support/gguf/models.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import { systemClock } from "../clock.ts";
import type { EngineHost } from "../engine/index.ts";
import { plainItem } from "../knowledge/fixtures/moot.ts";
import { createLog } from "../log.ts";

// Each engine is a process that loads native code: seconds, on a machine that is busy.
setDefaultTimeout(90_000);

/** In everything that people write here, and in nothing else. */
const secret = "quetzalcoatlus";
let box: TestBox;
afterEach(() => box.close());

async function boxWith(file: ModelFile, config: string) {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = createLog({ clock: systemClock, level: "debug", write });
  box = await startBox({ config, log });
  const { founder } = await foundedBox(box);
  const { models } = box.box;
  const { sha256 } = await models.library.add(file.path, {});
  await deployModel(founder, sha256, { name: "Model" });
  const body = `The ${secret} flies over the old bridge when the river reaches 2.8 metres.`;
  await founder.speak(kinds.item, { ...plainItem, title: `A ${secret}`, body });
  const becomes = async (is: string) => {
    while (models.status().answer?.state.is !== is) await Bun.sleep(10);
  };
  return { founder, models, becomes, logged: () => lines.join("") };
}

/** Everything that is said to a question, to its end. */
async function ask(member: TestMember): Promise<string> {
  const id = crypto.randomUUID().replaceAll("-", "");
  const question = `When does the ${secret} fly over the old bridge?`;
  return (await member.post("/api/ask", { id, question })).text();
}

test("an engine killed under a question, a draft and a program: all end, nothing is logged", async () => {
  const config = "assistant:\n  contextTokens: 8192\n  slots: 3\n";
  const { founder, models, becomes, logged } = await boxWith(modelFiles.middle(), config);
  await becomes("ready");
  const given = {
    name: secret,
    scopes: ["chat"],
    audience: "members",
    perMinute: 99,
    expires: null,
  };
  const { key } = (await (await founder.post("/api/keys", given)).json()) as { key: string };
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const messages = [{ role: "user", content: secret }];
  const chat = JSON.stringify({ model: "middle-7m", messages, max_tokens: 4_000 });
  const all = [
    ask(founder),
    founder.post("/api/draft", { task: "notice", text: secret, language: "en" }),
    box.fetch("/v1/chat/completions", { method: "POST", headers, body: chat }),
  ] as const;
  const kill = async () => {
    while (models.pool.running < 3) await Bun.sleep(5);
    for (const { model } of models.pool.members) {
      process.kill((model as EngineHost).pid as number, "SIGKILL");
    }
  };
  const [answer, draft, program] = await Promise.all([...all, kill()]);
  expect(answer).toContain("engine-unavailable");
  expect(answer).toContain('"outcome":"answered"');
  expect(await draft.text()).toContain("engine-stopped");
  expect(await program.text()).toContain("engine-stopped");
  expect((await box.fetch("/health")).status).toBe(200);
  await becomes("ready");
  expect(logged()).toContain("engine.ended");
  for (const word of [secret, "2.8 metres", key]) expect(logged()).not.toContain(word);
});

test("a model that takes more memory than it may: quotes, with why, and the box stays up", async () => {
  const config = "assistant:\n  memoryMegabytes: 1\n";
  const { founder, becomes, logged } = await boxWith(modelFiles.tiny(), config);
  await becomes("down");
  const answer = await ask(founder);
  expect(answer).toContain("engine-unavailable");
  expect(answer).toContain('"outcome":"answered"');
  const health = (await (await box.fetch("/health")).json()) as {
    parts: Record<string, { state: string; hint: string }>;
  };
  expect(health.parts["model"]).toMatchObject({ state: "warning" });
  expect(health.parts["model"]?.hint).toContain("memory");
  expect(logged()).not.toContain(secret);
});
