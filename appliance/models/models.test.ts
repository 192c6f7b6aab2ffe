import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { modelFiles } from "../../tests/support/gguf/models.ts";
import { openPrivateStore, type PrivateStore } from "../../tests/support/private-store.ts";
import { systemClock } from "../clock.ts";
import type { EngineHost } from "../engine/index.ts";
import { silentLog } from "../log.ts";
import { systemRandom } from "../random.ts";
import { type DecidedModel, deploymentOf } from "./deployment.ts";
import { type ModelFile, migrations } from "./model-table.ts";
import { Models } from "./models.ts";
import { modelsPart } from "./models-part.ts";

// Each engine is a process that loads native code: seconds, on a machine that is busy.
setDefaultTimeout(90_000);

let kept: PrivateStore;
let models: Models;
let dir: string;
let decided: DecidedModel[];

beforeEach(async () => {
  kept = await openPrivateStore(migrations, systemClock);
  dir = join(kept.dir, "models");
  decided = [];
  models = new Models({
    store: kept.store,
    dir,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    limits: {
      slots: 2,
      contextTokens: 4_096,
      threads: 1,
      memoryBytesMax: 0,
      engineSocket: null,
      machines: [],
    },
    decided: () => decided,
  });
});
afterEach(async () => {
  models.close();
  await kept.remove();
});

const left = () => (existsSync(dir) ? readdirSync(dir) : []);

describe("the library", () => {
  test("takes a file in by its hash, with what it says of itself and what people say", async () => {
    const { path, sha256 } = modelFiles.scripted();
    const source = "a stick from the library of the valley";
    const file = await models.library.add(path, { source, languages: ["es"] });
    expect(file).toMatchObject({
      sha256,
      role: "answer",
      name: "scripted-reader",
      licence: "CC0-1.0",
      languages: ["es"],
      source,
    });
    expect(readFileSync(models.library.pathOf(sha256)).equals(readFileSync(path))).toBe(true);
    const again = await models.library.add(path, { name: "Reader" });
    expect(again).toEqual({ ...file, name: "Reader" });
    expect(models.library.list()).toEqual([again]);
    expect(left()).toEqual([`${sha256}.gguf`]);
    expect(statSync(models.library.pathOf(sha256)).mode & 0o777).toBe(0o640);
  });

  test("tells what a file is for", async () => {
    const roles = [];
    for (const file of [modelFiles.tiny(), modelFiles.tinyAdapter(), modelFiles.embedding(["a"])]) {
      roles.push((await models.library.add(file.path, {})).role);
    }
    expect(roles).toEqual(["answer", "adapter", "embed"]);
  });

  test("keeps what steers a terminal out of what files and people say", async () => {
    const name = "Nice\u001b]0;owned\u0007 \u202emodel";
    const { path } = modelFiles.tiny();
    const file = await models.library.add(path, { name, languages: ["e\u001bs", " "] });
    expect([file.name, file.languages]).toEqual(["Nice ]0;owned   model", ["es"]]);
    expect((await models.library.add(path, { name: "\u0007 " })).name).toBe(file.name);
  });

  test("tells a folder, and what was switched off in the middle leaves no bytes", async () => {
    await expect(models.library.add(kept.dir, {})).rejects.toMatchObject({
      code: "no-such-file",
      message: `${kept.dir} is a folder.`,
    });
    const { id } = await models.uploads.begin({ size: 40, sha256: null, provenance: {} });
    const pull = "pull-00.part";
    const old = "pull-01.part";
    for (const name of ["part-1-2", "upload-0123456789abcdef.part", pull, old]) {
      writeFileSync(join(dir, name), "x");
    }
    utimesSync(join(dir, old), 0, 0);
    await models.library.sweep();
    expect(left().sort()).toEqual([pull, `upload-${id}.json`, `upload-${id}.part`]);
  });

  test("leaves nothing of a file that is broken or another one than was named", async () => {
    const cut = join(kept.dir, "cut.gguf");
    writeFileSync(cut, readFileSync(modelFiles.tiny().path));
    truncateSync(cut, 200_000);
    await expect(models.library.add(cut, {})).rejects.toMatchObject({ code: "model-truncated" });
    const { path } = modelFiles.tiny();
    await expect(models.library.add(path, {}, "0".repeat(64))).rejects.toMatchObject({
      code: "hash-differs",
    });
    await expect(models.library.add(join(kept.dir, "none"), {})).rejects.toMatchObject({
      code: "no-such-file",
    });
    expect(left()).toEqual([]);
    expect(models.library.list()).toEqual([]);
  });
});

describe("an upload", () => {
  const pieces = async (id: string, bytes: Uint8Array, from = 0, to = bytes.length) => {
    for (let at = from; at < to; at += 100_000) {
      await models.uploads.put(id, at, bytes.subarray(at, Math.min(at + 100_000, to)));
    }
  };

  test("comes in pieces, goes on after a break, and becomes a model", async () => {
    const { path, sha256 } = modelFiles.tiny();
    const bytes = readFileSync(path);
    const announced = { size: bytes.length, sha256, provenance: { licence: "CC0" } };
    const { id } = await models.uploads.begin(announced);
    await pieces(id, bytes, 0, 200_000);
    expect((await models.uploads.list())[0]).toMatchObject({ id, received: 200_000 });
    await expect(models.uploads.put(id, 300_000, bytes.subarray(0, 10))).rejects.toMatchObject({
      code: "upload-gap",
      received: 200_000,
    });
    await expect(models.uploads.finish(id)).rejects.toMatchObject({ code: "upload-gap" });
    await pieces(id, bytes, 100_000);
    const both = await Promise.all([models.uploads.finish(id), models.uploads.finish(id)]);
    for (const file of both) expect(file).toMatchObject({ sha256, licence: "CC0" });
    // Whose connection broke meanwhile asks again.
    expect(await models.uploads.finish(id)).toMatchObject({ sha256 });
    expect(left()).toEqual([`${sha256}.gguf`]);
  });

  test("that is no model, or more than announced, is refused and leaves nothing", async () => {
    const { id } = await models.uploads.begin({ size: 40, sha256: null, provenance: {} });
    await expect(models.uploads.put(id, 0, new Uint8Array(41))).rejects.toMatchObject({
      code: "upload-too-long",
    });
    await models.uploads.put(id, 0, new Uint8Array(40));
    await expect(models.uploads.finish(id)).rejects.toMatchObject({ code: "not-a-model" });
    expect(left()).toEqual([]);
    await expect(models.uploads.finish("../../box")).rejects.toMatchObject({
      code: "upload-not-found",
    });
  });

  test("of a few only, and none that the disk has no room for", async () => {
    const some = { size: 10, sha256: null, provenance: {} };
    for (let n = 0; n < 4; n++) await models.uploads.begin(some);
    await expect(models.uploads.begin(some)).rejects.toMatchObject({ code: "too-many-uploads" });
    await expect(models.uploads.begin({ ...some, size: 2 ** 50 })).rejects.toMatchObject({
      code: "disk-full",
    });
  });
});

describe("what is deployed", () => {
  const file = (name: string, role: ModelFile["role"], architecture = "llama") => ({
    name,
    role,
    architecture,
    sha256: name,
  });
  const files = [
    file("small", "answer"),
    file("large", "answer"),
    file("finder", "embed", "bert"),
    file("dialect", "adapter"),
    file("other", "adapter", "qwen2"),
  ] as ModelFile[];
  const deployed = (...names: string[]) => {
    const { answer, adapters, embed, missing } = deploymentOf(
      names.map((name) => ({ name, sha256: name, scale: 1 })),
      (sha256) => files.find((each) => each.sha256 === sha256) ?? null,
    );
    return [answer?.name, adapters.map(({ file: { name } }) => name), embed?.name, missing.length];
  };

  test("is the newest that writes, the newest that finds, and the adapters since", () => {
    expect(deployed()).toEqual([undefined, [], undefined, 0]);
    expect(deployed("small", "finder")).toEqual(["small", [], "finder", 0]);
    expect(deployed("small", "dialect", "finder")).toEqual(["small", ["dialect"], "finder", 0]);
    expect(deployed("small", "dialect", "large")).toEqual(["large", [], undefined, 0]);
  });

  test("has each adapter in the strength that was decided last", () => {
    const decidedOn = (...models: [string, number][]) =>
      deploymentOf(
        models.map(([name, scale]) => ({ name, sha256: name, scale })),
        (sha256) => files.find((each) => each.sha256 === sha256) ?? null,
      ).adapters.map(({ file: { name }, scale }) => [name, scale]);
    expect(decidedOn(["small", 1], ["dialect", 0.5])).toEqual([["dialect", 0.5]]);
    expect(decidedOn(["small", 1], ["dialect", 0.5], ["dialect", 1.5])).toEqual([["dialect", 1.5]]);
  });

  test("passes over what is missing or does not fit", () => {
    expect(deployed("small", "gone")).toEqual(["small", [], undefined, 1]);
    expect(deployed("small", "other")).toEqual(["small", [], undefined, 0]);
    expect(deployed("dialect")).toEqual([undefined, [], undefined, 0]);
  });

  test("runs, follows decisions, goes back with them and gives way to none", async () => {
    const scripted = await models.library.add(modelFiles.scripted().path, {});
    const tiny = await models.library.add(modelFiles.tiny().path, {});
    const ready = async (sha256: string) => {
      while (models.status().answer?.state.is !== "ready") await Bun.sleep(20);
      expect(models.status().answer?.sha256).toBe(sha256);
      expect(models.pool.members).toHaveLength(1);
    };
    decided = [whole(scripted)];
    models.start();
    await ready(scripted.sha256);
    decided = [whole(scripted), whole(tiny)];
    models.look();
    await ready(tiny.sha256);
    decided = [whole(scripted)];
    models.look();
    await ready(scripted.sha256);
    decided = [];
    models.look();
    expect([models.status().answer, models.pool.state()]).toEqual([null, null]);
  });

  test("a file that was damaged or taken away is asked for, and runs once it is added", async () => {
    const { path, sha256 } = modelFiles.tiny();
    const tiny = await models.library.add(path, {});
    const own = models.library.pathOf(sha256);
    const is = async (state: string) => {
      while (models.status().answer?.state.is !== state) await Bun.sleep(20);
    };
    truncateSync(own, 300_000);
    decided = [whole(tiny)];
    models.start();
    await is("down");
    expect(models.status().answer?.state).toMatchObject({ code: "model-truncated" });
    await models.library.add(path, {});
    await is("ready");
    // What runs goes on; what is to be loaded anew is missing.
    rmSync(own);
    models.look();
    expect([models.status().answer?.state.is, models.deployment().missing]).toEqual(["ready", []]);
    await expect(models.try(tiny, "Hello")).rejects.toMatchObject({ code: "model-gone" });
    const [{ pid } = { pid: null }] = models.pool.members.map(({ model }) => model as EngineHost);
    process.kill(pid as number, "SIGKILL");
    await is("down");
    models.look();
    expect(models.deployment().missing).toMatchObject([{ sha256 }]);
    await models.library.add(path, {});
    await is("ready");
  });

  test("an adapter is tried on the model of its size, not on another of its architecture", async () => {
    const tiny = await models.library.add(modelFiles.tiny().path, {});
    const middle = await models.library.add(modelFiles.middle().path, {});
    const adapter = await models.library.add(modelFiles.tinyAdapter().path, {});
    decided = [whole(tiny), whole(middle), whole(adapter)];
    expect(models.deployment()).toMatchObject({ adapters: [], unfit: [{ name: adapter.name }] });
    expect(modelsPart(models)).toMatchObject({ state: "warning" });
    expect((await models.try(adapter, "Hello there", 0)).text).toBe(
      (await models.try(tiny, "Hello there")).text,
    );
  });

  test("an adapter is tried on the model it is for, as strongly as one says", async () => {
    const adapter = await models.library.add(modelFiles.tinyAdapter().path, {});
    await expect(models.try(adapter, "Hello there")).rejects.toMatchObject({
      code: "adapter-alone",
    });
    const tiny = await models.library.add(modelFiles.tiny().path, {});
    const said: string[] = [];
    for (const scale of [0, 1]) said.push((await models.try(adapter, "Hello there", scale)).text);
    expect(said[0]).toBe((await models.try(tiny, "Hello there")).text);
    expect(said[1]).not.toBe(said[0] as string);
  });

  test("can be tried before, with how fast it is", async () => {
    const scripted = await models.library.add(modelFiles.scripted().path, {});
    const trial = await models.try(scripted, "Where is the bridge?");
    expect(trial.text).toContain("2.8 metres");
    expect(trial.tokensPerSecond).toBeGreaterThan(0);
    expect(trial.sandbox).toEqual(models.confinement());
    await expect(models.try(scripted, "Hello", 0.5)).rejects.toMatchObject({
      code: "not-an-adapter",
    });
    const finder = await models.library.add(modelFiles.embedding(["water"]).path, {});
    expect(Number((await models.try(finder, "water water")).text)).toBeCloseTo(1, 1);
  });
});

/** As a community decides on a file: at full strength, if it is an adapter. */
function whole({ name, sha256 }: ModelFile): DecidedModel {
  return { name, sha256, scale: 1 };
}
