/**
 * Sessions: a device proves its key by signing a challenge, and may read for a quarter of an hour.
 *
 * A session lives in memory only, and of its token only the hash: nothing on the disk and nothing
 * in a log opens one. Who the member is and what they may read is asked anew at every use.
 */
import type { Role } from "../../mesh/kinds/index.ts";
import {
  type CommunityId,
  concatBytes,
  type DeviceId,
  FolkmootError,
  fromBase64Url,
  fromHex,
  type MemberId,
  type PublicKey,
  toBase64Url,
  utf8,
  verifySignature,
} from "../../mesh/op/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import type { Session } from "../http.ts";
import type { Random } from "../random.ts";
import { hashHex } from "./box-crypto.ts";

export const sessionSeconds = 900;
// A phone answers within a second; the rest is for a person's slow network.
const challengeMs = 60_000;
// Challenges cost a stranger nothing; the oldest give way.
const challengesMax = 10_000;
// A device has a tab or two. Beyond that the oldest session ends.
const sessionsPerDeviceMax = 8;
const tokenBytes = 32;

/** What a device's member is and may read at this moment. */
export interface Reader {
  readonly member: MemberId;
  readonly roles: ReadonlySet<Role>;
  readonly groups: ReadonlySet<string>;
}

export interface SessionsOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly communityId: () => CommunityId | null;
  readonly publicKey: (device: DeviceId) => PublicKey | null;
  /** Null when the device may not read: unknown, revoked, its member gone. */
  readonly reader: (device: DeviceId) => Reader | null;
}

interface OpenSession {
  readonly device: DeviceId;
  readonly expires: number;
  readonly end: AbortController;
}

/** What a device signs to open a session. */
export function sessionBytes(communityId: CommunityId, challenge: Uint8Array): Uint8Array {
  const community = fromHex(communityId) ?? new Uint8Array();
  return concatBytes(utf8("folkmoot/session/1\0"), community, challenge);
}

export function createSessions(options: SessionsOptions) {
  const { clock, random } = options;
  const challenges = new Map<string, { device: DeviceId; madeMs: number }>();
  const sessions = new Map<string, OpenSession>();

  function end(hash: string): void {
    sessions.get(hash)?.end.abort();
    sessions.delete(hash);
  }

  function takeChallenge(challenge: string, device: DeviceId): Uint8Array | null {
    const made = challenges.get(challenge);
    // Whatever comes of it, a challenge is good for one answer.
    challenges.delete(challenge);
    const isFresh = made !== undefined && clock.monotonicMs() - made.madeMs <= challengeMs;
    return isFresh && made.device === device ? fromBase64Url(challenge) : null;
  }

  function makeRoom(device: DeviceId): void {
    const own = [...sessions].filter(([, open]) => open.device === device);
    for (const [hash] of own.slice(0, Math.max(0, own.length - sessionsPerDeviceMax + 1)))
      end(hash);
  }

  return {
    /** Something to sign, for any device: whether it is known shows only to who has its key. */
    challenge(device: DeviceId): string {
      const challenge = toBase64Url(random.bytes(32));
      challenges.set(challenge, { device, madeMs: clock.monotonicMs() });
      if (challenges.size > challengesMax) {
        const oldest = challenges.keys().next();
        if (!oldest.done) challenges.delete(oldest.value);
      }
      return challenge;
    },

    /** Throws `session-refused`, the same for an unknown device and for a wrong signature. */
    async open(answer: {
      device: DeviceId;
      challenge: string;
      signature: Uint8Array;
    }): Promise<{ token: string; expires: number; reader: Reader }> {
      const communityId = options.communityId();
      const challenge = takeChallenge(answer.challenge, answer.device);
      const key = options.publicKey(answer.device);
      if (communityId === null || challenge === null || key === null) throw refused();
      const signed = sessionBytes(communityId, challenge);
      if (!(await verifySignature(key, answer.signature, signed))) throw refused();
      const reader = options.reader(answer.device);
      if (reader === null) {
        throw new FolkmootError("device-revoked", "This device may not speak here any more.", {
          hint: "Add it again from another of your devices, or ask two stewards.",
          status: 403,
        });
      }
      makeRoom(answer.device);
      const token = toBase64Url(random.bytes(tokenBytes));
      const expires = nowSeconds(clock) + sessionSeconds;
      sessions.set(hashHex(utf8(token)), {
        device: answer.device,
        expires,
        end: new AbortController(),
      });
      return { token, expires, reader };
    },

    find(token: string): Session | null {
      const hash = hashHex(utf8(token));
      const open = sessions.get(hash);
      if (open === undefined) return null;
      const reader = nowSeconds(clock) < open.expires ? options.reader(open.device) : null;
      if (reader === null) {
        end(hash);
        return null;
      }
      const { device, expires } = open;
      return { ...reader, device, expires, ended: open.end.signal };
    },

    close(token: string): void {
      end(hashHex(utf8(token)));
    },

    /** Ends what has run out and what was revoked, streams included. Asked after every commit. */
    sweep(): void {
      const now = nowSeconds(clock);
      for (const [hash, open] of sessions) {
        if (now >= open.expires || options.reader(open.device) === null) end(hash);
      }
    },

    get count(): number {
      return sessions.size;
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;

function refused(): FolkmootError {
  return new FolkmootError(
    "session-refused",
    "This device could not prove that it is a member's.",
    {
      hint: "Ask for a new challenge and sign it with the device's own key.",
      status: 401,
    },
  );
}
