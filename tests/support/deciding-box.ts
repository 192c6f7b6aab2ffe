/** A community that decides, on a box whose clock the test holds. */
import { systemClock } from "../../appliance/clock.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "./box.ts";
import { type FakeClock, fakeClock } from "./fake-clock.ts";
import { foundedBox, type TestMember } from "./member.ts";

export const hour = 3_600;
export const day = 24 * hour;

export interface DecidingBox {
  readonly clock: FakeClock;
  readonly members: readonly TestMember[];
  box: TestBox;
  /** What the box does about it, now. */
  look(): Promise<void>;
  /** Time passes on the box and on the phones; the box does what is due. */
  pass(seconds: number): Promise<void>;
  /** A proposal as somebody sees it. */
  detail(member: TestMember, thread: OpId): Promise<Detail>;
  get<Answer>(member: TestMember, path: string): Promise<Answer>;
}

export interface Detail {
  readonly status: string;
  readonly stage: number;
  readonly outcome: string | null;
  readonly counted: number;
  readonly discussionEnds: number;
  readonly votingEnds: number;
  readonly closedAt: number | null;
  readonly needs: string | null;
  readonly void: boolean;
  readonly opening: OpId;
  readonly version: OpId;
  readonly mine: { choice: number } | null;
  readonly tally: { outcome: string; yes: number; final: boolean } | null;
  readonly blocks: { member: string; reason: string | null }[];
  readonly closes: { lawful: boolean; outcome: string; stage: number }[];
  readonly effects: { state: string; refusal: string | null }[];
  readonly rollVoted?: string[];
  readonly mediation: { path: string; agreed: string[] }[];
}

/** `people`: beside the founder. */
export async function decidingBox(people: number): Promise<DecidingBox> {
  const clock = fakeClock(Math.floor(systemClock.nowMs() / 1_000));
  const box = await startBox({ clock });
  const { founder, members } = await foundedBox(box, people);
  const everybody = [founder, ...members];
  for (const member of everybody) member.now = () => Math.floor(clock.nowMs() / 1_000);
  const deciding: DecidingBox = {
    clock,
    members: everybody,
    box,
    look: () => deciding.box.box.governance.look(),
    async pass(seconds) {
      clock.pass(seconds);
      await deciding.look();
    },
    detail: (member, thread) => deciding.get<Detail>(member, `/api/decisions/${thread}`),
    get(member, path) {
      // Sessions end long before votes do.
      member.token = null;
      member.box = deciding.box;
      return member.get(path);
    },
  };
  return deciding;
}
