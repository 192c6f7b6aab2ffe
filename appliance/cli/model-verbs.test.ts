/** Language models from the command line, beside a running box and without one. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBox } from "../../tests/support/box.ts";
import { deployModel } from "../../tests/support/decide.ts";
import { type ModelFile, modelFiles } from "../../tests/support/gguf/models.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import { openBox } from "../main.ts";
import { moot } from "./index.ts";

// Each engine is a process that loads native code: seconds, on a machine that is busy.
setDefaultTimeout(90_000);

let founder: TestMember;
let stick: string;
const steering = "\u001b[2J";

beforeAll(async () => {
  founder = (await foundedBox(await startBox())).founder;
  stick = join(mkdtempSync(join(tmpdir(), "folkmoot-stick-")), "Lápiz USB (1) 模型");
  mkdirSync(stick);
}, 90_000);
afterAll(async () => {
  await founder.box.close();
  rmSync(join(stick, ".."), { recursive: true });
});

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  const data = args.includes("--data") ? [] : ["--data", founder.box.dir];
  let out = "";
  const write = (text: string) => {
    out += text;
  };
  const all = [...args, ...data];
  const code = await moot({ args: all, openBox, version: "0", write, writeError: write });
  return { code, out };
}

function onStick({ path }: ModelFile, name: string): string {
  const copy = join(stick, name);
  writeFileSync(copy, readFileSync(path));
  return copy;
}

test("a model comes from a stick, is tried, named, deployed, and asked for when its file is gone", async () => {
  const script = {
    name: "steering",
    start: `So${steering}`,
    branches: [{ when: null, say: "it goes." }],
  };
  const model = modelFiles.reciting("steering", script);
  const added = await run("model", "add", onStick(model, "el modelo.gguf"), "--name", "Nuestro");
  expect(added.code).toBe(0);
  expect(added.out).toContain("Nuestro (answer) is on the box");
  const tried = await run("model", "try", "Nuestro");
  expect(tried.out).toContain("So�[2Jit goes.");
  expect(tried.out).toMatch(/It runs as the box's user, with/);
  const short = model.sha256.slice(0, 6);
  expect((await run("model", "deploy", short)).out).toContain(`?deploy=${model.sha256}`);
  expect((await run("model", "deploy", model.sha256.slice(0, 1))).code).toBe(1);

  await deployModel(founder, model.sha256);
  const { models } = founder.box.box;
  while (models.status().answer?.state.is !== "ready") await Bun.sleep(20);
  const listed = await run("model", "list");
  expect(listed.out).toContain("The engine is ready.\nIt runs as the box's user");
  expect((await run("model", "deploy", short)).out).toContain("is deployed already");
  rmSync(models.library.pathOf(model.sha256));
  expect((await run("model", "list")).out).toContain("file gone");
  const gone = await run("model", "try", "Nuestro");
  expect([gone.code, gone.out]).toEqual([1, expect.stringContaining("moot model add FILE")]);
});

test("one of two with one name is asked for, and a strength only where there is one", async () => {
  const tiny = onStick(modelFiles.tiny(), "tiny.gguf");
  const adapter = onStick(modelFiles.tinyAdapter(), "adapter.gguf");
  for (const file of [tiny, adapter]) await run("model", "add", file, "--name", "Same");
  const same = await run("model", "try", "Same");
  expect([same.code, same.out]).toEqual([1, expect.stringContaining("Several models")]);
  const { sha256 } = modelFiles.tiny();
  expect((await run("model", "try", sha256, "--scale", "0.5")).out).toContain("Only an adapter");
  expect((await run("model", "try", sha256, "--prompt", "")).code).toBe(2);
  expect((await run("model", "add", tiny, "--name", "x".repeat(81))).code).toBe(2);
});

test("what is on the box is not downloaded again, and where there is none nothing is", async () => {
  const { path, sha256 } = modelFiles.embedding(["water"]);
  let asked = 0;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => {
      asked += 1;
      return new Response(readFileSync(path));
    },
  });
  const address = `http://127.0.0.1:${server.port}/finder.gguf?key=secret`;
  const pull = (...more: string[]) => run("model", "pull", address, "--sha256", sha256, ...more);
  expect((await pull()).out).toContain("It finds nothing yet.");
  expect((await pull("--name", "Finder")).out).toContain("Finder (embed) is on the box");
  expect(asked).toBe(1);
  const listed = await run("model", "list");
  expect(listed.out).toContain(`127.0.0.1:${server.port}/finder.gguf`);
  expect(listed.out).not.toContain("secret");
  expect((await run("model", "try", "Finder")).out).toContain("It finds the halves of the text");
  const nowhere = join(stick, "misspelt");
  const lost = await pull("--data", nowhere);
  expect([lost.code, lost.out]).toEqual([1, expect.stringContaining("There is no box in")]);
  expect([asked, existsSync(nowhere)]).toEqual([1, false]);
  await server.stop(true);
});
