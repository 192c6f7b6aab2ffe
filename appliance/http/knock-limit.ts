/** Token buckets for doors a stranger may knock at: sessions, founding, typed codes. */
import type { Clock } from "../clock.ts";

/** `burst` at once, then `perMinute`. `overall` bounds all addresses together. */
export interface Knock {
  readonly burst: number;
  readonly perMinute: number;
  readonly overall?: { readonly burst: number; readonly perMinute: number };
}

interface Bucket {
  tokens: number;
  filledMs: number;
}

// A LAN has far fewer phones; an attacker who invents addresses only evicts the oldest bucket,
// and `overall` still holds.
const addressesMax = 4096;

/** One door. `take` returns 0, or the seconds to wait. */
export function createKnockLimit(knock: Knock, clock: Clock) {
  const buckets = new Map<string, Bucket>();
  const overall = knock.overall && newBucket(knock.overall, clock);

  function bucketOf(address: string): Bucket {
    const key = networkOf(address);
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      if (buckets.size >= addressesMax) {
        const oldest = buckets.keys().next();
        if (!oldest.done) buckets.delete(oldest.value);
      }
      bucket = newBucket(knock, clock);
      buckets.set(key, bucket);
    }
    return bucket;
  }

  return {
    /** Whether `take` would ask to wait. For doors where only failures are counted. */
    isEmpty(address: string): boolean {
      const bucket = bucketOf(address);
      refill(bucket, knock, clock);
      return bucket.tokens < 1;
    },

    take(address: string): number {
      const wait = takeFrom(bucketOf(address), knock, clock);
      if (wait > 0 || !overall || !knock.overall) return wait;
      return takeFrom(overall, knock.overall, clock);
    },

    /** Takes `tokens` for what has already happened; the bucket may go below empty. */
    charge(address: string, tokens: number): void {
      const bucket = bucketOf(address);
      refill(bucket, knock, clock);
      bucket.tokens -= tokens;
    },
  };
}

type Rate = Pick<Knock, "burst" | "perMinute">;

function newBucket(rate: Rate, clock: Clock): Bucket {
  return { tokens: rate.burst, filledMs: clock.monotonicMs() };
}

function refill(bucket: Bucket, rate: Rate, clock: Clock): void {
  const now = clock.monotonicMs();
  const earned = ((now - bucket.filledMs) / 60_000) * rate.perMinute;
  bucket.tokens = Math.min(rate.burst, bucket.tokens + earned);
  bucket.filledMs = now;
}

function takeFrom(bucket: Bucket, rate: Rate, clock: Clock): number {
  refill(bucket, rate, clock);
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  return Math.ceil(((1 - bucket.tokens) * 60) / rate.perMinute);
}

/** An IPv6 host owns a whole /64: counting single addresses would count nothing. */
function networkOf(address: string): string {
  if (!address.includes(":") || address.startsWith("::ffff:")) return address;
  return address.split(":").slice(0, 4).join(":");
}
