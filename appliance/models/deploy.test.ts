/** From a file to an answer: added, decided, deployed, asked, rolled back, on a real box. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { effects, kinds } from "../../mesh/kinds/index.ts";

import { startBox } from "../../tests/support/box.ts";
import { decide, deployModel } from "../../tests/support/decide.ts";
import { modelFiles } from "../../tests/support/gguf/models.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import { plainItem } from "../knowledge/fixtures/moot.ts";
import type { Models } from "./models.ts";

// Each engine is a process that loads native code: seconds, on a machine that is busy.
setDefaultTimeout(90_000);

let founder: TestMember;
let models: Models;

beforeAll(async () => {
  const box = await startBox({ config: "assistant:\n  contextTokens: 16384\n" });
  founder = (await foundedBox(box)).founder;
  models = founder.box.box.models;
}, 90_000);
afterAll(() => founder.box.close());

async function deployed(sha256: string | null): Promise<void> {
  while ((models.status().answer?.sha256 ?? null) !== sha256) await Bun.sleep(20);
  while (sha256 !== null && models.status().answer?.state.is === "starting") await Bun.sleep(20);
}

const bridge = "The old bridge is closed to vehicles when the river reaches 2.8 metres.";

/** Everything that is said to a question, as it comes over the line. */
async function said(question: string): Promise<string> {
  const id = crypto.randomUUID().replaceAll("-", "");
  return (await founder.post("/api/ask", { id, question })).text();
}

test("a model answers once the community has decided so, and no longer when it changes its mind", async () => {
  const { sha256 } = await models.library.add(modelFiles.scripted().path, { source: "a stick" });
  expect(models.status().answer).toBeNull();
  await deployModel(founder, sha256, { name: "Reader" });
  await deployed(sha256);
  const { files } = await founder.get<{ files: object[] }>("/api/models");
  expect(files).toMatchObject([{ name: "scripted-reader", deployed: true }]);
  expect(await founder.get<object>("/api/assistant")).toMatchObject({
    engine: "llama",
    model: { name: "scripted-reader", sha256 },
    state: "ready",
  });
  await founder.speak(kinds.item, { ...plainItem, title: "The old bridge", body: bridge });
  const asked = await said("When is the old bridge closed to vehicles?");
  expect(asked).toContain('"type":"writing"');
  expect(asked).toContain('"kind":"generated"');
  expect(asked).toMatch(/^id: \d+\n/m);

  await decide(founder, effects.modelRollback, {});
  await deployed(null);
  expect(await said("When is the old bridge closed?")).not.toContain('"type":"writing"');
});

test("a model that is decided on and not there is asked for by its hash, and taken when it comes", async () => {
  const { sha256, path } = modelFiles.tiny();
  await deployModel(founder, sha256, { name: "Tiny" });
  const health = (await (await founder.box.fetch("/health")).json()) as {
    parts: Record<string, { state: string; hint: string }>;
  };
  expect(health.parts["model"]).toMatchObject({ state: "warning" });
  expect(health.parts["model"]?.hint).toContain(sha256);
  // The look that follows the decision is over: from here on the file alone is the news.
  await Bun.sleep(300);
  await models.library.add(path, {});
  await deployed(sha256);
});

test("an adapter works in the strength that was decided, and goes back to the one before", async () => {
  const base = await models.library.add(modelFiles.tiny().path, {});
  const adapter = await models.library.add(modelFiles.tinyAdapter().path, { source: "a stick" });
  const scale = async () => {
    const { files } = await founder.get<{ files: { sha256: string; scale: number | null }[] }>(
      "/api/models",
    );
    return files.find(({ sha256 }) => sha256 === adapter.sha256)?.scale;
  };
  await deployModel(founder, base.sha256);
  expect(await scale()).toBeNull();
  await deployModel(founder, adapter.sha256, { strengthPermille: 500 });
  await deployed(base.sha256);
  expect(await scale()).toBe(0.5);
  await deployModel(founder, adapter.sha256, { strengthPermille: 1_500 });
  expect(await scale()).toBe(1.5);
  await decide(founder, effects.modelRollback, {});
  expect(await scale()).toBe(0.5);
  await deployed(base.sha256);
  expect(models.status().answer?.state.is).toBe("ready");
});

test("what stewards may do members may not", async () => {
  const guest = await founder.box.fetch("/api/models");
  expect(guest.status).toBe(401);
  const { sha256 } = modelFiles.tiny();
  const gone = await founder.fetch(`/api/models/${sha256}`, { method: "DELETE" });
  expect([gone.status, ((await gone.json()) as { error: { code: string } }).error.code]).toEqual([
    409,
    "model-used",
  ]);
});
