/** What tabs and the service worker of this app tell each other. */
export type Tidings =
  /** Own operations or their states changed. */
  | { type: "outbox" }
  /** The box's log grew: what is on screen may have changed. */
  | { type: "change" }
  /** What is remembered of the box's record changed. */
  | { type: "record" }
  /** Joined, closed, wiped. */
  | { type: "membership" }
  /** Whether the leading tab is awake, and its answer. */
  | { type: "who-leads" }
  | { type: "leading" }
  /** The leading tab hears from the box, or no more. */
  | { type: "contact"; answered: boolean };

const name = "folkmoot";
const here = new Set<(tidings: Tidings) => void>();
let channel: BroadcastChannel | undefined;

function open(): BroadcastChannel {
  if (channel === undefined) {
    channel = new BroadcastChannel(name);
    channel.onmessage = (event: MessageEvent<Tidings>) => {
      for (const hear of here) hear(event.data);
    };
  }
  return channel;
}

/** Tells every other tab, and listeners in this one. */
export function tell(tidings: Tidings): void {
  open().postMessage(tidings);
  for (const hear of here) hear(tidings);
}

/** Calls `hear` for tidings from any tab. Returns how to stop. */
export function listen(hear: (tidings: Tidings) => void): () => void {
  open();
  here.add(hear);
  return () => here.delete(hear);
}
