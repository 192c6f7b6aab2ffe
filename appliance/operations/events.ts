/** Tells connected phones that something changed, so that they need not ask all the time. */
import type { DeviceId, MemberId, OpId } from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import type { EventChannel, StreamEvent } from "../http.ts";
import type { Effect, LoggedOperation, Store } from "../store/index.ts";

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
  /** What an operation has changed for earlier ones: their authors hear of it, too. */
  readonly changedBy: (op: LoggedOperation) => readonly LoggedOperation[];
  /** What became of an operation as far as is known now. */
  readonly effectOf: (op: LoggedOperation) => Effect;
}

export function createEvents(options: EventsOptions) {
  const { store, clock, memberOf, changedBy, effectOf } = options;
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
    const logged = store.operations({ after, limit: effectsMax });
    for (const op of [...logged, ...logged.flatMap(changedBy)]) {
      const member = memberOf(op.author);
      if (member === null) continue;
      const event: EffectEvent = {
        type: "effect",
        id: op.id,
        position: op.position,
        effect: effectOf(op),
      };
      byMember.set(member, [...(byMember.get(member) ?? []), event]);
    }
    return byMember;
  }

  /** At once after a quiet time, then at most every so often. */
  function tellSoon(): void {
    if (timer !== null) return;
    const sinceMs = clock.monotonicMs() - toldMs;
    timer = setTimeout(tell, Math.max(0, quietMs - sinceMs));
  }

  const stopListening = store.on((event) => {
    rebuilt ||= event.rebuilt;
    tellSoon();
  });

  return {
    /** Something is here that no operation brought, such as a file. */
    changed: tellSoon,
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
