/** What somebody might try to decide alone, over the real HTTP. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  type AttestationBody,
  type CloseBody,
  choices,
  effects,
  kinds,
  type OpeningBody,
} from "../../mesh/kinds/index.ts";
import { deviceIdOf, encodeBatch, generateSigner, type OpId } from "../../mesh/op/index.ts";
import { defaultGovernance, freezeRules, idSetOf, splitIds } from "../../mesh/rules/index.ts";
import { effectOf, plainProposal, propose, vote } from "../support/decide.ts";
import { type DecidingBox, decidingBox, hour } from "../support/deciding-box.ts";
import { postOperations, TestMember } from "../support/member.ts";

let moot: DecidingBox;
let founder: TestMember;
let ana: TestMember;
let bo: TestMember;
let thread: OpId;
let opening: OpId;
beforeEach(async () => {
  moot = await decidingBox(2);
  [founder, ana, bo] = moot.members as [TestMember, TestMember, TestMember];
  const effect = effectOf(effects.groupCreate, { name: "elders" });
  thread = await propose(founder, { effects: [effect] });
  await moot.look();
  opening = (await moot.detail(founder, thread)).opening;
});
afterEach(() => moot.box.close());

const sha256 = (bytes: Uint8Array) =>
  new Uint8Array(new Bun.CryptoHasher("sha256").update(bytes).digest());
const setOf = (ids: readonly string[]) => idSetOf(splitIds(ids), [], sha256);

const groups = async () => {
  const gate = await moot.get<{ groups: object[] }>(founder, "/api/gate");
  return gate.groups;
};

function claim(votes: readonly OpId[], yes: number): CloseBody {
  return {
    opening,
    stage: 1,
    amends: [],
    ballots: setOf(votes),
    outcome: "passed",
    winner: null,
    counts: [0, yes],
  };
}

function openingBy(): OpeningBody {
  const settings = { decision: rules, governance: defaultGovernance };
  const times = { discussionEnds: founder.now(), votingEnds: founder.now() + 1 };
  return {
    thread,
    version: thread,
    previous: opening,
    rules: freezeRules(settings, plainProposal, times),
    topic: "",
    about: [],
    roll: setOf([ana.member]),
    closers: [ana.device],
    stewards: [ana.member],
    stewardThreshold: 1,
  };
}

const rules = {
  quorumPermille: 0,
  approvalPermille: 0,
  discussionHours: 0,
  votingHours: 0,
  graceHours: 0,
  veto: false,
};

test("nobody but a box opens, and nobody but a closer in time closes", async () => {
  const yes = await vote(ana, thread);
  for (const member of [ana, founder]) {
    expect(await member.refusal(kinds.opening, openingBy())).toBe("role");
  }
  expect(await ana.refusal(kinds.close, claim([yes], 1))).toBe("role");
  // The founder is a steward: they close when all boxes are gone, and not before.
  expect(await founder.refusal(kinds.close, claim([yes], 1))).toBe("unlawful-close");
  await moot.pass(145 * hour);
  expect(await founder.refusal(kinds.close, claim([yes], 3))).toBe("unlawful-close");
  expect(await moot.detail(ana, thread)).toMatchObject({ outcome: "not_passed" });
  expect(await groups()).toEqual([]);
});

test("what the box did not sign is no box's word", async () => {
  const signer = await generateSigner({ extractable: false });
  const { boxSigner } = moot.box.box.provisioned;
  const mallory = new TestMember(moot.box, ana.communityId, signer, ana.device);
  const unknown = await mallory.sign(kinds.close, claim([], 0));
  const response = await postOperations(moot.box, encodeBatch([unknown.bytes]));
  expect(await response.json()).toMatchObject({ results: [{ state: "badsig" }] });
  // A stranger's signature beside the box's name.
  const device = await deviceIdOf(boxSigner.publicKey);
  const posing = new TestMember(moot.box, ana.communityId, signer, device);
  const forged = await posing.sign(kinds.close, claim([], 0), { seq: 99 });
  const again = await postOperations(moot.box, encodeBatch([forged.bytes]));
  expect(await again.json()).toMatchObject({ results: [{ state: "badsig" }] });
});

test("who is not on the roll does not count: guests, and who came later", async () => {
  const guest = await TestMember.join(moot.box, (await founder.invite({ role: "guest" })).seed);
  const ballot = { proposal: thread, choice: choices.yes, revision: 1 };
  expect(await guest.refusal(kinds.ballot, ballot)).toBe("role");
  const late = await TestMember.join(moot.box, (await founder.invite()).seed, { name: "Late" });
  expect(await late.refusal(kinds.ballot, ballot)).toBe("not-on-roll");
  const said: AttestationBody = {
    proposal: thread,
    form: "paper",
    entries: [{ member: bo.member, choice: choices.yes }],
    present: [],
    counts: [],
    replaces: null,
  };
  expect(await late.refusal(kinds.attestation, said)).toBe("not-on-roll");
  const attestation = await ana.speak(kinds.attestation, said);
  expect(await ana.refusal(kinds.witness, { attestation })).toBe("not-permitted");
  expect(await late.refusal(kinds.witness, { attestation })).toBe("not-on-roll");
  // One witness is none.
  await founder.speak(kinds.witness, { attestation });
  expect(await moot.detail(ana, thread)).toMatchObject({ counted: 0 });
});

test("a second phone does not make a second voice, and two answers make none", async () => {
  const { seed } = await ana.invite({ purpose: "device" });
  const tablet = await TestMember.join(moot.box, seed);
  tablet.now = ana.now;
  await vote(ana, thread, choices.yes, 1);
  await vote(tablet, thread, choices.no, 1);
  expect(await moot.detail(ana, thread)).toMatchObject({
    counted: 0,
    mine: null,
    void: true,
  });
  await vote(tablet, thread, choices.no, 2);
  expect(await moot.detail(ana, thread)).toMatchObject({
    counted: 1,
    mine: { choice: choices.no },
  });
});

test("two ballots under one number void each other, before the close", async () => {
  const seq = ++ana.seq;
  const said = (choice: number) =>
    ana.sign(kinds.ballot, { proposal: thread, choice, revision: 1 }, { seq });
  const [first, second] = [await said(choices.yes), await said(choices.no)];
  expect((await ana.submit(first))[0]).toMatchObject({ state: "ok", effect: { done: true } });
  expect((await ana.submit(second))[0]).toMatchObject({ state: "fork" });
  await moot.box.box.rebuild();
  await vote(founder, thread);
  await moot.pass(145 * hour);
  expect(await moot.detail(bo, thread)).toMatchObject({ counted: 1, outcome: "not_passed" });
});

test("nobody undoes a result by doubling the ballot that made it", async () => {
  const seq = ++ana.seq;
  const said = (choice: number) =>
    ana.sign(kinds.ballot, { proposal: thread, choice, revision: 1 }, { seq });
  await ana.submit(await said(choices.yes));
  for (const member of [founder, bo]) await vote(member, thread);
  await moot.look();
  expect(await moot.detail(bo, thread)).toMatchObject({ status: "implemented" });
  expect((await ana.submit(await said(choices.no)))[0]).toMatchObject({ state: "fork" });
  await moot.box.box.rebuild();
  await moot.look();
  expect(await moot.detail(bo, thread)).toMatchObject({ status: "implemented" });
  expect(await groups()).toHaveLength(1);
});

test("others amend nothing, withdraw nothing, and speak about no draft", async () => {
  const text = thread;
  const amended = { ...plainProposal, thread, previous: thread, text };
  expect(await ana.refusal(kinds.proposal, amended)).toBe("not-author");
  expect(await ana.refusal(kinds.mark, { thread, mark: "withdrawn" })).toBe("not-author");
  // Said too early, it says nothing when the time comes either.
  const before = (await moot.detail(ana, thread)).status;
  expect(await founder.refusal(kinds.mark, { thread, mark: "implemented" })).toBeNull();
  expect((await moot.detail(ana, thread)).status).toBe(before);
  const draft = await propose(ana, { publish: false });
  const comment = { thread: draft, parent: null, text: "I have seen it." };
  expect(await bo.refusal(kinds.comment, comment)).toBeNull();
  expect((await moot.get<{ comments: object[] }>(ana, `/api/decisions/${draft}`)).comments).toEqual(
    [],
  );
  bo.token = null;
  expect((await bo.fetch(`/api/decisions/${draft}`)).status).toBe(404);
  const { items } = await moot.get<{ items: { thread: OpId }[] }>(bo, "/api/decisions");
  expect(items.map((item) => item.thread)).not.toContain(draft);
  const pulled = await moot.get<{ operations: { id: OpId }[] }>(bo, "/api/ops?limit=500");
  expect(pulled.operations.map(({ id }) => id)).not.toContain(draft);
});
