/** A community's decision on a box whose engine the system starts: deployed, killed, taken back. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, chownSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { effects, kinds } from "../../mesh/kinds/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { decide, deployModel } from "../../tests/support/decide.ts";
import { engineSocket, engineUid, isRoot } from "../../tests/support/engine-socket.ts";
import { type ModelFile, modelFiles } from "../../tests/support/gguf/models.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import type { EngineHost } from "../engine/index.ts";
import { plainItem } from "../knowledge/fixtures/moot.ts";

// Each engine is a process that loads native code: seconds, on a machine that is busy.
setDefaultTimeout(90_000);

const socket = engineSocket();
let box: TestBox;
let founder: TestMember;

beforeAll(async () => {
  // As `image/tmpfiles.d` lays it out; the folder above is open here, since no unit hides it.
  const dir = join(socket.folder, "data");
  const models = join(dir, "models");
  mkdirSync(models, { recursive: true });
  if (isRoot) chownSync(models, 0, engineUid);
  chmodSync(models, 0o2750);
  await socket.listen();
  const config = `assistant:\n  contextTokens: 8192\n  engineSocket: "${socket.path}"\n`;
  box = await startBox({ dir, config });
  chmodSync(dir, 0o711);
  founder = (await foundedBox(box)).founder;
  const body = "The old bridge is closed to vehicles when the river reaches 2.8 metres.";
  await founder.speak(kinds.item, { ...plainItem, title: "The old bridge", body });
}, 90_000);
afterAll(async () => {
  await box.close();
  await socket.close();
});

const question = "When is the old bridge closed to vehicles?";
function ask(): Promise<Response> {
  const id = crypto.randomUUID().replaceAll("-", "");
  return founder.post("/api/ask", { id, question });
}

/** The community decides to use it, and the box does. */
async function deployed({ path, sha256 }: ModelFile): Promise<void> {
  await box.box.models.library.add(path, {});
  await deployModel(founder, sha256);
  await runs(sha256);
}

async function runs(sha256: string): Promise<void> {
  const running = () => box.box.models.status().answer;
  while (running()?.sha256 !== sha256 || running()?.state.is !== "ready") await Bun.sleep(20);
}

/** The run that answers now. */
function engine(): { pid: number; uid: number } {
  const [pid = 0] = box.box.models.pool.members.map(({ model }) => (model as EngineHost).pid ?? 0);
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return { pid, uid: Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]) };
}

test("what is decided runs as the engine's user, comes back when killed, and goes when taken back", async () => {
  const reader = modelFiles.scripted();
  await deployed(reader);
  expect(engine().uid).toBe(engineUid);
  const view = await founder.get<{ sandbox: object }>("/api/models");
  expect(view.sandbox).toMatchObject({ user: isRoot ? "own" : "box" });
  expect(await (await ask()).text()).toContain('"kind":"generated"');

  const writer = modelFiles.middle();
  await deployed(writer);
  const { pid } = engine();
  let heard = "";
  for await (const piece of (await ask()).body as AsyncIterable<Uint8Array>) {
    const isFirst = !heard.includes('"type":"writing"');
    heard += new TextDecoder().decode(piece);
    if (isFirst && heard.includes('"type":"writing"')) process.kill(pid, "SIGKILL");
  }
  // The quotes stand, with why nothing replaced them.
  expect(heard).toContain("2.8 metres");
  expect(heard).toContain("engine-unavailable");
  await runs(writer.sha256);
  expect(engine().pid).not.toBe(pid);

  await decide(founder, effects.modelRollback, {});
  await runs(reader.sha256);
  expect(await (await ask()).text()).toContain('"kind":"generated"');
  await decide(founder, effects.modelRollback, {});
  while (box.box.models.status().answer !== null) await Bun.sleep(20);
  expect(await (await ask()).text()).not.toContain('"type":"writing"');
});
