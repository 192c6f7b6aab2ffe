import { afterEach, beforeEach, expect, test } from "bun:test";
import { type AttestationBody, choices, kinds, optionChoice } from "../../mesh/kinds/index.ts";
import { propose, vote } from "../../tests/support/decide.ts";
import { type DecidingBox, decidingBox, hour } from "../../tests/support/deciding-box.ts";
import type { TestMember } from "../../tests/support/member.ts";

let moot: DecidingBox;
let founder: TestMember;
let ana: TestMember;
let bo: TestMember;
let cai: TestMember;
let dan: TestMember;
beforeEach(async () => {
  moot = await decidingBox(4);
  [founder, ana, bo, cai, dan] = moot.members as [
    TestMember,
    TestMember,
    TestMember,
    TestMember,
    TestMember,
  ];
});
afterEach(() => moot.box.close());

interface Sums {
  counted: number;
  mine: { by: string; via: string | null } | null;
  tally: { yes: number; own: number; delegated: number; attested: { paper: number } };
  attestations: { counted: boolean; why: string | null; witnesses: string[] }[];
}

test("a delegated vote is shown apart, and one's own word goes before it", async () => {
  const thread = await propose(founder, { topic: "garden" });
  await moot.look();
  await bo.speak(kinds.delegate, { topic: "garden", to: ana.member, revision: 1 });
  await vote(ana, thread);
  const path = `/api/decisions/${thread}`;
  expect(await moot.get<Sums>(bo, path)).toMatchObject({
    counted: 2,
    mine: { by: "delegation", via: ana.member },
    tally: { yes: 2, own: 1, delegated: 1 },
  });
  expect(await moot.get(ana, "/api/delegations")).toMatchObject({
    mine: [],
    toMe: [{ member: bo.member, topic: "garden" }],
  });
  await vote(bo, thread, choices.no);
  expect(await moot.get<Sums>(bo, path)).toMatchObject({ tally: { yes: 1, delegated: 0 } });
  await bo.speak(kinds.delegate, { topic: "garden", to: null, revision: 2 });
  expect(await moot.get(bo, "/api/delegations")).toMatchObject({ mine: [{ to: null }] });
});

test("paper ballots count with two witnesses, and are shown apart", async () => {
  const thread = await propose(founder);
  await moot.look();
  const paper: AttestationBody = {
    proposal: thread,
    form: "paper",
    entries: [{ member: dan.member, choice: choices.yes }],
    present: [],
    counts: [],
    replaces: null,
  };
  const attestation = await ana.speak(kinds.attestation, paper);
  await bo.speak(kinds.witness, { attestation });
  const path = `/api/decisions/${thread}`;
  expect(await moot.get<Sums>(founder, path)).toMatchObject({
    counted: 0,
    attestations: [{ counted: false, why: "no-witnesses", witnesses: [bo.member] }],
  });
  await cai.speak(kinds.witness, { attestation });
  expect(await moot.get<Sums>(dan, path)).toMatchObject({
    counted: 1,
    mine: { by: "paper" },
    attestations: [{ counted: true, why: null }],
    tally: { attested: { paper: 1 } },
  });
  // Four who vote themselves and one on paper: nobody is missing.
  for (const member of [founder, ana, bo, cai]) await vote(member, thread);
  await moot.look();
  expect(await moot.get<Sums>(dan, path)).toMatchObject({ status: "passed", counted: 5 });
});

test("a poll has a winner, and a tie has none", async () => {
  const text = { options: ["Green", "Red"] };
  const poll = await propose(founder, { model: "poll", options: 2, text });
  const tie = await propose(founder, { model: "poll", options: 2, text });
  await moot.look();
  for (const [at, member] of [founder, ana, bo].entries()) {
    await vote(member, poll, optionChoice + (at === 0 ? 0 : 1));
  }
  for (const [at, member] of [founder, ana, bo, cai].entries()) {
    await vote(member, tie, optionChoice + (at % 2));
  }
  await moot.pass(145 * hour);
  const look = (thread: string) => moot.get(dan, `/api/decisions/${thread}`);
  expect(await look(poll)).toMatchObject({ status: "passed", winner: 1 });
  expect(await look(tie)).toMatchObject({ status: "not_passed", winner: null });
});
