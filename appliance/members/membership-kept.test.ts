/** The membership is remembered between questions, and never longer than it is true. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { kinds } from "../../mesh/kinds/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import type { Tx } from "../store/index.ts";
import { membershipOf, membershipSaved } from "./membership.ts";

let box: TestBox;
let rosa: TestMember;
let ana: TestMember;
beforeAll(async () => {
  box = await startBox();
  const { members } = await foundedBox(box, 2);
  [rosa, ana] = members as [TestMember, TestMember];
});
afterAll(() => box.close());

const roleIn = ({ db }: Tx) => membershipOf(db)?.members.get(ana.member)?.role;

/** As an operation does it, in the state and in the rows. */
function makeGuest({ db }: Tx): void {
  const member = membershipOf(db)?.members.get(ana.member);
  if (member === undefined) throw new Error("nobody");
  member.role = "guest";
  const revision = "f".repeat(32);
  db.query("UPDATE members_member SET role = 'guest' WHERE id = unhex(?)").run(ana.member);
  db.query("UPDATE members_revision SET op = ?").run(revision);
  membershipSaved(db, revision);
}

test("what is taken back within a turn is not believed in the rest of it", async () => {
  const { store } = box.box;
  const seen: unknown[] = [];
  const before = store.write((tx) => seen.push(roleIn(tx)));
  const takenBack = store.write((tx) => {
    makeGuest(tx);
    seen.push(roleIn(tx));
    throw new Error("no");
  });
  const after = store.write((tx) => seen.push(roleIn(tx), roleIn(tx)));
  await Promise.allSettled([before, takenBack, after]);
  expect(seen).toEqual(["member", "guest", "member", "member"]);
  await expect(takenBack).rejects.toThrow("no");
});

test("what is saved holds from then on, for the writer at once and for readers once stored", async () => {
  const { store } = box.box;
  const readersRole = () => membershipOf(store.db)?.members.get(ana.member)?.role;
  expect(readersRole()).toBe("member");
  const seen: unknown[] = [];
  await store.write((tx) => {
    seen.push(roleIn(tx));
    makeGuest(tx);
    seen.push(roleIn(tx), readersRole());
  });
  expect(seen).toEqual(["member", "guest", "member"]);
  // Readers hear of what operations change.
  await rosa.speak(kinds.question, { text: "Who?", lang: "en", audience: "members" });
  expect(readersRole()).toBe("guest");
  expect(await store.write(roleIn)).toBe("guest");
});
