/** Machines of the network as folkmoot.yml names them: joined, looked at, told of. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { openPrivateStore } from "../../tests/support/private-store.ts";
import { systemClock } from "../clock.ts";
import { parseConfig } from "../config.ts";
import { silentLog } from "../log.ts";
import { systemRandom } from "../random.ts";
import { migrations } from "./model-table.ts";
import { Models } from "./models.ts";
import { modelsPart } from "./models-part.ts";

test("each joins with what may go there; one that is away, or far away, is told of", async () => {
  const paths: string[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: ({ url }) => {
      paths.push(new URL(url).pathname);
      return Response.json({ object: "list", data: [] });
    },
  });
  const near = `127.0.0.1:${server.port}`;
  const limits = parseConfig(`assistant:
  machines:
    - {url: "http://${near}/v1", model: big, privacy: any, weight: 3, slots: 8}
    - {url: "https://203.0.113.9/v1", model: far}
    - {url: "http://${near}/v1", model: finder, privacy: members, embeds: true}
`).assistant;
  const kept = await openPrivateStore(migrations, systemClock);
  const models = new Models({
    store: kept.store,
    dir: join(kept.dir, "models"),
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    limits,
    decided: () => [],
  });
  expect(modelsPart(models).state).toBe("ok");
  models.start();
  const states = () => models.status().machines.map(({ state }) => state.is);
  while (states().includes("starting")) await Bun.sleep(5);
  expect(models.status().machines).toMatchObject([
    { model: "big", host: near, privacy: "any", state: { is: "ready" } },
    { model: "far", host: "203.0.113.9", privacy: "public-only", state: { is: "down" } },
    { model: "finder", embeds: true, state: { is: "down", code: "machine-may-not-read" } },
  ]);
  expect(models.pool.members).toMatchObject([
    { place: "lan", weight: 3, mayRead: "private", model: { slots: 8 } },
    { place: "lan", weight: 1, mayRead: "commons", model: { slots: 4 } },
  ]);
  const { state, issue, hint } = modelsPart(models);
  expect([state, issue]).toEqual([
    "warning",
    "far on 203.0.113.9 does not answer (engine-not-local).",
  ]);
  expect(hint).toContain("outside: true");
  // Whoever finds reads everything: one that may not is sent nothing.
  expect(paths).not.toContain("/v1/embeddings");
  expect([models.finds, models.embedder()]).toEqual([false, null]);
  models.close();
  await server.stop(true);
  await kept.remove();
});
