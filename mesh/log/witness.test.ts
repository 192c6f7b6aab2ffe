import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type MemoryLog, memoryLog, numberedId } from "../../tests/support/memory-log.ts";
import { communityId, namedSigner } from "../../tests/support/operations.ts";
import { type CommunityId, type OpId, utf8 } from "../op/index.ts";
import { encodeEvidenceFile, isEvidenceFile, verifyEvidenceFile } from "./evidence.ts";
import { checkpointsKeptMax } from "./limits.ts";
import {
  compare,
  compareWithOthers,
  droppedEvidence,
  type KnownLog,
  lastCheckpoint,
  type Shown,
} from "./witness.ts";

const { publicKey: boxKey } = await namedSigner("box");
const about = { community: communityId, boxKey, now: 1_795_000_100 };
const numbered = (count: number, from = 0): OpId[] =>
  Array.from({ length: count }, (_, at) => numberedId(from + at));
const fresh: readonly KnownLog[] = [];

async function learn(known: readonly KnownLog[], shown: Shown) {
  const conclusion = await compare(known, shown, about);
  return { ...conclusion, kind: conclusion.finding.kind };
}

async function knowing(log: MemoryLog, ...sizes: number[]): Promise<readonly KnownLog[]> {
  let known = fresh;
  for (const size of sizes) known = (await learn(known, await log.shown(size))).known;
  return known;
}

async function faultOf(known: readonly KnownLog[], shown: Shown) {
  const { finding, known: after } = await learn(known, shown);
  if (finding.kind !== "fault") throw new Error(`no fault but ${finding.kind}`);
  // Whoever contradicts itself changes nothing of what is remembered.
  expect(after).toBe(known);
  const file = utf8(encodeEvidenceFile(finding.evidence));
  expect(isEvidenceFile(file)).toBe(true);
  const judged = await verifyEvidenceFile(file);
  expect(judged.evidence).toMatchObject(finding.evidence);
  return [finding.evidence.fault, judged.verdict];
}

describe("an honest box", () => {
  test("is followed as it grows", async () => {
    const log = await memoryLog(numbered(20));
    const first = await learn(fresh, await log.shown(5));
    expect(first.kind).toBe("first");
    const grown = await learn(first.known, await log.shown(12));
    expect(grown.kind).toBe("grown");
    expect((await learn(grown.known, await log.shown(12))).kind).toBe("same");
    expect(grown.known[0]?.checkpoints).toHaveLength(2);
    expect(lastCheckpoint(grown.known[0] as KnownLog).size).toBe(12);
  });

  test("has signed nothing yet", async () => {
    const shown = await (await memoryLog([])).shown(0);
    const silent = { ...shown, log: { ...shown.log, checkpoint: null } };
    expect(await learn(fresh, silent)).toMatchObject({ kind: "nothing", known: [] });
  });

  test("is never blamed, however it grows and is looked at", async () => {
    const log = await memoryLog(numbered(60));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), async (at) => {
        let known = fresh;
        for (const size of at.sort((a, b) => a - b)) {
          const { kind, known: after } = await learn(known, await log.shown(size));
          expect(["first", "same", "grown"]).toContain(kind);
          known = after;
        }
      }),
      { numRuns: 20 },
    );
  });

  test("is remembered at so many heads, the first and the last among them", async () => {
    const log = await memoryLog(numbered(40));
    const known = await knowing(log, ...Array.from({ length: 40 }, (_, at) => at + 1));
    const kept = known[0]?.checkpoints ?? [];
    expect(kept).toHaveLength(checkpointsKeptMax);
    expect([kept[0], kept.at(-1)]).toEqual([await log.checkpoint(1), await log.checkpoint(40)]);
  });
});

describe("a box that was restored and says so", () => {
  async function restored(log: MemoryLog, head: number, more: number, nonce = 1) {
    const ids = [...log.ids.slice(0, head), ...numbered(more, 1_000)];
    return memoryLog(ids, {
      reason: "restored",
      number: 2,
      nonce: String(nonce).repeat(32),
      previous: log.origin,
      size: head,
      root: log.tree().root(head),
      logs: [{ origin: log.origin, opening: log.opening }],
    });
  }

  test("is told apart from one that rewrites, and what is missing is counted", async () => {
    const log = await memoryLog(numbered(20));
    const known = await knowing(log, 4, 9, 20);
    const again = await restored(log, 12, 3);
    const { finding, known: after } = await learn(known, await again.shown());
    expect(finding).toMatchObject({ kind: "restored", lost: 8 });
    expect(after.map(({ origin }) => origin)).toEqual([log.origin, again.origin]);
    expect((await learn(after, await again.shown())).kind).toBe("same");
  });

  test("may have been restored twice since, also from one backup", async () => {
    const log = await memoryLog(numbered(20));
    const known = await knowing(log, 8, 20);
    const second = await restored(log, 15, 4);
    const third = await restored(second, 10, 1);
    const openings = [log, second, third].map(({ origin, opening }) => ({ origin, opening }));
    const followed = await learn(known, { ...(await third.shown()), logs: openings });
    expect(followed.finding).toMatchObject({ kind: "restored", lost: 10 });
    const seenSecond = (await learn(known, await second.shown())).known;
    const twin = await restored(log, 15, 2, 2);
    expect((await learn(seenSecond, await twin.shown())).finding).toMatchObject({
      kind: "restored",
      lost: 4,
    });
  });

  test("but changed what was there before is caught", async () => {
    const log = await memoryLog(numbered(20));
    const known = await knowing(log, 5, 9, 20);
    const changed = [...numbered(3), numberedId(77), ...numbered(16, 4)];
    const lying = await memoryLog(changed, {
      reason: "restored",
      number: 2,
      previous: log.origin,
      size: 12,
      root: log.tree().root(12),
    });
    expect(await faultOf(known, await lying.shown())).toEqual(["rewritten", "proven"]);
  });

  test("from a copy without any of it is believed: nothing says otherwise", async () => {
    const log = await memoryLog(numbered(6));
    const known = await knowing(log, 6);
    const old = await memoryLog(numbered(3), {
      reason: "restored",
      opened: 1_795_000_050,
      size: 3,
    });
    expect((await learn(known, await old.shown())).finding).toMatchObject({
      kind: "restored",
      lost: 3,
    });
  });
});

describe("a box that contradicts itself", () => {
  const honest = numbered(20);

  test("by two trees of one size", async () => {
    const log = await memoryLog(honest);
    const known = await knowing(log, 20);
    const other = await memoryLog([...honest.slice(0, 19), numberedId(99)]);
    expect(await faultOf(known, await other.shown())).toEqual(["forked", "proven"]);
  });

  test.each([7, 8, 16, 19])("by another beginning, known at %i", async (size) => {
    const known = await knowing(await memoryLog(honest), size);
    for (const at of [0, size - 1]) {
      const other = honest.map((id, place) => (place === at ? numberedId(99) : id));
      const shown = await (await memoryLog(other)).shown();
      expect(await faultOf(known, shown)).toEqual(["rewritten", "proven"]);
    }
  });

  test("by leaving one out, and closing the gap", async () => {
    const known = await knowing(await memoryLog(honest), 11);
    const other = honest.filter((_, at) => at !== 4);
    const shown = await (await memoryLog(other)).shown();
    expect(await faultOf(known, shown)).toEqual(["rewritten", "proven"]);
  });

  test("by giving no proof, or a false one", async () => {
    const log = await memoryLog(honest);
    const known = await knowing(log, 11);
    const shown = await log.shown();
    const silent = { ...shown, consistency: async () => null };
    expect(await faultOf(known, silent)).toEqual(["unproven", "alleged"]);
    const garbage = { from: 11, to: 20, fromRoot: "x", path: [] };
    const babbling = { ...shown, consistency: async () => garbage };
    expect(await faultOf(known, babbling)).toEqual(["unproven", "alleged"]);
  });

  test("by a shorter record", async () => {
    const log = await memoryLog(honest);
    const known = await knowing(log, 20);
    expect(await faultOf(known, await log.shown(12))).toEqual(["shrunk", "alleged"]);
  });

  test("by another log without a word", async () => {
    const known = await knowing(await memoryLog(honest), 20);
    const other = await memoryLog(honest, { opened: 1_795_000_050 });
    expect(await faultOf(known, await other.shown())).toEqual(["undeclared", "proven"]);
    const lost = await memoryLog(honest, {
      reason: "restored",
      previous: (await memoryLog(honest, { opened: 1 })).origin,
    });
    expect(await faultOf(known, await lost.shown())).toEqual(["undeclared", "alleged"]);
  });

  test("by what it did not sign, or about another community", async () => {
    const log = await memoryLog(honest);
    const known = await knowing(log, 11);
    const shown = await log.shown();
    const unsigned = await memoryLog(honest, { signer: await namedSigner("another") });
    expect(await faultOf(known, await unsigned.shown())).toEqual(["unsigned", "alleged"]);
    const foreign = await memoryLog(honest, { community: "ab".repeat(32) as CommunityId });
    expect(await faultOf(known, await foreign.shown())).toEqual(["unsigned", "alleged"]);
    const malformed = { ...shown, log: { ...shown.log, opening: "x" } };
    expect((await learn(known, malformed)).kind).toBe("fault");
  });

  test("by dropping what it had confirmed", async () => {
    const [log] = await knowing(await memoryLog(honest), 20);
    const operation = { id: numberedId(500), confirmed: 1_795_000_000 };
    const file = encodeEvidenceFile(droppedEvidence(log as KnownLog, operation, about));
    const judged = await verifyEvidenceFile(utf8(file));
    expect([judged.verdict, judged.evidence?.operation]).toEqual(["alleged", operation]);
  });

  test("is not what a witness can make up", async () => {
    const log = await memoryLog(honest);
    const known = await knowing(log, 11);
    const other = await memoryLog([numberedId(99), ...honest.slice(1)]);
    const { finding } = await compare(known, await other.shown(), about);
    if (finding.kind !== "fault") throw new Error("no fault");
    const honestly = { ...finding.evidence, after: (await log.shown()).log };
    const judge = async (evidence: object) =>
      (
        await verifyEvidenceFile(
          utf8(JSON.stringify({ format: "folkmoot-evidence/1", ...evidence })),
        )
      ).verdict;
    expect(await judge(finding.evidence)).toBe("proven");
    expect(await judge(honestly)).toBe("alleged");
    expect(await judge({ ...finding.evidence, boxKey: "AA" })).toBe("invalid");
    expect(await judge({ ...finding.evidence, before: null })).toBe("invalid");
    expect(await judge({ ...finding.evidence, fault: "invented" })).toBe("invalid");
    expect(await judge({})).toBe("invalid");
  });
});

describe("two who were shown a record each", () => {
  const ids = numbered(20);

  test("agree when one is only older", async () => {
    const log = await memoryLog(ids);
    const [mine] = await knowing(log, 12);
    const { consistency } = await log.shown();
    const compared = async (theirs: string) =>
      compareWithOthers(mine as KnownLog, theirs, { consistency, about });
    expect(await compared(await log.checkpoint(12))).toBe("same");
    expect(await compared(await log.checkpoint(5))).toBe("grown");
    expect(await compared(await log.checkpoint(20))).toBe("grown");
    const foreign = await memoryLog(ids, { opened: 1_795_000_050 });
    expect(await compared(await foreign.checkpoint())).toBeNull();
    expect(await compared("nonsense")).toBeNull();
  });

  test.each([8, 12, 17])("find out when they differ, whoever has seen more (%i)", async (size) => {
    const [mine] = await knowing(await memoryLog(ids), 12);
    const other = await memoryLog(ids.map((id, at) => (at === 2 ? numberedId(99) : id)));
    for (const log of [other, await memoryLog(ids)]) {
      const { consistency } = await log.shown();
      const theirs = await other.checkpoint(size);
      const found = await compareWithOthers(mine as KnownLog, theirs, { consistency, about });
      if (found === null || typeof found === "string") throw new Error(`not found: ${found}`);
      expect(["forked", "rewritten", "unproven"]).toContain(found.fault);
      const { verdict } = await verifyEvidenceFile(utf8(encodeEvidenceFile(found)));
      expect(["proven", "alleged"]).toContain(verdict);
    }
  });
});
