/** Sessions in the wrong hands. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { effects, kinds } from "../../mesh/kinds/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { foundedBox, TestMember } from "../support/member.ts";

// The promise: within a second of the revocation.
const endsWithinMs = 1_000;

let box: TestBox;
let founder: TestMember;
beforeAll(async () => {
  box = await startBox();
  founder = (await foundedBox(box)).founder;
});
afterAll(() => box.close());

async function newcomer(): Promise<TestMember> {
  const member = await TestMember.join(box, (await founder.invite()).seed);
  await member.openSession();
  return member;
}

/** Opens the member's event stream and collects what comes until it ends. */
async function listen(member: TestMember) {
  const response = await member.fetch("/api/events");
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  let text = "";
  let isOver = false;
  const over = (async () => {
    const decoder = new TextDecoder();
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(piece);
    }
    isOver = true;
  })();
  return { over, text: () => text, isOver: () => isOver };
}

function within(ms: number, wanted: Promise<unknown>): Promise<boolean> {
  return Promise.race([wanted.then(() => true), Bun.sleep(ms).then(() => false)]);
}

const revocations: [string, (thief: TestMember) => Promise<unknown>][] = [
  [
    "its owner revokes the device",
    (thief) => thief.speak(kinds.revoke, { device: thief.device, member: null, reason: "stolen" }),
  ],
  [
    "the stewards revoke the device",
    (thief) =>
      founder.ask(effects.memberRevoke, { device: thief.device, member: null, reason: "stolen" }),
  ],
  [
    "the stewards revoke the member",
    (thief) =>
      founder.ask(effects.memberRevoke, { device: null, member: thief.member, reason: "decision" }),
  ],
  ["the member leaves", (thief) => thief.speak(kinds.leave, {})],
];

describe.each(revocations)("when %s", (_, revoke) => {
  test("a stolen token reads nothing more, and the open stream ends", async () => {
    const victim = await newcomer();
    const stream = await listen(victim);
    expect((await victim.fetch("/api/me")).status).toBe(200);
    expect(stream.isOver()).toBe(false);
    await revoke(victim);
    expect(await within(endsWithinMs, stream.over)).toBe(true);
    for (const path of ["/api/me", "/api/members", "/api/ops", "/api/events", "/api/box"]) {
      const response = await victim.fetch(path);
      await response.text();
      expect([path, response.status]).toEqual([path, 401]);
    }
    expect((await victim.answerChallenge()).status).toBe(403);
  });
});

test("other people's streams go on, and hear of it", async () => {
  const stays = await listen(founder);
  const leaves = await newcomer();
  await leaves.speak(kinds.leave, {});
  await Bun.sleep(400);
  expect(stays.isOver()).toBe(false);
  expect(stays.text()).toContain('"type":"change"');
});

test("a member's own operations are told with their effect, nobody else's", async () => {
  const ana = await newcomer();
  const stream = await listen(ana);
  const profile = { name: "Ana", languages: [], about: "", hue: 9 };
  const own = await ana.speak(kinds.profile, profile);
  const others = await founder.speak(kinds.profile, { ...profile, name: "Rosa" });
  await Bun.sleep(600);
  expect(stream.text()).toContain(own);
  expect(stream.text()).not.toContain(others);
});

describe("tokens", () => {
  test("that were never given open nothing", async () => {
    const { founder: _, ...shapes } = {
      founder,
      empty: "",
      short: "x",
      long: "a".repeat(5_000),
      null: "null",
      device: founder.device,
      json: '{"member":1}',
      spaced: "a b",
      injected: "' OR 1=1 --",
    };
    for (const token of Object.values(shapes)) {
      const response = await box.fetch("/api/me", {
        headers: { authorization: `Bearer ${token}` },
      });
      await response.text();
      expect([token, [401, 431].includes(response.status)]).toEqual([token, true]);
    }
    const token = await founder.openSession();
    for (const header of [`bearer ${token}`, token, `Basic ${token}`, `Bearer  ${token}`]) {
      const response = await box.fetch("/api/me", { headers: { authorization: header } });
      await response.text();
      expect(response.status).toBe(401);
    }
    // Neither a cookie nor the address carries one.
    const cookie = await box.fetch("/api/me", { headers: { cookie: `token=${token}` } });
    expect(cookie.status).toBe(401);
    const query = await box.fetch(`/api/me?token=${token}`);
    expect([401, 422]).toContain(query.status);
  });

  test("are many for one device only up to a bound", async () => {
    const ana = await newcomer();
    const first = ana.token as string;
    const tokens = [first];
    for (let i = 0; i < 8; i++) tokens.push(await ana.openSession());
    const statuses = await Promise.all(
      tokens.map(async (token) => {
        const headers = { authorization: `Bearer ${token}` };
        const response = await box.fetch("/api/me", { headers });
        await response.text();
        return response.status;
      }),
    );
    expect(statuses).toEqual([401, ...Array<number>(8).fill(200)]);
  });

  test("stand in no file of the box", async () => {
    const token = await founder.openSession();
    const glob = new Bun.Glob("**/*");
    for await (const path of glob.scan({ cwd: box.dir, absolute: true, onlyFiles: true })) {
      if (path.endsWith(".sock")) continue;
      expect(Buffer.from(await Bun.file(path).bytes()).includes(token)).toBe(false);
    }
  });
});
