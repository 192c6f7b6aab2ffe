/** Questions that nobody asked: they go the way of every question, and are kept nowhere. */
import { type DeviceId, toHex, toMemberId } from "../../mesh/op/index.ts";
import { ModelPool } from "../engine/index.ts";
import { createInnerDoor, type Session } from "../http.ts";
import { silentLog } from "../log.ts";
import type { Random } from "../random.ts";
import type { ConversationId } from "./answer-record.ts";
import type { Answering } from "./answering.ts";
import { Asking, type AskingOptions } from "./asking.ts";
import type { PassageSource } from "./passage-source.ts";
import { Retrievals } from "./retrievals.ts";
import { askRoutes } from "./routes.ts";

/** What every member may see. */
export const somebody: Session = {
  member: toMemberId("0".repeat(32)),
  device: "0".repeat(32) as DeviceId,
  roles: new Set(["member"]),
  groups: new Set(),
  expires: Number.MAX_SAFE_INTEGER,
  ended: new AbortController().signal,
};
const headers = {
  host: "localhost",
  authorization: `Bearer ${"0".repeat(16)}`,
  "content-type": "application/json",
};

const nowhere: AskingOptions["conversations"] = {
  begin: async ({ conversation, ...question }) => ({
    title: question.text,
    turn: {
      question: { ...question, conversation: conversation ?? ("0".repeat(32) as ConversationId) },
      outcome: null,
    },
    isNew: true,
  }),
  finish: async () => true,
  find: () => null,
  turn: () => null,
};

export interface RehearsalOptions extends Omit<Answering, "retrievals" | "pool"> {
  readonly source: PassageSource;
  readonly random: Random;
}

/**
 * Asks as a member's phone does, from the request to the last event, but for the network and the
 * model. Resolves when the answer has been heard to its end; throws when there is none, and logs
 * nothing: what does not work is told to the first who really asks.
 */
export function createRehearsal(options: RehearsalOptions): (question: string) => Promise<void> {
  const { source, random, clock } = options;
  const log = silentLog;
  const asking = new Asking({
    ...options,
    // Of its own: who asks the same at this moment is not made to wait for a rehearsal.
    retrievals: new Retrievals(source),
    pool: new ModelPool(clock),
    conversations: nowhere,
    log,
    isRehearsal: true,
  });
  const ask = createInnerDoor(askRoutes({ asking }), { session: somebody, clock, log });
  return async (question) => {
    const id = toHex(random.bytes(16));
    const body = JSON.stringify({ id, question });
    const request = new Request("https://localhost/api/ask", { method: "POST", headers, body });
    const heard = await (await ask(request)).text();
    if (!heard.includes('"type":"done"')) throw new Error("a rehearsal was not answered");
  };
}
