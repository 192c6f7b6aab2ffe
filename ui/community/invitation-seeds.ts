import { fromBase64Url, type OpId, toBase64Url } from "../../mesh/op/index.ts";
import { useDraft } from "../offline/index.ts";

/** One invitation whose code this phone can show again. */
interface KeptSeed {
  invite: OpId;
  /** base64url. */
  seed: string;
}

// More open invitations than this at once is a mistake; the oldest codes are forgotten first.
const keptMax = 20;

/**
 * Codes of the invitations made on this phone. The seed is nowhere else: the box knows only the
 * public half, so another phone of the same member cannot show the code again.
 */
export function useInvitationSeeds() {
  const kept = useDraft<KeptSeed[]>("community:invitations", []);
  return {
    seedOf(invite: OpId): Uint8Array | null {
      const found = kept.value.find((one) => one.invite === invite);
      return found === undefined ? null : fromBase64Url(found.seed);
    },
    keep(invite: OpId, seed: Uint8Array): void {
      kept.set([...kept.value, { invite, seed: toBase64Url(seed) }].slice(-keptMax));
    },
    forget(invite: OpId): void {
      kept.set(kept.value.filter((one) => one.invite !== invite));
    },
  };
}
