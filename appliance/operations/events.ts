/** Tells connected phones that something changed, so that they need not ask all the time. */
import type { DeviceId, MemberId, OpId } from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import type { EventChannel, StreamEvent } from "../http.ts";
import type { Effect, Store } from "../store/index.ts";

export interface ChangeEvent extends StreamEvent {
  readonly type: "change";
  readonly position: number;
  /** Effects were computed anew: what was read before may have changed. */
  readonly rebuilt: boolean;
}

/** For the member's own operations, whichever way they came. */
export interface EffectEvent extends StreamEvent {
  readonly type: "effect";
  readonly id: OpId;
  readonly position: number;
  readonly effect: Effect;
}

interface Listener {
  readonly member: MemberId;
  readonly channel: EventChannel;
}

// Under load there are hundreds of commits a second; a phone needs to hear it a few times.
const quietMs = 200;
// Beyond this a phone asks for its effects itself, after the change.
const effectsMax = 200;

export interface EventsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly memberOf: (device: DeviceId) => MemberId | null;
}

export function createEvents({ store, clock, memberOf }: EventsOptions) {
  const listeners = new Set<Listener>();
  let told = store.position();
  let toldMs = Number.NEGATIVE_INFINITY;
  let rebuilt = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function tell(): void {
    timer = null;
    toldMs = clock.monotonicMs();
    const position = store.position();
    const change: ChangeEvent = { type: "change", position, rebuilt };
    const own = listeners.size === 0 ? new Map() : effectsSince(told, position);
    told = position;
    rebuilt = false;
    for (const { member, channel } of listeners) {
      for (const effect of own.get(member) ?? []) channel.send(effect);
      channel.send(change);
    }
  }

  function effectsSince(after: number, position: number): Map<MemberId, EffectEvent[]> {
    const byMember = new Map<MemberId, EffectEvent[]>();
    if (position - after > effectsMax) return byMember;
    for (const op of store.operations({ after, limit: effectsMax })) {
      const member = memberOf(op.author);
      if (member === null) continue;
      const event: EffectEvent = {
        type: "effect",
        id: op.id,
        position: op.position,
        effect: op.effect,
      };
      byMember.set(member, [...(byMember.get(member) ?? []), event]);
    }
    return byMember;
  }

  const stopListening = store.on((event) => {
    rebuilt ||= event.rebuilt;
    if (timer !== null) return;
    // At once after a quiet time, then at most every so often.
    const sinceMs = clock.monotonicMs() - toldMs;
    timer = setTimeout(tell, Math.max(0, quietMs - sinceMs));
  });

  return {
    follow(member: MemberId, channel: EventChannel): () => void {
      const listener = { member, channel };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get listenerCount(): number {
      return listeners.size;
    },
    close(): void {
      stopListening();
      if (timer !== null) clearTimeout(timer);
    },
  };
}

export type Events = ReturnType<typeof createEvents>;
