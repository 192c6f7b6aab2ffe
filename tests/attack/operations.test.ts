/** Operations that are not what they say, over the real HTTP. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { systemRandom } from "../../appliance/random.ts";
import type { Submission } from "../../appliance/store/index.ts";
import { kinds } from "../../mesh/kinds/index.ts";
import {
  type CborValue,
  concatBytes,
  createOperation,
  encodeBatch,
  encodeCbor,
  opsPerRequestMax,
  requestBytesMax,
  toDeviceId,
  toOpId,
} from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { foundedBox, postOperations, TestMember } from "../support/member.ts";

let box: TestBox;
let founder: TestMember;
let ana: TestMember;
beforeAll(async () => {
  box = await startBox();
  const community = await foundedBox(box, 1);
  founder = community.founder;
  [ana] = community.members as [TestMember];
});
afterAll(() => box.close());

const named = (name: string) => ({ name, languages: ["en"], about: "", hue: 0 });

/** Posts bytes as they are. Answers with the status, and the results if there are any. */
async function post(body: Uint8Array<ArrayBuffer>) {
  const response = await postOperations(box, body);
  const json = (await response.json()) as { results?: Submission[] };
  return { status: response.status, results: json.results ?? [] };
}
async function states(...wires: Uint8Array[]): Promise<(string | undefined)[]> {
  const { status, results } = await post(encodeBatch(wires));
  expect(status).toBe(200);
  expect(results).toHaveLength(wires.length);
  return results.map(({ state }) => state);
}

/** Changes the byte `at` of the operation's wire form. */
function flipped(wire: Uint8Array, at: number): Uint8Array<ArrayBuffer> {
  const copy = wire.slice();
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

describe("what is forged", () => {
  test("by a stranger, or in another's name, is not stored", async () => {
    const before = box.box.store.position();
    const stranger = await TestMember.create(box, founder.communityId);
    const own = await stranger.sign(kinds.profile, named("Nobody"));
    const asFounder = new TestMember(box, founder.communityId, stranger.signer, founder.device);
    const forged = await createOperation({
      communityId: founder.communityId,
      signer: { ...stranger.signer, publicKey: founder.signer.publicKey },
      kind: kinds.profile.number,
      seq: 90,
      time: 1,
      body: kinds.profile.schema.encode(named("Forged")),
      erasable: true,
      random: systemRandom,
    });
    const foreign = new TestMember(box, "ab".repeat(32) as never, founder.signer, founder.device);
    const elsewhere = await foreign.sign(kinds.profile, named("Elsewhere"), { seq: 91 });
    expect(await states(own.bytes, forged.bytes, elsewhere.bytes)).toEqual([
      "badsig",
      "badsig",
      "badsig",
    ]);
    expect(asFounder.device).toBe(founder.device);
    expect(box.box.store.position()).toBe(before);
  });

  test("with any bit turned over, is not stored, and takes nothing else down", async () => {
    const before = box.box.store.position();
    const { bytes } = await ana.sign(kinds.profile, named("Ana"));
    const wires = Array.from({ length: 90 }, (_, i) =>
      flipped(bytes, Math.floor((i * bytes.length) / 90)),
    );
    const answers = await states(...wires, bytes);
    expect(answers.pop()).toBe("ok");
    // A turned bit of the salt or the hidden body leaves the signed header as it was; everything
    // else is refused. Nothing but the honest operation is stored.
    expect(answers.filter((state) => state === "ok")).toEqual([]);
    expect(box.box.store.position()).toBe(before + 1);
  });

  test("with somebody else's body beside the header, is not taken for theirs", async () => {
    const honest = await ana.sign(kinds.profile, named("Ana"));
    const other = await founder.sign(kinds.profile, named("Founder"));
    const salt = other.bytes.length;
    const mixed = concatBytes(honest.bytes.slice(0, -40), other.bytes.slice(salt - 40));
    expect(await states(new Uint8Array(mixed))).toEqual(["badsig"]);
    expect(await states(honest.bytes, other.bytes)).toEqual(["ok", "ok"]);
  });
});

describe("what is said twice", () => {
  test("is stored once", async () => {
    const { bytes } = await ana.sign(kinds.profile, named("Once"));
    expect(await states(bytes, bytes, bytes)).toEqual(["ok", "dup", "dup"]);
    expect(await states(...Array.from({ length: 50 }, () => bytes))).not.toContain("ok");
  });

  test("in two ways with one number is proof against its author, and void", async () => {
    const { seed } = await founder.invite();
    const liar = await TestMember.join(box, seed, { name: "Liar" });
    const one = await liar.sign(kinds.profile, named("One"), { seq: 7 });
    const two = await liar.sign(kinds.profile, named("Two"), { seq: 7 });
    expect(await states(one.bytes)).toEqual(["ok"]);
    expect(await states(two.bytes)).toEqual(["fork"]);
    expect(box.box.store.forks().map(({ author }) => author)).toContain(liar.device);
  });
});

describe("what is too much", () => {
  test("is refused as a whole, by number, by size, by depth", async () => {
    const { bytes } = await ana.sign(kinds.profile, named("Many"));
    const many = encodeCbor(Array.from({ length: opsPerRequestMax + 1 }, () => bytes));
    expect((await post(many)).status).toBe(400);
    const big = await postOperations(box, new Uint8Array(requestBytesMax + 1));
    expect(big.status).toBe(413);
    await big.text();
    let deep: CborValue = [];
    const nested = (levels: number) => {
      const bytes = new Uint8Array(levels + 1).fill(0x81);
      bytes[levels] = 0x80;
      return bytes;
    };
    for (let i = 0; i < 12; i++) deep = [deep];
    expect((await post(encodeCbor([deep]))).status).toBe(400);
    expect((await post(nested(200_000))).status).toBe(400);
    // As an operation inside a well-formed request.
    const inside = concatBytes(Uint8Array.of(0x81, 0x59, 0x40, 0x01), nested(0x4000));
    expect((await post(new Uint8Array(inside))).status).toBe(200);
  });

  test("lengths that promise more than there is do not allocate it", async () => {
    const lies = [
      [0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      [0x81, 0x5b, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff],
      [0x81, 0x5a, 0xff, 0xff, 0xff, 0xff],
      [0x9f, 0x9f, 0x9f],
      [0x5f, 0x41],
      [0xbf, 0xff],
      [0xc0, 0x80],
      [0xfb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0],
      [],
    ];
    const before = process.memoryUsage().rss;
    for (const lie of lies) expect((await post(Uint8Array.from(lie))).status).toBe(400);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });
});

test("an operation cut off at any byte is one flat refusal", async () => {
  const { bytes } = await ana.sign(kinds.profile, named("Cut"));
  const cuts = Array.from({ length: bytes.length }, (_, at) => bytes.slice(0, at));
  for (let at = 0; at < cuts.length; at += opsPerRequestMax) {
    const portion = cuts.slice(at, at + opsPerRequestMax);
    expect(new Set(await states(...portion))).toEqual(new Set(["badsig"]));
  }
  const request = encodeBatch([bytes]);
  for (let at = 0; at < request.length; at += 7) {
    const { status, results } = await post(request.slice(0, at));
    expect([status, results]).toEqual([400, []]);
  }
});

test("random bytes never make the box stumble", async () => {
  for (let round = 0; round < 200; round++) {
    const body = systemRandom.bytes(1 + (round % 97));
    const { status } = await post(body);
    expect(status).toBeLessThan(500);
  }
  const health = (await (await box.fetch("/health")).json()) as { status: string };
  expect(health.status).not.toBe("failed");
});

test("other kinds of content are not operations", async () => {
  const { bytes } = await ana.sign(kinds.profile, named("Typed"));
  for (const type of ["application/json", "text/plain", "multipart/form-data"]) {
    const response = await box.fetch("/api/ops", {
      method: "POST",
      body: encodeBatch([bytes]),
      headers: { "content-type": type },
    });
    expect(response.status).toBe(415);
    await response.text();
  }
});

describe("a device that was shut out", () => {
  test("cannot fill the disk with what has no effect", async () => {
    const own = await startBox();
    try {
      const { members } = await foundedBox(own, 1);
      const [thief] = members as [TestMember];
      const { device } = thief;
      await thief.speak(kinds.revoke, {
        device: toDeviceId(device),
        member: null,
        reason: "stolen",
      });
      const answer = { question: toOpId("ab".repeat(16)), text: "x".repeat(16_000), item: null };
      let storedBytes = 0;
      let refused = 0;
      for (let request = 0; request < 60; request++) {
        const batch = await Promise.all(
          Array.from({ length: 12 }, () => thief.sign(kinds.answer, answer)),
        );
        const body = encodeBatch(batch.map(({ bytes }) => bytes));
        const reply = await postOperations(own, body);
        if (reply.status === 200) storedBytes += body.length;
        else {
          expect(reply.status).toBe(429);
          refused += 1;
        }
      }
      expect(refused).toBeGreaterThan(0);
      expect(storedBytes).toBeLessThan(6_000_000);
    } finally {
      await own.close();
    }
  }, 60_000);
});

describe("what fills the disk, one lawful operation after the other", () => {
  test("waits once a member's share of the day is used up; what others wait for does not", async () => {
    const small = await startBox({ config: "limits:\n  memberMegabytesPerDay: 1\n" });
    const { founder: steward, members } = await foundedBox(small, 1);
    const [flood] = members as [TestMember];
    const long = { text: "x".repeat(1_900), lang: "en", audience: "members" };
    const seen: Submission[] = [];
    const sizes: number[] = [];
    for (let round = 0; round < 8; round++) {
      const made = [];
      for (let i = 0; i < 100; i++) made.push(await flood.sign(kinds.question, long));
      sizes.push(...made.map(({ bytes }) => bytes.length));
      seen.push(...(await flood.submit(...made)));
    }
    const stored = sizes.filter((_, at) => seen[at]?.state === "ok");
    const storedBytes = stored.reduce((sum, bytes) => sum + bytes, 0);
    // At most a request more than the share, and not a byte less.
    expect(storedBytes).toBeGreaterThanOrEqual(1_000_000);
    expect(storedBytes).toBeLessThan(1_000_000 + requestBytesMax);
    const refused = seen.filter(({ state }) => state !== "ok");
    expect(refused.length).toBeGreaterThan(100);
    for (const { state, again } of refused) {
      expect(state).toBe("retry");
      expect(again).toBeGreaterThan(23 * 3_600);
    }
    // The same member votes and shuts out a device; others are not kept from anything.
    const proposal = toOpId("ab".repeat(16));
    const ballot = await flood.sign(kinds.ballot, { proposal, choice: 1, revision: 0 });
    const question = await flood.sign(kinds.question, long);
    const other = await flood.sign(kinds.profile, named("Flood"));
    const answers = await flood.submit(ballot, question, other);
    expect(answers.map(({ state }) => state)).toEqual(["ok", "retry", "ok"]);
    expect(await steward.refusal(kinds.question, long)).toBeNull();
    // By a stranger, a name that is used up is answered without a look; any other as always.
    const forger = await TestMember.create(small, steward.communityId);
    const asOther = new TestMember(small, steward.communityId, forger.signer, steward.device);
    expect(await forger.refusal(kinds.question, long)).toBe("badsig");
    expect(await asOther.refusal(kinds.question, long)).toBe("badsig");
    await small.close();
  }, 30_000);
});
