/** Answers that take long to make: the runtime hangs up on a connection where nothing happens. */
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../clock.ts";
import { silentLog } from "../log.ts";
import { createApp } from "./app.ts";
import { createDoors } from "./doors.ts";
import { route } from "./route.ts";

const dir = mkdtempSync(join(tmpdir(), "folkmoot-slow-"));
afterAll(() => rmSync(dir, { recursive: true }));

test("only a route that says so, and only for whom it lets in, may take its time", async () => {
  const answer = (slow: boolean, audience: "public" | "member") =>
    route({
      method: "GET",
      path: `/${audience}/${slow}`,
      audience,
      summary: "Takes its time, or not",
      slow,
      handler: () => ({}),
    });
  const app = createApp({
    routes: [answer(true, "public"), answer(false, "public"), answer(true, "member")],
    isFounded: () => true,
    session: () => null,
    clock: systemClock,
    log: silentLog,
    closing: new AbortController().signal,
  });
  const lifted: string[] = [];
  for (const path of ["/public/true", "/public/false", "/member/true"]) {
    const untimed = () => void lifted.push(path);
    const connection = { address: "", isLoopback: true, isControl: false, untimed };
    await app(new Request(`http://localhost${path}`), connection);
  }
  expect(lifted).toEqual(["/public/true"]);
});

test("the moot command is not hung up on after the runtime's ten seconds", async () => {
  const doors = createDoors(silentLog);
  const unix = join(dir, "control.sock");
  doors.openControl(unix, async () => {
    await Bun.sleep(13_000);
    return new Response("done");
  });
  expect(await (await fetch("http://localhost/", { unix })).text()).toBe("done");
  await doors.close();
}, 40_000);
