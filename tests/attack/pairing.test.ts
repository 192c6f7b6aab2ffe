/** Guessing one's way in: founding codes, short codes, invitations, device keys. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Clock } from "../../appliance/clock.ts";
import { systemRandom } from "../../appliance/random.ts";
import { toBase64Url } from "../../mesh/op/index.ts";
import { inviteSigner } from "../../mesh/rules/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { foundedBox, postJson, sendFounding, TestMember } from "../support/member.ts";

/** Time passes when the test says so: buckets refill, codes run out. */
function steppedClock() {
  let offsetMs = 0;
  const clock: Clock = {
    nowMs: () => Date.now() + offsetMs,
    monotonicMs: () => performance.now() + offsetMs,
  };
  return { clock, pass: (ms: number) => (offsetMs += ms) };
}

describe("short codes", () => {
  const time = steppedClock();
  let box: TestBox;
  let founder: TestMember;
  beforeAll(async () => {
    box = await startBox({ clock: time.clock });
    founder = (await foundedBox(box)).founder;
  });
  afterAll(() => box.close());

  async function makeCode(): Promise<{ code: string; seed: string; id: string }> {
    const { id, seed } = await founder.invite({ uses: 5, seconds: 86_400 });
    // Its session may have run out: the clock is the test's.
    await founder.openSession();
    const json = { invite: id, seed: toBase64Url(seed) };
    const made = (await (await founder.post("/api/invites/code", json)).json()) as { code: string };
    return { code: made.code, seed: json.seed, id };
  }
  async function type(code: string): Promise<number> {
    const response = await postJson(box, "/api/join/code", { code });
    await response.text();
    return response.status;
  }
  /** The same first two characters, another ending. */
  const wrong = (code: string, ending: string) => `${code.slice(0, 2)}${ending.padStart(6, "0")}`;
  const minutes = (count: number) => time.pass(count * 60_000);

  test("burn after five wrong tries", async () => {
    minutes(30);
    const { code, id } = await makeCode();
    for (let guess = 0; guess < 4; guess++) expect(await type(wrong(code, `A${guess}`))).toBe(404);
    expect(await type(code)).toBe(200);
    expect(await type(wrong(code, "A5"))).toBe(404);
    expect(await type(code)).toBe(404);
    const list = await founder.get<{ invites: { id: string; code: string }[] }>("/api/invites");
    expect(list.invites.find((invite) => invite.id === id)?.code).toBe("burnt");
  });

  test("guesses in a row find nothing, and mostly are not even looked at", async () => {
    minutes(30);
    const { code } = await makeCode();
    // Ten thousand of them are tried beside typed-codes.ts, where they cost nothing.
    const guesses = 400;
    const outcomes = new Map<number, number>();
    for (let guess = 0; guess < guesses; guess++) {
      const status = await type(wrong(code, guess.toString(32).toUpperCase()));
      outcomes.set(status, (outcomes.get(status) ?? 0) + 1);
    }
    expect(outcomes.get(200)).toBeUndefined();
    expect(outcomes.get(404) ?? 0).toBeLessThan(40);
    expect((outcomes.get(404) ?? 0) + (outcomes.get(429) ?? 0)).toBe(guesses);
  });

  test("guesses at other codes do not burn this one, and the ration comes back", async () => {
    minutes(60);
    const { code, seed } = await makeCode();
    const other = code.startsWith("00") ? "11" : "00";
    while ((await type(`${other}ABCDEF`)) !== 429);
    expect(await type(code)).toBe(429);
    minutes(10);
    const found = await postJson(box, "/api/join/code", { code });
    expect(await found.json()).toMatchObject({ seed });
  });

  test("run out after an hour", async () => {
    const { code } = await makeCode();
    minutes(61);
    expect(await type(code)).toBe(404);
  });

  test("are never written: neither code nor seed stands in any file", async () => {
    const { code, seed } = await makeCode();
    expect(await type(code)).toBe(200);
    const bytes = Buffer.from(seed, "base64url");
    const glob = new Bun.Glob("**/*");
    let searched = 0;
    for await (const path of glob.scan({ cwd: box.dir, absolute: true, onlyFiles: true })) {
      if (path.endsWith(".sock")) continue;
      const content = Buffer.from(await Bun.file(path).bytes());
      expect(content.includes(code)).toBe(false);
      expect(content.includes(code.replace("-", ""))).toBe(false);
      expect(content.includes(bytes)).toBe(false);
      expect(content.includes(seed)).toBe(false);
      searched += 1;
    }
    expect(searched).toBeGreaterThan(5);
  });
});

describe("codes of 128 bits", () => {
  test("founding codes are not found by trying, and trying is rationed", async () => {
    const box = await startBox();
    try {
      const founding = await TestMember.prepareFounding(box);
      const statuses = new Set<number>();
      for (let guess = 0; guess < 200; guess++) {
        const response = await sendFounding(box, founding, systemRandom.bytes(16));
        await response.text();
        statuses.add(response.status);
      }
      expect([...statuses].sort()).toEqual([403, 429]);
      expect(box.box.members.communityId()).toBeNull();
      // Nothing that is nearly the code is any closer to it.
      const code = box.foundingCode() ?? new Uint8Array();
      for (const near of [code.subarray(0, 15), new Uint8Array([...code, 0])]) {
        const response = await sendFounding(box, founding, near);
        expect([403, 422, 429]).toContain(response.status);
        await response.text();
      }
    } finally {
      await box.close();
    }
  });

  test("invitations are not found by trying", async () => {
    const box = await startBox();
    try {
      await (await foundedBox(box)).founder.invite();
      const statuses = new Set<number>();
      for (let guess = 0; guess < 150; guess++) {
        const { publicKey } = await inviteSigner(systemRandom.bytes(16));
        const json = { inviteKey: toBase64Url(publicKey) };
        const response = await postJson(box, "/api/join/invite", json);
        await response.text();
        statuses.add(response.status);
      }
      expect([...statuses]).toEqual([404]);
    } finally {
      await box.close();
    }
  });
});
