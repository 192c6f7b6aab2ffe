/** `start --demo`: a lived-in sample community, made of real signed operations. */
import {
  type CommunityId,
  deviceIdOf,
  FolkmootError,
  type OpId,
  type PublicKey,
} from "../../mesh/op/index.ts";
import type { Governance } from "../governance/index.ts";
import type { Store, Submission } from "../store/index.ts";
import { DemoLog, DemoSeed } from "./author.ts";
import { type DemoDeciding, decideTogether, settleIn } from "./decisions.ts";
import { type DemoEntry, openDoors } from "./entries.ts";
import { liveOn } from "./everyday.ts";
import { foundDemo } from "./founding.ts";
import { shelve } from "./library.ts";
import { founder } from "./people.ts";

export { corpusItems } from "./corpus.ts";
export type { DemoEntry } from "./entries.ts";
export { eldersGroup } from "./people.ts";

export interface DemoOptions {
  /** Open; empty, or with the sample community in it. */
  readonly store: Store;
  /** Founds a community as POST /api/found does, the code aside. */
  readonly found: (root: Uint8Array, operations: readonly Uint8Array[]) => Promise<unknown>;
  /** The community of this box; null before the founding. */
  readonly communityId: () => CommunityId | null;
  readonly boxKey: PublicKey;
  readonly governance: Governance;
  readonly attachments: DemoDeciding["attachments"];
  /** Seconds since 1970. */
  readonly now: number;
  readonly seed?: string;
  /** `knowledge`: without questions, labels and conflicts, for measuring. */
  readonly extent?: "everything" | "knowledge";
  /** Told which item came of which line of the corpus. */
  readonly onItem?: (corpusId: string, item: OpId) => void;
}

/** Operations that are submitted together: enough to share a commit, few enough to breathe. */
const batchSize = 100;

/**
 * Opens the sample community: makes it in an empty box, once, and returns the links into it.
 * Throws `not-a-demo` in a box where another community lives.
 */
export async function seedDemo(options: DemoOptions): Promise<DemoEntry[]> {
  const { store, communityId, now } = options;
  const seed = new DemoSeed(options.seed ?? "ribera-alta");
  if (communityId() === null) await fill(options, seed);
  const community = communityId();
  const { publicKey } = await seed.signer(`device of ${founder}`);
  if (community === null || store.publicKey(await deviceIdOf(publicKey)) === null) {
    throw new FolkmootError("not-a-demo", "Another community lives in this data folder.", {
      hint: "Start the demo with a folder of its own: --demo --data ./data-demo",
      status: 409,
    });
  }
  return openDoors(store, new DemoLog(community, seed), seed, now);
}

async function fill(options: DemoOptions, seed: DemoSeed): Promise<void> {
  const { store, found, governance, attachments, boxKey, now, extent, onItem } = options;
  const community = await foundDemo({ seed, boxKey, now });
  const { log, root, members } = community;
  await found(root, log.take());
  const deciding = { store, governance, attachments, community, now };
  await settleIn(deciding);
  const shelf = await shelve(members, now);
  for (const [id, { item }] of shelf) onItem?.(id, item);
  if (extent !== "knowledge") await liveOn(members, shelf, now);
  const wires = log.take();
  for (let at = 0; at < wires.length; at += batchSize) {
    check(await store.submit(wires.slice(at, at + batchSize), { carrier: "local" }));
  }
  if (extent !== "knowledge") await decideTogether(deciding);
}

/** The sample is made by the same rules as everything else; if one refuses, it must be mended. */
function check(submissions: readonly Submission[]): void {
  for (const { state, effect } of submissions) {
    if (state === "ok" && effect?.done !== false) continue;
    const why = effect?.done === false ? effect.reason : state;
    throw new Error(`The sample community says something without effect: ${why}`);
  }
}
