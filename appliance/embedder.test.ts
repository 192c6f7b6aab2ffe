/** From a file to passages found by meaning: added, decided, embedded, given up, on a real box. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { effects, kinds } from "../mesh/kinds/index.ts";

import { startBox } from "../tests/support/box.ts";
import { decide, deployModel } from "../tests/support/decide.ts";
import { startEngine } from "../tests/support/engines.ts";
import { modelFiles } from "../tests/support/gguf/models.ts";
import { foundedBox, type TestMember } from "../tests/support/member.ts";
import { startOpenAiServer } from "../tests/support/openai-server.ts";
import { plainItem } from "./knowledge/fixtures/moot.ts";
import type { VectorStatus } from "./knowledge/index.ts";

let founder: TestMember;
beforeAll(async () => {
  founder = (await foundedBox(await startBox())).founder;
}, 20_000);
afterAll(() => founder.box.close());

async function finding(): Promise<VectorStatus> {
  return (await founder.get<{ finding: VectorStatus }>("/api/assistant")).finding;
}

async function until(is: (now: VectorStatus) => boolean): Promise<VectorStatus> {
  for (;;) {
    const now = await finding();
    if (is(now)) return now;
    await Bun.sleep(20);
  }
}

test("what is taught is embedded while a model is deployed, and forgotten after it", async () => {
  await founder.speak(kinds.item, { ...plainItem, title: "Well", body: "The well is deep." });
  expect(await finding()).toMatchObject({ state: "off", model: null });
  const file = modelFiles.embedding(["well", "deep", "goat", "shed"]);
  const { models } = founder.box.box;
  const { sha256 } = await models.library.add(file.path, { source: "a stick" });
  await deployModel(founder, sha256, { name: "Finder" });
  expect(await until(({ state, total }) => state === "ready" && total === 1)).toMatchObject({
    model: sha256,
    done: 1,
  });
  await founder.speak(kinds.item, { ...plainItem, title: "Goats", body: "The goat shed." });
  await until(({ done }) => done === 2);
  const path = join(founder.box.dir, "vectors.db");
  expect(existsSync(path)).toBe(true);
  await decide(founder, effects.modelRollback, {});
  await until(({ state }) => state === "off");
  while (existsSync(path)) await Bun.sleep(5);
}, 60_000);

test("a machine of the network finds where no model of the box does", async () => {
  const file = modelFiles.embedding(["well", "deep", "goat", "shed"]);
  const engine = await startEngine(file, { role: "embed", contextTokens: 512 });
  const server = startOpenAiServer({ dialect: "vllm", model: engine });
  const machine = `{url: "${server.url}", model: finder, embeds: true, privacy: any}`;
  const box = await startBox({ config: `assistant:\n  machines:\n    - ${machine}\n` });
  const { founder: asker } = await foundedBox(box);
  await asker.speak(kinds.item, { ...plainItem, title: "Well", body: "The well is deep." });
  const now = async () => (await asker.get<{ finding: VectorStatus }>("/api/assistant")).finding;
  while ((await now()).done !== 1) await Bun.sleep(20);
  expect(server.lastBody).toContain("The well is deep.");
  const { running } = await asker.get<{ running: { machines: object[] } }>("/api/models");
  expect(running.machines).toMatchObject([{ embeds: true, state: { is: "ready" } }]);
  // Away: what it has read stays, and waits for it.
  await server.stop();
  await asker.speak(kinds.item, { ...plainItem, title: "Goats", body: "The goat shed." });
  while ((await now()).state !== "waiting") await Bun.sleep(20);
  expect((await now()).done).toBe(1);
  engine.close();
  await box.close();
}, 60_000);
