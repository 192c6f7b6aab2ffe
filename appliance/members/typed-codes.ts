/**
 * Codes short enough to type, for a phone that cannot scan.
 *
 * A short code stands for an invitation's seed, and only this box knows which: both stay in memory
 * for an hour and are never written or logged. Forty bits do not resist guessing by themselves,
 * so guessing is rationed twice. The first two characters say which code is meant, and after five
 * wrong endings that code is burnt: an attacker's chance is 5 in 2^30 for each code there is.
 * And all wrong tries of the whole network together draw on one slow bucket.
 */
import { timingSafeEqual } from "node:crypto";
import { FolkmootError, type OpId, utf8 } from "../../mesh/op/index.ts";
import { formatShortCode, normaliseShortCode, shortCodeBytes } from "../../mesh/rules/index.ts";
import type { Clock } from "../clock.ts";
import { createKnockLimit } from "../http.ts";
import type { Random } from "../random.ts";

const codeMs = 3_600_000;
const wrongTriesMax = 5;
// One code per first two characters; with fewer in use, guesses mostly miss every code.
const codesMax = 64;
const slotChars = 2;
// Wrong tries of everybody together: twenty at once, then four a minute.
const wrongTries = { burst: 20, perMinute: 4 };
const everybody = "everybody";

interface TypedCode {
  readonly code: string;
  readonly invite: OpId;
  readonly seed: Uint8Array;
  readonly madeMs: number;
  wrong: number;
}

export type CodeState = "live" | "burnt";

export function createTypedCodes({ clock, random }: { clock: Clock; random: Random }) {
  const codes = new Map<string, TypedCode>();
  const limit = createKnockLimit(wrongTries, clock);

  function dropExpired(): void {
    for (const [slot, code] of codes) {
      if (clock.monotonicMs() - code.madeMs > codeMs) codes.delete(slot);
    }
  }

  function freshCode(): string {
    for (;;) {
      const code = formatShortCode(random.bytes(shortCodeBytes));
      if (!codes.has(code.slice(0, slotChars))) return code;
    }
  }

  return {
    /** A new code for this invitation; one it had before no longer works. */
    create(invite: OpId, seed: Uint8Array): { code: string; seconds: number } {
      dropExpired();
      for (const [slot, code] of codes) if (code.invite === invite) codes.delete(slot);
      if (codes.size >= codesMax) {
        throw new FolkmootError("codes-full", "There are many short codes about already.", {
          hint: "Wait until some of them run out, or show the QR code.",
          status: 503,
        });
      }
      const code = freshCode();
      const madeMs = clock.monotonicMs();
      codes.set(code.slice(0, slotChars), { code, invite, seed, madeMs, wrong: 0 });
      return { code, seconds: codeMs / 1000 };
    },

    /** The seed behind a code as typed. Throws `code-unknown`, and `too-many-tries` for a while. */
    redeem(typed: string): { invite: OpId; seed: Uint8Array } {
      dropExpired();
      if (limit.isEmpty(everybody)) {
        throw new FolkmootError("too-many-tries", "Too many wrong codes were typed.", {
          hint: "Wait a minute, or scan the QR code instead.",
          status: 429,
        });
      }
      const code = normaliseShortCode(typed);
      const found = code === null ? undefined : codes.get(code.slice(0, slotChars));
      const isBurnt = found === undefined || found.wrong >= wrongTriesMax;
      if (code !== null && !isBurnt && isSame(code, found.code)) return found;
      limit.take(everybody);
      if (found !== undefined) found.wrong += 1;
      throw new FolkmootError("code-unknown", "This code opens nothing.", {
        hint: "Compare it sign by sign. After a few wrong tries a code is burnt: ask for a new one.",
        status: 404,
      });
    },

    /** Whether an invitation's short code still works; null when it has none. */
    stateOf(invite: OpId): CodeState | null {
      dropExpired();
      const found = [...codes.values()].find((code) => code.invite === invite);
      if (found === undefined) return null;
      return found.wrong >= wrongTriesMax ? "burnt" : "live";
    },
  };
}

export type TypedCodes = ReturnType<typeof createTypedCodes>;

function isSame(a: string, b: string): boolean {
  const [left, right] = [utf8(a), utf8(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
