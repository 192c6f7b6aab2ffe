import { afterEach, beforeEach, expect, test } from "bun:test";
import { choices, effects, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { effectOf, plainProposal, plainText, propose, vote } from "../../tests/support/decide.ts";
import { type DecidingBox, decidingBox, hour } from "../../tests/support/deciding-box.ts";
import type { TestMember } from "../../tests/support/member.ts";

let moot: DecidingBox;
let founder: TestMember;
let ana: TestMember;
let bo: TestMember;
beforeEach(async () => {
  moot = await decidingBox(3);
  [founder, ana, bo] = moot.members as [TestMember, TestMember, TestMember];
});
afterEach(() => moot.box.close());

async function block(member: TestMember, proposal: OpId, revision = 1): Promise<OpId> {
  const reason = await member.speak(kinds.ballotReason, {
    text: "This water is not ours to give.",
    path: "mediator",
  });
  const body = { proposal, choice: choices.block, revision, reason, ranking: [] };
  return member.speak(kinds.ballotFull, body);
}

/** Everybody says yes but for Bo, who blocks. */
async function blocked(model: "modified" | "consensus" = "modified"): Promise<OpId> {
  const effect = effectOf(effects.groupCreate, { name: "elders" });
  const thread = await propose(founder, { model, effects: [effect] });
  await block(bo, thread);
  for (const member of moot.members) if (member !== bo) await vote(member, thread);
  await moot.look();
  return thread;
}

test("a block really stops: nothing happens, and people talk", async () => {
  const thread = await blocked();
  const detail = await moot.detail(bo, thread);
  expect(detail).toMatchObject({
    status: "blocked",
    outcome: "blocked",
    needs: "mediate",
    effects: [{ state: "planned" }],
    blocks: [{ member: bo.member, reason: "This water is not ours to give." }],
  });
  expect(await moot.detail(ana, thread)).toMatchObject({ needs: null });
  const agree = { opening: detail.opening, path: "mediator", state: "agree" } as const;
  await bo.speak(kinds.mediation, agree);
  await founder.speak(kinds.mediation, agree);
  expect(await ana.refusal(kinds.mediation, agree)).toBe("not-permitted");
  const [way] = (await moot.detail(ana, thread)).mediation;
  expect(way?.path).toBe("mediator");
  expect(new Set(way?.agreed)).toEqual(new Set([bo.member, founder.member]));
  // Only who blocked has anything left to say.
  expect(await ana.refusal(kinds.ballot, { proposal: thread, choice: 3, revision: 2 })).toBe(
    "too-late",
  );
});

test("a block that is withdrawn lets it pass at once", async () => {
  const thread = await blocked();
  await vote(bo, thread, choices.standAside, 2);
  await moot.look();
  expect(await moot.detail(ana, thread)).toMatchObject({
    status: "implemented",
    stage: 2,
    effects: [{ state: "applied" }],
    closes: [
      { lawful: true, outcome: "blocked", stage: 1 },
      { lawful: true, outcome: "passed", stage: 2 },
    ],
  });
});

test("a block that stays has the consequence that was frozen", async () => {
  const byConsensus = await blocked("consensus");
  await moot.pass(168 * hour - 1);
  expect(await moot.detail(ana, byConsensus)).toMatchObject({ status: "blocked" });
  await moot.pass(1);
  expect(await moot.detail(ana, byConsensus)).toMatchObject({
    status: "not_passed",
    effects: [{ state: "planned" }],
  });
  // Three of four are not the nine of ten that it takes against a block.
  const modified = await blocked("modified");
  await moot.pass(168 * hour);
  expect(await moot.detail(ana, modified)).toMatchObject({ status: "not_passed" });
});

test("an amendment opens a new vote, and shows whose ballot is void", async () => {
  const thread = await blocked();
  const text = await founder.speak(kinds.proposalText, { ...plainText, title: "Without the well" });
  const amended = { ...plainProposal, thread, previous: thread, text };
  expect(await ana.refusal(kinds.proposal, amended)).toBe("not-author");
  const version = await founder.speak(kinds.proposal, amended);
  await moot.look();
  expect(await moot.detail(ana, thread)).toMatchObject({
    version,
    status: "discussion",
    counted: 0,
    void: true,
    needs: "again",
    mine: null,
    effects: [],
  });
  expect(await ana.refusal(kinds.ballot, { proposal: thread, choice: 1, revision: 2 })).toBe(
    "cast-on-earlier-version",
  );
  for (const member of moot.members) await vote(member, version);
  await moot.look();
  expect(await moot.detail(ana, thread)).toMatchObject({ status: "passed", counted: 4 });
});

test("nobody blocks what is about themselves, or without a reason", async () => {
  const effect = effectOf(effects.roleGrant, { member: bo.member, role: "moderator" });
  const thread = await propose(founder, { effects: [effect] });
  await block(bo, thread);
  await vote(ana, thread, choices.block);
  for (const member of moot.members) {
    if (member !== bo && member !== ana) await vote(member, thread);
  }
  await moot.look();
  const detail = await moot.detail(ana, thread);
  expect(detail).toMatchObject({ status: "not_passed", blocks: [], tally: { yes: 2 } });
});

test("hidden results are hidden until the close, also from who pulls the log", async () => {
  const thread = await propose(founder, { hidden: true });
  await moot.look();
  const ballot = await vote(ana, thread, choices.no);
  const pulled = async (member: TestMember) => {
    const page = await moot.get<{ operations: { id: OpId }[] }>(member, "/api/ops?limit=500");
    return page.operations.map(({ id }) => id);
  };
  const proof = async (member: TestMember) =>
    (await member.fetch(`/api/audit/proof/${ballot}`)).status === 403;
  expect(await moot.detail(bo, thread)).toMatchObject({ tally: null, blocks: [], counted: 1 });
  expect((await moot.detail(bo, thread)).rollVoted).toBeUndefined();
  expect((await moot.detail(founder, thread)).rollVoted).toEqual([ana.member]);
  expect(await pulled(bo)).not.toContain(ballot);
  expect(await pulled(ana)).toContain(ballot);
  expect(await proof(bo)).toBe(true);
  expect((await bo.fetch(`/api/decisions/${thread}/export`)).status).toBe(409);
  for (const member of moot.members) if (member !== ana) await vote(member, thread);
  await moot.look();
  expect(await moot.detail(bo, thread)).toMatchObject({ tally: { final: true } });
  expect(await pulled(bo)).toContain(ballot);
  expect(await proof(bo)).toBe(false);
});

test("whoever facilitates sees who has not been heard", async () => {
  const thread = await propose(founder);
  await moot.look();
  await ana.speak(kinds.comment, { thread, parent: null, text: "What does it cost?" });
  await vote(bo, thread);
  const heard = await moot.get(founder, `/api/decisions/${thread}/heard`);
  const [, , , last] = moot.members;
  expect(heard).toMatchObject({ spoke: [ana.member], voted: [bo.member] });
  expect((heard as { silent: string[] }).silent.sort()).toEqual(
    [founder.member, last?.member ?? ""].sort(),
  );
  bo.token = null;
  expect((await bo.fetch(`/api/decisions/${thread}/heard`)).status).toBe(403);
});
