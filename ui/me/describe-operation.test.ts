import { expect, test } from "bun:test";
import { type Kind, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import type { OwnOperation } from "../offline/index.ts";
import { wordsOf } from "./describe-operation.ts";

let said = 0;

/** An own operation; only what matters to what it is called. */
function say(kind: Kind<unknown>, body: Record<string, unknown> | null): OwnOperation {
  said += 1;
  const id = said.toString(16).padStart(32, "0") as OpId;
  return { id, seq: said, kind: kind.number, body } as unknown as OwnOperation;
}

test("an entry says its own words", () => {
  for (const [kind, body] of [
    [kinds.item, { title: "Pump", text: "x" }],
    [kinds.comment, { thread: "0".repeat(32), text: "Pump" }],
    [kinds.profile, { name: "Pump" }],
    [kinds.emergency, { level: "severe", reason: "Pump", hours: 6 }],
  ] as const) {
    expect(wordsOf(say(kind, body), [])).toBe("Pump");
  }
});

test("a proposal and what follows on it are called by its title, never by an id", () => {
  const text = say(kinds.proposalText, { title: "A new pump", body: "" });
  const proposal = say(kinds.proposal, { text: text.id, thread: null, topic: "water" });
  const ballot = say(kinds.ballotFull, { proposal: proposal.id, reason: null });
  const mark = say(kinds.mark, { thread: proposal.id, mark: "withdrawn" });
  const own = [text, proposal, ballot, mark];
  expect(own.map((op) => wordsOf(op, own))).toEqual(Array(4).fill("A new pump"));
  expect(wordsOf(proposal, [proposal])).toBeNull();
});

test("what is signed about somebody else's proposal is called by its title, where it is known", () => {
  const version = "0b".repeat(16);
  const titles = new Map([[version, "A new pump"]]);
  const ballot = say(kinds.ballot, { proposal: version, choice: 1, revision: 1 });
  const reason = say(kinds.ballotReason, { text: "Too dear", path: null });
  const full = say(kinds.ballotFull, { proposal: version, reason: reason.id });
  const erased = say(kinds.ballot, { proposal: "0c".repeat(16), choice: 1, revision: 1 });
  const own = [ballot, reason, full, erased];
  expect(own.map((op) => wordsOf(op, own, titles))).toEqual([
    "A new pump",
    "Too dear",
    "Too dear",
    null,
  ]);
  expect(wordsOf(ballot, own, new Map([[version, ""]]))).toBeNull();
});

test("what others said, what was erased and codes are no words", () => {
  const report = say(kinds.itemReport, { item: "0".repeat(32), reason: "spam", text: "" });
  const erased = say(kinds.proposalText, null);
  const proposal = say(kinds.proposal, { text: erased.id });
  const own = [report, erased, proposal];
  expect(own.map((op) => wordsOf(op, own))).toEqual([null, null, null]);
});
