import { expect, test } from "bun:test";
import { choices, kinds } from "../../mesh/kinds/index.ts";
import { type OpId, toOpId } from "../../mesh/op/index.ts";
import type { OwnOperation } from "../offline/index.ts";
import { latestVote, saidHere, stillNeeded } from "./my-vote.ts";

const id = (digit: string): OpId => toOpId(digit.repeat(32));
const counted = { choice: choices.yes, revision: 1, by: "own" as const, ballot: id("a") };

function own(choice: number, revision: number, state: OwnOperation["state"]): OwnOperation {
  const body = { proposal: id("f"), choice, revision };
  const kind = kinds.ballot.number;
  return { id: id("b"), kind, body, state, reason: null, seq: 1, time: 0 } as never;
}

test("what the box counts is shown until this phone said something newer", () => {
  expect(latestVote(counted, [])).toMatchObject({ choice: choices.yes, op: null });
  expect(latestVote(counted, [own(choices.yes, 1, "done")])?.op).toBeNull();
  const changed = latestVote(counted, [own(choices.no, 2, "queued")]);
  expect(changed).toMatchObject({ choice: choices.no, revision: 2 });
  expect(changed?.op?.state).toBe("queued");
});

test("a vote that only this phone knows is shown with what became of it", () => {
  expect(latestVote(null, [own(choices.block, 1, "no-effect")])?.op?.state).toBe("no-effect");
  expect(latestVote(null, [])).toBeNull();
});

test("a vote that somebody else cast in one's place gives way to one's own", () => {
  const given = { ...counted, revision: null, by: "delegation" as const };
  expect(latestVote(given, [])).toMatchObject({ by: "delegation", revision: 0 });
  expect(latestVote(given, [own(choices.no, 1, "sent")])).toMatchObject({ by: "own" });
});

test("what one has voted on needs one no more, unless the vote came to nothing", () => {
  const row = (needs: string, version: OpId) => ({ needs, version, mine: null });
  const rows = [row("vote", id("f")), row("again", id("e")), row("block", id("f"))];
  const list = { items: rows, next: null, needs: { vote: 5, discuss: 0, block: 1, review: 0 } };
  const after = (state: OwnOperation["state"]) =>
    stillNeeded(list as never, [own(choices.yes, 1, state)]);
  expect(after("queued").items).toEqual(rows.slice(1) as never);
  expect(after("queued").needs).toEqual({ ...list.needs, vote: 4 });
  expect(after("done").needs.vote).toBe(4);
  expect(after("no-effect")).toEqual(list as never);
});

test("what was signed about a proposal is found, whichever way it names it", () => {
  const here = { thread: id("f"), version: id("e"), opening: id("d") };
  const about = (body: object | null) => ({ ...own(choices.yes, 1, "queued"), body }) as never;
  const comment = about({ thread: id("f") });
  const witnessed = about({ proposal: id("e") });
  const mediation = about({ opening: id("d") });
  const others = [about({ thread: id("c") }), about({ text: "elsewhere" }), about(null)];
  expect(saidHere(here, [comment, ...others, witnessed, mediation])).toEqual([
    comment,
    witnessed,
    mediation,
  ]);
  // What is not open has no opening: nothing else that names none belongs to it.
  expect(saidHere({ ...here, opening: null }, [about({ opening: null })])).toEqual([]);
});
