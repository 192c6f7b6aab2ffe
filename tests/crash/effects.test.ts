/** A whole box, killed while it closes votes and obeys them: what passed has happened once. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { membershipOf } from "../../appliance/members/index.ts";
import type { Store } from "../../appliance/store/index.ts";
import { type BodyOf, effects, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { effectOf, signProposal } from "../support/decide.ts";
import { foundedBox, type MadeOperation, type TestMember } from "../support/member.ts";

const rounds = 20;
const main = join(import.meta.dir, "..", "..", "appliance", "main.ts");

type Entry = BodyOf<typeof kinds.proposal>["effects"][number];

/** Each may happen once only: money that is spent again is written down again. */
function planned(number: number): Entry[] {
  const entry = { cents: 100, currency: "EUR", direction: "out", payee: "" } as const;
  return [
    effectOf(effects.budgetEntry, { what: `Rope ${number}`, ...entry }),
    effectOf(effects.groupCreate, { name: `group ${number}` }),
    // By then it exists: what cannot take place is recorded once as well.
    effectOf(effects.groupCreate, { name: `group ${number}` }),
  ];
}

/** Two phones that decide one thing after the other, and send again what got no answer. */
class Deciders {
  readonly proposals: OpId[] = [];
  readonly #people: readonly TestMember[];
  #unanswered: [TestMember, MadeOperation][] = [];

  constructor(people: readonly TestMember[]) {
    this.#people = people;
  }

  /** Until the box is gone. */
  async decide(answered: () => void): Promise<void> {
    for (;;) {
      await this.#next();
      if (!(await this.finish(answered))) return;
    }
  }

  /** Sends what has no answer yet; says whether the box was there for all of it. */
  async finish(answered: () => void): Promise<boolean> {
    for (;;) {
      const [next] = this.#unanswered;
      if (next === undefined) return true;
      const [member, made] = next;
      const results = await member.submit(made).catch((error: Error) => {
        if (error.message.startsWith("refused")) throw error;
        return null;
      });
      if (results === null) return false;
      expect(["ok", "dup"]).toContain(results[0]?.state ?? "nothing");
      this.#unanswered.shift();
      answered();
    }
  }

  async #next(): Promise<void> {
    if (this.#unanswered.length > 0) return;
    const [author] = this.#people;
    if (author === undefined) throw new Error("nobody decides");
    const made = await signProposal(author, { effects: planned(this.proposals.length) });
    const proposal = made.at(-1)?.id as OpId;
    this.proposals.push(proposal);
    const ballot = { proposal, choice: 1, revision: 1 };
    this.#unanswered = made.map((each) => [author, each]);
    for (const member of this.#people) {
      this.#unanswered.push([member, await member.sign(kinds.ballot, ballot)]);
    }
  }
}

/** Starts the box as people do, and pulls the plug while it is deciding. */
async function round({ dir, box, fetch }: TestBox, deciders: Deciders): Promise<void> {
  const ports = ["--port", String(box.ports?.https), "--http-port", String(box.ports?.http)];
  const child = Bun.spawn(
    [process.execPath, main, "start", "--data", dir, "--host", "127.0.0.1", ...ports],
    { stdio: ["ignore", "ignore", "ignore"] },
  );
  const isUp = () =>
    fetch("/api/community").then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isUp())) {
    if (child.exitCode !== null) throw new Error(`The box ended by itself: ${child.exitCode}`);
    await Bun.sleep(20);
  }
  // The fourth answer is to the last ballot: the box closes, obeys and answers at once.
  let left = 4 * (1 + Math.floor(Math.random() * 2)) - (Math.random() < 0.3 ? 1 : 0);
  const due = Promise.withResolvers<void>();
  const deciding = deciders.decide(() => {
    left -= 1;
    if (left === 0) due.resolve();
  });
  await Promise.race([due.promise, deciding]);
  await Bun.sleep(Math.random() * 4);
  child.kill("SIGKILL");
  await Promise.all([child.exited, deciding]);
}

/** Every row of the rooms that decide and are decided about. */
function tables({ db }: Store): Record<string, unknown[]> {
  const names = db
    .query<{ name: string }, []>(
      `SELECT name FROM sqlite_master WHERE type = 'table'
       AND (name GLOB 'governance_*' OR name GLOB 'members_*') ORDER BY name`,
    )
    .all();
  return Object.fromEntries(
    names.map(({ name }) => [name, db.query<object, []>(`SELECT * FROM ${name}`).all()]),
  );
}

test(`${rounds} × kill -9 while deciding: every effect has happened exactly once`, async () => {
  const before = await startBox();
  const { founder, members } = await foundedBox(before, 1);
  const people = [founder, ...members];
  const deciders = new Deciders(people);
  await before.box.close();
  for (let number = 0; number < rounds; number++) await round(before, deciders);

  const box = await startBox({ dir: before.dir });
  for (const member of people) member.box = box;
  await deciders.finish(() => undefined);
  await box.box.governance.look();
  const { proposals } = deciders;
  expect(proposals.length).toBeGreaterThan(rounds);
  const { store } = box.box.governance;
  const recorded = store.db
    .query<{ thread: string; number: number; refusal: string | null }, []>(
      `SELECT lower(hex(thread)) AS thread, number, refusal FROM governance_effect
       ORDER BY thread, number`,
    )
    .all();
  const once = [null, null, "exists"].map((refusal, number) => ({ number, refusal }));
  const expected = proposals.flatMap((thread) => once.map((each) => ({ thread, ...each })));
  expect(recorded).toEqual(expected.sort((a, b) => (a.thread < b.thread ? -1 : 1)));
  const { settings, groups } = membershipOf(store.db) ?? {};
  const spent = settings?.register.budget.map(({ decision }) => decision) ?? [];
  expect(spent.toSorted()).toEqual(proposals.toSorted());
  expect(groups?.size).toBe(proposals.length);
  const kept = tables(store);
  await box.box.rebuild();
  expect(tables(store)).toEqual(kept);
  await box.close();
}, 240_000);
