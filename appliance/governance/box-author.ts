/** The box speaks for itself: signed with its own key, one statement after the other. */
import type { Kind } from "../../mesh/kinds/index.ts";
import {
  type CommunityId,
  createOperation,
  type DeviceId,
  deviceIdOf,
  FolkmootError,
  type OpId,
  type Signer,
} from "../../mesh/op/index.ts";
import type { Random } from "../random.ts";
import type { Store } from "../store/index.ts";

export interface BoxAuthorOptions {
  readonly store: Store;
  readonly signer: Signer;
  readonly random: Random;
  readonly communityId: () => CommunityId | null;
  /**
   * When this box was last restored from a copy, in seconds since 1970; 0 for never. What it had
   * said after that copy was made has numbers that it does not know any more. A clock's seconds are
   * beyond them all, as long as a box says less than one thing a second: it goes on from there, and
   * what was lost may come back from wherever it was heard without contradicting it.
   */
  readonly restoredAt: () => Promise<number>;
}

/** Hands in an operation of somebody else in the same breath. */
export type Pass = (wire: Uint8Array) => void;

/** Signs a statement at `time` (seconds since 1970); it is handed in with the others. */
export type Say = <B>(kind: Kind<B>, body: NoInfer<B>, time: number) => Promise<OpId>;

export class BoxAuthor {
  readonly #options: BoxAuthorOptions;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: BoxAuthorOptions) {
    this.#options = options;
  }

  device(): Promise<DeviceId> {
    return deviceIdOf(this.#options.signer.publicKey);
  }

  /**
   * What is said in `speech` is logged together, or not at all. Throws `box-refused` when one of
   * the statements has no effect: the box says nothing that it does not hold to be lawful.
   */
  say(speech: (say: Say, pass: Pass) => Promise<void>): Promise<void> {
    const turn = this.#turn.then(() => this.#speak(speech));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #speak(speech: (say: Say, pass: Pass) => Promise<void>): Promise<void> {
    const { store, signer, random } = this.#options;
    const communityId = this.#options.communityId();
    if (communityId === null) throw new Error("A box speaks in a community.");
    const device = await this.device();
    const restoredAt = await this.#options.restoredAt();
    let seq = Math.max(store.heads().get(device)?.highest ?? 0, restoredAt);
    const wires: Uint8Array[] = [];
    const pass: Pass = (wire) => void wires.push(wire);
    await speech(async (kind, body, time) => {
      seq += 1;
      const encoded = kind.schema.encode(body);
      const statement = { communityId, signer, kind: kind.number, seq, time, body: encoded };
      const made = await createOperation({ ...statement, erasable: !kind.lasting, random });
      wires.push(made.bytes);
      return made.id;
    }, pass);
    if (wires.length === 0) return;
    const results = await store.submit(wires, { carrier: "local" });
    for (const { state, effect } of results) {
      const isKept = state === "ok" || state === "dup";
      if (isKept && effect?.done !== false) continue;
      const why = effect?.done === false ? effect.reason : state;
      throw new FolkmootError("box-refused", `What the box said has no effect: ${why}.`);
    }
  }
}
