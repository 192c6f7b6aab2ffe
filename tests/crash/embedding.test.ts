/** A box killed while it embeds goes on where it was; with another model it starts over. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { openMoot } from "../../appliance/knowledge/fixtures/moot.ts";
import { Vectors } from "../../appliance/knowledge/vectors/vectors.ts";
import { hashingEmbedder } from "../support/hashing-embedder.ts";

const rounds = 5;
const notes = 120;

/** Kills it as soon as it has so many; returns how many it said it had. */
async function embedAndDie(dir: string, modelSha: string, atLeast: number): Promise<number> {
  const program = join(import.meta.dir, "embedding.process.ts");
  const box = Bun.spawn([process.execPath, program, dir, modelSha], { stderr: "inherit" });
  let rest = "";
  let done = 0;
  const decoder = new TextDecoder();
  for await (const bytes of box.stdout) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) ({ done } = JSON.parse(line) as { done: number });
    if (done >= atLeast) break;
  }
  box.kill("SIGKILL");
  await box.exited;
  return done;
}

test(`${rounds} × kill -9 while it embeds: it goes on, and nothing is embedded twice`, async () => {
  const moot = await openMoot();
  for (let at = 0; at < notes; at++) await moot.person("ana").item({ title: `Note ${at}` });
  const [first, second] = ["aa".repeat(32), "bb".repeat(32)] as const;
  let before = 0;
  for (let round = 1; round <= rounds; round++) {
    const done = await embedAndDie(moot.dir, first, round * 16);
    expect(done).toBeGreaterThan(before);
    before = done;
  }
  const db = new Database(join(moot.dir, "vectors.db"));
  expect(db.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  db.close();
  const finish = async (modelSha: string) => {
    const embedder = hashingEmbedder(384, modelSha);
    const vectors = new Vectors({
      path: join(moot.dir, "vectors.db"),
      boxPath: join(moot.dir, "folkmoot.db"),
    });
    await vectors.use(embedder);
    while (vectors.status().state !== "ready") await Bun.sleep(5);
    expect(vectors.status()).toMatchObject({ done: notes, total: notes, model: modelSha });
    await vectors.close();
    return embedder.embedded.length;
  };
  expect(await finish(first)).toBeLessThanOrEqual(notes - before);
  // Killed in the middle of the change to another model: none of the former is taken for its own.
  const changed = await embedAndDie(moot.dir, second, 16);
  expect(changed).toBeLessThan(notes);
  expect(await finish(second)).toBeLessThanOrEqual(notes - changed);
  await moot.close();
});
