import { describe, expect, test } from "bun:test";
import { makeFile } from "../../tests/support/attach.ts";
import { closeTime, DecisionHistory, openedAt } from "../../tests/support/decision-history.ts";
import { decidingPeople, type Voter } from "../../tests/support/decision-people.ts";
import { flipBit, namedSigner } from "../../tests/support/operations.ts";
import { choices, kinds } from "../kinds/index.ts";
import type { OpId } from "../op/index.ts";
import { decodeDecision, encodeDecision, verifyDecision } from "./index.ts";

const people = await decidingPeople("Ribera Alta", 8);
const voters = people.voters as [Voter, Voter, Voter, Voter, Voter, Voter, Voter, Voter];
const { yes, no, block } = choices;

/** Everybody says yes, but the last two. */
async function decided() {
  const history = new DecisionHistory(people);
  const opening = await history.open("modified");
  const said: OpId[] = [];
  for (const [number, voter] of voters.entries()) {
    const body = { proposal: opening.version, choice: number < 6 ? yes : no, revision: 0 };
    said.push((await history.vote(voter, kinds.ballot, body, number)).id);
  }
  return { history, opening, said };
}

const problemsOf = async (bytes: Uint8Array) =>
  (await verifyDecision(bytes)).problems.map(({ code }) => code).sort();

describe("a file", () => {
  test("proves a decision by itself", async () => {
    const { history, opening, said } = await decided();
    await history.receive(said, openedAt + 150);
    const close = await history.close(opening);
    const verdict = await verifyDecision(history.file());
    expect(verdict).toMatchObject({
      ok: true,
      problems: [],
      community: "Ribera Alta",
      title: "A modified question",
      status: "passed",
      close: close.id,
      closedAt: closeTime(opening.question.rules),
      version: opening.version,
      tally: { yes: 6, deciding: 8, counted: 8 },
      checked: { people: 8 },
    });
  });

  test("names the files that were voted on, as their author signed them", async () => {
    const { named } = await makeFile("pipes,120");
    const history = new DecisionHistory(people);
    const opening = await history.open("modified", { attachments: [named] });
    const [voter] = voters;
    if (voter === undefined) throw new Error("Nobody votes.");
    const body = { proposal: opening.version, choice: yes, revision: 0 };
    await history.vote(voter, kinds.ballot, body);
    await history.close(opening);
    expect((await verifyDecision(history.file())).attachments).toEqual([named]);
    // Another name or hash is another text, which nobody signed.
    const file = history.file();
    const at = Buffer.from(file).indexOf(Buffer.from(named.hash, "hex"));
    expect(at).toBeGreaterThan(0);
    file[at] = (file[at] ?? 0) ^ 1;
    expect((await verifyDecision(file)).attachments).toEqual([]);
  });

  test("with a close dated ahead says so, with both times, and leaves the doubt", async () => {
    const { history, opening } = await decided();
    const close = await history.close(opening);
    const dated = closeTime(opening.question.rules);
    const at = async (now?: number) => (await verifyDecision(history.file(), now)).warnings;
    expect(await at(dated)).toEqual([]);
    // Minutes are no doubt: no two clocks agree to the second.
    expect(await at(dated - 300)).toEqual([]);
    const now = dated - 301;
    expect(await at(now)).toEqual([{ code: "dated-ahead", id: close.id, dated, now }]);
    expect((await verifyDecision(history.file(), now)).ok).toBe(true);
    expect(await at()).toEqual([]);
  });

  test("is the same file again when it is written again", async () => {
    const { history, opening } = await decided();
    await history.close(opening);
    const bytes = history.file();
    expect(encodeDecision(decodeDecision(bytes))).toEqual(bytes);
  });

  test("that is cut off anywhere is none", async () => {
    const history = new DecisionHistory(await decidingPeople("alone", 1));
    await history.open("consent");
    const bytes = history.file();
    for (let length = 0; length < bytes.length; length++) {
      expect(verifyDecision(bytes.subarray(0, length))).rejects.toThrow("not a decision");
    }
  });

  test("with any bit turned over proves nothing", async () => {
    const history = new DecisionHistory(await decidingPeople("alone", 1));
    const opening = await history.open("consent");
    const [voter] = history.people.voters as [Voter];
    const body = { proposal: opening.version, choice: yes, revision: 0 };
    await history.vote(voter, kinds.ballot, body);
    await history.close(opening, { time: openedAt + 51 });
    const bytes = history.file();
    expect((await verifyDecision(bytes)).ok).toBe(true);
    for (let bit = 5; bit < bytes.length * 8; bit += 101) {
      const verdict = await verifyDecision(flipBit(bytes, bit)).catch(() => null);
      // The text alone can be missing: nothing depends on it.
      if (verdict?.ok) expect(verdict.title).toBeNull();
    }
  });
});

describe("nobody is believed", () => {
  test("who was not let in", async () => {
    const { history, opening } = await decided();
    const stranger = await namedSigner("stranger");
    await history.say(stranger, kinds.ballot, {
      proposal: opening.version,
      choice: no,
      revision: 0,
    });
    await history.close(opening);
    expect(await problemsOf(history.file())).toEqual(["signature"]);
  });

  test("who opens or closes without being a box", async () => {
    const { history, opening } = await decided();
    const [phone] = voters[3].devices;
    if (phone === undefined) throw new Error("There is no phone.");
    await history.close(opening, { signer: phone });
    expect(await problemsOf(history.file())).toEqual(["no-close", "unknown-closer"]);
  });

  test("who closes too early, or says what the set does not say", async () => {
    const { history, opening } = await decided();
    const seven = [...history.votes.keys()].slice(1);
    await history.close(opening, { votes: seven, time: openedAt + 60 });
    await history.close(opening, { lie: true });
    const verdict = await verifyDecision(history.file());
    expect(verdict.problems.map(({ code }) => code)).toEqual([
      "too-early",
      "wrong-result",
      "no-close",
    ]);
    expect(verdict.status).toBe("open");
  });

  test("who froze something else than was proposed", async () => {
    for (const rules of [{ model: "majority" as const }, { hidden: true }, { options: 2 }]) {
      const history = new DecisionHistory(people);
      // What differs is only in the opening: the proposal says consent.
      const opening = await history.open("consent", { rules, hidden: false, options: 0 });
      await history.close(opening);
      expect(await problemsOf(history.file())).toEqual(["opening-differs"]);
    }
    const { history, opening } = await decided();
    await history.close(opening);
    const versionless = decodeDecision(history.file()).statements.slice(1);
    const file = { ...decodeDecision(history.file()), statements: versionless };
    expect(await problemsOf(encodeDecision(file))).toEqual(["no-version"]);
  });

  test("who names people whom nobody let in", async () => {
    const { history, opening } = await decided();
    await history.close(opening);
    const file = decodeDecision(history.file());
    const fewer = { ...file, people: file.people.slice(0, -4) };
    expect(await problemsOf(encodeDecision(fewer))).toContain("roll-unproven");
    const rootless = { ...file, roots: [] };
    expect(await problemsOf(encodeDecision(rootless))).toContain("root");
    const forged = file.roots.map((root) => ({ ...root, signatures: [] }));
    expect(await problemsOf(encodeDecision({ ...file, roots: forged }))).toContain("root");
    // An enrolment by somebody's invitation, without that invitation.
    const orphan = { ...file, people: file.people.toSpliced(1, 1) };
    expect(await problemsOf(encodeDecision(orphan))).toContain("chain");
  });
});

describe("a ballot that was left out", () => {
  test("and had arrived in time is noticed", async () => {
    const { history, opening, said } = await decided();
    const [missing = said[0] as OpId] = said;
    const others = said.filter((id) => id !== missing);
    const close = await history.close(opening, { votes: others });
    // Without the box's word, nobody knows when it came.
    expect(await problemsOf(history.file())).toEqual([]);
    await history.receive([missing], openedAt + 150);
    const verdict = await verifyDecision(history.file());
    expect(verdict.problems).toEqual([{ code: "left-out", id: missing }]);
    await history.close(opening, { amends: [close.id] });
    expect(await problemsOf(history.file())).toEqual([]);
  });

  test("and came late, or contradicts itself, is none", async () => {
    const { history, opening } = await decided();
    const late = { proposal: opening.version, choice: no, revision: 5 };
    const time = openedAt + 201;
    const [phone] = voters[0].devices;
    if (phone === undefined) throw new Error("There is no phone.");
    const ballot = await history.say(phone, kinds.ballot, late, { time });
    await history.receive([ballot.id], time);
    const again = await history.vote(voters[1], kinds.ballot, { ...late, revision: 9 });
    await history.receive([again.id], openedAt + 60);
    await history.double(voters[1], opening, again);
    await history.close(opening);
    expect(await verifyDecision(history.file())).toMatchObject({
      ok: true,
      tally: { yes: 6, deciding: 8 },
    });
  });

  test("by a receipt that no box signed proves nothing", async () => {
    const { history, opening, said } = await decided();
    await history.close(opening, { votes: said.slice(1) });
    await history.receive(said, openedAt + 150);
    const [receipt] = history.receipts;
    if (receipt === undefined) throw new Error("There is no receipt.");
    history.receipts[0] = flipBit(receipt, receipt.length * 8 - 1);
    expect(await problemsOf(history.file())).toEqual(["receipt"]);
  });
});

describe("the way to a decision", () => {
  test("through a block and its withdrawal", async () => {
    const history = new DecisionHistory(people);
    const opening = await history.open("consensus");
    for (const voter of voters.slice(0, 7)) {
      await history.vote(voter, kinds.ballot, {
        proposal: opening.version,
        choice: yes,
        revision: 0,
      });
    }
    const full = { proposal: opening.version, revision: 0, ranking: [] };
    const { id: reason } = await people.pen.say(voters[7].devices[0] as never, kinds.ballotReason, {
      text: "Rue heals and kills.",
      path: "talk",
    });
    await history.vote(voters[7], kinds.ballotFull, { ...full, choice: block, reason });
    const before = [...history.votes.keys()];
    await history.close(opening);
    expect((await verifyDecision(history.file())).status).toBe("blocked");
    const withdrawn = { proposal: opening.version, choice: choices.standAside, revision: 1 };
    await history.vote(voters[7], kinds.ballot, withdrawn);
    const time = closeTime(opening.question.rules) + 60;
    await history.close(opening, { before, time });
    expect(await verifyDecision(history.file())).toMatchObject({
      ok: true,
      status: "passed",
      stage: 2,
    });
  });

  test("through an amendment: earlier ballots do not count", async () => {
    const { history, opening } = await decided();
    const amended = await history.open("modified", { previous: opening });
    for (const voter of voters) {
      const body = { proposal: amended.version, choice: no, revision: 0 };
      await history.vote(voter, kinds.ballot, body);
    }
    await history.close(amended);
    expect(await verifyDecision(history.file())).toMatchObject({
      ok: true,
      version: amended.version,
      thread: opening.version,
      status: "not_passed",
      tally: { yes: 0, deciding: 8 },
    });
  });
});
