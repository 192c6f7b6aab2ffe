import { signal } from "@preact/signals";
import { tell } from "./channel.ts";
import {
  afterContact,
  type Connection,
  type ContactEvent,
  type LastContact,
  onContact,
} from "./connection.ts";
import { database } from "./database.ts";

/** The connection to the box, for everybody to see. */
export const connection = signal<Connection>({ reach: "connecting", failures: 0, sinceMs: 0 });

let known: LastContact = {
  certificateEnds: null,
  boxTime: null,
  clockAheadSeconds: 0,
  plainPage: null,
};

function step(event: ContactEvent): void {
  connection.value = afterContact(connection.value, event, known);
}

/** Begins to follow what requests and the browser say about the network. */
export async function watchReach(): Promise<void> {
  onContact((answered) => {
    const isNews = answered && connection.value.reach !== "online";
    hearContact(answered);
    // The tab that listens to the box may be another one, waiting for just this.
    if (isNews) tell({ type: "contact", answered });
  });
  const network = () => step({ type: "network", nowMs: Date.now(), onLine: navigator.onLine });
  addEventListener("online", network);
  addEventListener("offline", network);
  known = ((await (await database()).get("meta", "contact")) as LastContact | undefined) ?? known;
  network();
}

/** What another tab heard. */
export function hearContact(answered: boolean): void {
  const nowMs = Date.now();
  step(
    answered ? { type: "answered", nowMs } : { type: "failed", nowMs, onLine: navigator.onLine },
  );
}

/** Remembers what the box said about its clock and certificate, for the day it is out of reach. */
export async function rememberContact(learnt: Partial<LastContact>): Promise<void> {
  known = { ...known, ...learnt };
  await (await database()).put("meta", known, "contact");
}
