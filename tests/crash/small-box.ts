/** The real store with one small room: a table that counts how often each operation was applied. */

import { systemClock } from "../../appliance/clock.ts";
import { systemRandom } from "../../appliance/random.ts";
import {
  type Authority,
  openStore,
  type Projection,
  type Store,
  type StoreOptions,
} from "../../appliance/store/index.ts";
import { type BodyOf, kinds } from "../../mesh/kinds/index.ts";
import {
  createOperation,
  generateSigner,
  type OpId,
  type Signer,
  toCommunityId,
  toMemberId,
} from "../../mesh/op/index.ts";

export const communityId = toCommunityId("c0".repeat(32));

const seen: Projection = {
  name: "seen",
  version: 1,
  schema: [
    "CREATE TABLE seen (id TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE asked (position INTEGER PRIMARY KEY, text TEXT)",
  ],
  tables: ["seen", "asked"],
  apply: {
    [kinds.enrol.number]: () => ({ done: true }),
    [kinds.ballot.number]: (op, { db }) => {
      db.query(
        "INSERT INTO seen VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET times = times + 1",
      ).run((op as { id: OpId }).id);
      return { done: true };
    },
    [kinds.question.number]: (op, { db }) => {
      const { id, position, body } = op as {
        id: OpId;
        position: number;
        body: BodyOf<typeof kinds.question> | null;
      };
      db.query(
        "INSERT INTO seen VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET times = times + 1",
      ).run(id);
      db.query("INSERT INTO asked VALUES (?, ?)").run(position, body?.text ?? null);
      return { done: true };
    },
  },
};

const authority: Authority = {
  introducedKey: ({ kind, body }) =>
    kind === kinds.enrol.number ? (body as BodyOf<typeof kinds.enrol>).device : null,
  introduce: () => true,
  standing: ({ author }) => ({
    member: toMemberId(`${author}${author}`),
    roles: new Set(["member"]),
  }),
};

export function openSmallBox(
  dir: string,
  trial: StoreOptions["trial"] = {},
  migrations: StoreOptions["migrations"] = [],
): Promise<Store> {
  return openStore({
    dir,
    communityId: () => communityId,
    clock: systemClock,
    random: systemRandom,
    projections: [seen],
    authority,
    migrations,
    trial,
  });
}

export interface Signed {
  readonly id: OpId;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Signs enrolment, ballots and questions of some length, one number after the other. */
export class Phone {
  readonly #signer: Signer;
  #seq = 0;

  private constructor(signer: Signer) {
    this.#signer = signer;
  }

  static async make(): Promise<Phone> {
    return new Phone(await generateSigner({ extractable: false }));
  }

  enrol(): Promise<Signed> {
    const device = this.#signer.publicKey;
    return this.#sign(
      kinds.enrol,
      kinds.enrol.schema.encode({
        device,
        authority: "founder",
        invite: null,
        proof: new Uint8Array(64),
      }),
    );
  }

  ask(chars: number): Promise<Signed> {
    const text = `${this.#seq} `.padEnd(chars, "how does the water come to the upper fields? ");
    const body = { text, lang: "en", audience: "members" } as const;
    return this.#sign(kinds.question, kinds.question.schema.encode(body));
  }

  vote(): Promise<Signed> {
    const proposal = "ab".repeat(16) as OpId;
    const body = { proposal, choice: 1, revision: 0 };
    return this.#sign(kinds.ballot, kinds.ballot.schema.encode(body));
  }

  #sign(
    { number: kind, lasting }: { number: number; lasting: boolean },
    body: ReturnType<typeof kinds.ballot.schema.encode>,
  ): Promise<Signed> {
    this.#seq += 1;
    return createOperation({
      communityId,
      signer: this.#signer,
      kind,
      seq: this.#seq,
      time: 1_790_000_000,
      body,
      erasable: !lasting,
      random: systemRandom,
    });
  }
}

/** Ids as the database has them, each as often as it is there. */
export function countById(rows: readonly { id: Uint8Array }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { id } of rows) {
    const hex = Buffer.from(id).toString("hex");
    counts.set(hex, (counts.get(hex) ?? 0) + 1);
  }
  return counts;
}
