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

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #challenges = new Map<string, { device: DeviceId; madeMs: number }>();
  /** By the hash of the token. */
  readonly #sessions = new Map<string, OpenSession>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#sessions.size;
  }

  /** Something to sign, for any device: whether it is known shows only to who has its key. */
  challenge(device: DeviceId): string {
    const { random, clock } = this.#options;
    const challenge = toBase64Url(random.bytes(32));
    this.#challenges.set(challenge, { device, madeMs: clock.monotonicMs() });
    if (this.#challenges.size > challengesMax) {
      const oldest = this.#challenges.keys().next();
      if (!oldest.done) this.#challenges.delete(oldest.value);
    }
    return challenge;
  }

  /** Throws `session-refused`, the same for an unknown device and for a wrong signature. */
  async open(answer: {
    device: DeviceId;
    challenge: string;
    signature: Uint8Array;
  }): Promise<{ token: string; expires: number; reader: Reader }> {
    const { device } = answer;
    const { clock, random, communityId: community, publicKey, reader: readerOf } = this.#options;
    const communityId = community();
    const challenge = this.#takeChallenge(answer.challenge, device);
    const key = publicKey(device);
    if (communityId === null || challenge === null || key === null) throw refused();
    const signed = sessionBytes(communityId, challenge);
    if (!(await verifySignature(key, answer.signature, signed))) throw refused();
    const reader = readerOf(device);
    if (reader === null) throw deviceRevoked();
    this.#makeRoom(device);
    const token = toBase64Url(random.bytes(tokenBytes));
    const expires = nowSeconds(clock) + sessionSeconds;
    this.#sessions.set(hashHex(utf8(token)), { device, expires, end: new AbortController() });
    return { token, expires, reader };
  }

  /** The session as it stands now; null when the token opens none. */
  find(token: string): Session | null {
    const hash = hashHex(utf8(token));
    const open = this.#sessions.get(hash);
    if (open === undefined) return null;
    const { device, expires, end } = open;
    const isOver = nowSeconds(this.#options.clock) >= expires;
    const reader = isOver ? null : this.#options.reader(device);
    if (reader !== null) return { ...reader, device, expires, ended: end.signal };
    this.#end(hash);
    return null;
  }

  close(token: string): void {
    this.#end(hashHex(utf8(token)));
  }

  /** Ends what has run out and what was revoked, streams included. Asked after every commit. */
  sweep(): void {
    const now = nowSeconds(this.#options.clock);
    for (const [hash, { expires, device }] of this.#sessions) {
      if (now >= expires || this.#options.reader(device) === null) this.#end(hash);
    }
  }

  #end(hash: string): void {
    this.#sessions.get(hash)?.end.abort();
    this.#sessions.delete(hash);
  }

  #takeChallenge(challenge: string, device: DeviceId): Uint8Array | null {
    const made = this.#challenges.get(challenge);
    // Whatever comes of it, a challenge is good for one answer.
    this.#challenges.delete(challenge);
    if (made === undefined || made.device !== device) return null;
    const ageMs = this.#options.clock.monotonicMs() - made.madeMs;
    return ageMs <= challengeMs ? fromBase64Url(challenge) : null;
  }

  #makeRoom(device: DeviceId): void {
    const own = [...this.#sessions].filter(([, open]) => open.device === device);
    const tooMany = Math.max(0, own.length - sessionsPerDeviceMax + 1);
    for (const [hash] of own.slice(0, tooMany)) this.#end(hash);
  }
}

function deviceRevoked(): FolkmootError {
  return new FolkmootError("device-revoked", "This device may not speak here any more.", {
    hint: "Add it again from another of your devices, or ask two stewards.",
    status: 403,
  });
}

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
