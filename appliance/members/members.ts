/** The room's service: who is a member, who may read, how one becomes either. */
import type { CommunityId, DeviceId, PublicKey } from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import type { Random } from "../random.ts";
import type { Store } from "../store/index.ts";
import { readerOf } from "./directory.ts";
import { createFounding, type Founding } from "./founding.ts";
import { readIdentity } from "./identity.ts";
import { watchMembership } from "./membership.ts";
import { type Reader, Sessions } from "./sessions.ts";
import { createTypedCodes, type TypedCodes } from "./typed-codes.ts";

/** What a founding starts from: folkmoot.yml has no say in it afterwards. */
export interface FoundingDefaults {
  readonly languages: readonly string[];
  readonly decision: {
    readonly quorumPermille: number;
    readonly approvalPermille: number;
    readonly discussionHours: number;
    readonly votingHours: number;
    readonly graceHours: number;
    readonly veto: boolean;
  };
}

export interface MembersOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly boxKey: PublicKey;
  readonly version: string;
  readonly defaults: FoundingDefaults;
  readonly foundingCode: () => Uint8Array | null;
  readonly forgetFoundingCode: () => void;
}

export interface Members {
  readonly options: MembersOptions;
  readonly store: Store;
  readonly sessions: Sessions;
  readonly codes: TypedCodes;
  readonly founding: Founding;
  /** Null before the founding. */
  communityId(): CommunityId | null;
  /** What a device's member is and may read now; null when it may read nothing. */
  reader(device: DeviceId): Reader | null;
  close(): void;
}

// Revocations end sessions at their commit; this only finds those that ran out.
const sweepMs = 5_000;

export function createMembers(options: MembersOptions): Members {
  const { store, clock, random } = options;
  const communityId = () => readIdentity(store.db);
  const reader = (device: DeviceId) => readerOf(store.db, device);
  const publicKey = (device: DeviceId) => store.publicKey(device);
  const sessions = new Sessions({ clock, random, communityId, publicKey, reader });
  const stopListening = watchMembership(store, () => sessions.sweep());
  const timer = setInterval(() => sessions.sweep(), sweepMs);
  timer.unref();
  return {
    options,
    store,
    sessions,
    codes: createTypedCodes({ clock, random }),
    founding: createFounding(options),
    communityId,
    reader,
    close() {
      clearInterval(timer);
      stopListening();
    },
  };
}
