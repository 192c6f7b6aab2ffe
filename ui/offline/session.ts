import { signal } from "@preact/signals";
import {
  concatBytes,
  FolkmootError,
  fromBase64Url,
  fromHex,
  type MemberId,
  toBase64Url,
  utf8,
} from "../../mesh/op/index.ts";
import { tell } from "./channel.ts";
import { type Membership, readMembership, type StoredDevice, writeMembership } from "./database.ts";
import { readDevice, signerOf } from "./device.ts";
import { followLine } from "./line.ts";
import { type RequestOptions, readJson, send, sendJson, unreachable } from "./request.ts";
import { readEvents } from "./stream.ts";
import { onWake } from "./wake.ts";

/** Who this device speaks for; null before founding or joining. */
export const membership = signal<Membership | null>(null);

interface Session {
  token: string;
  expiresMs: number;
}

interface SessionReply {
  token: string;
  /** Seconds since 1970. */
  expires: number;
  member: MemberId;
  roles: string[];
  groups: string[];
}

const sessionDomain = utf8("folkmoot/session/1\0");
// Renewed before it runs out, so that no request meets an expired one.
const renewBeforeMs = 60_000;

// Kept in memory only: a token on disk would outlive its reason.
let session: Session | null = null;
let opening: Promise<Session> | undefined;

// The database answers late; this much is known at once. Only a hint: pages ask `membership`.
const hintKey = "folkmoot.member";

/** Whether this device was a member's when the app last looked. */
export function hasMembershipHint(): boolean {
  return localStorage.getItem(hintKey) !== null;
}

function noteHint(): void {
  if (membership.value === null) localStorage.removeItem(hintKey);
  else localStorage.setItem(hintKey, "yes");
}

/** Reads what is stored about the membership; called at start and when another tab changed it. */
export async function loadMembership(): Promise<void> {
  membership.value = await readMembership();
  noteHint();
  if (membership.value === null) session = null;
}

/**
 * A request as this member: signs in when needed, and once more when the box has forgotten the
 * session (it keeps them in memory). Throws `no-membership`, `unreachable` or the box's error.
 */
export async function request(path: string, options: RequestOptions = {}): Promise<Response> {
  const { token } = await openSession();
  try {
    return await send(path, { ...options, token });
  } catch (error) {
    if (!(error instanceof FolkmootError) || error.status !== 401) throw error;
    if (session?.token === token) session = null;
    return await send(path, { ...options, token: (await openSession()).token });
  }
}

/** The same, with the answer read as JSON. */
export async function requestJson<Answer>(
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  return readJson<Answer>(await request(path, options), options.signal);
}

/**
 * POST whose answer is an event stream, such as /api/ask. Resolves when it ends. Throws
 * `unreachable` when the box falls silent: its heartbeat goes on while a model thinks.
 */
export async function postStream<Event>(
  path: string,
  json: unknown,
  onEvent: (event: Event) => void,
  signal?: AbortSignal,
): Promise<void> {
  const line = followLine(signal ?? new AbortController().signal, onWake);
  try {
    const response = await request(path, {
      method: "POST",
      json,
      accept: "text/event-stream",
      timeoutMs: streamTimeoutMs,
      signal: line.signal,
    });
    line.open();
    await readEvents(response, (event) => onEvent(event as Event), line.beat);
  } catch (error) {
    if (signal?.aborted || error instanceof FolkmootError) throw error;
    throw unreachable(error);
  } finally {
    line.end();
  }
}

/** A stream may take long: the box's heartbeat decides (see `followLine`), and not a clock. */
export const streamTimeoutMs = 24 * 3_600_000;

function openSession(): Promise<Session> {
  if (session !== null && session.expiresMs - renewBeforeMs > Date.now()) {
    return Promise.resolve(session);
  }
  opening ??= signIn().finally(() => {
    opening = undefined;
  });
  return opening;
}

async function signIn(): Promise<Session> {
  const [known, device] = [await readMembership(), await readDevice()];
  if (known === null || device === null) {
    throw new FolkmootError("no-membership", "This device has not joined a community yet.");
  }
  try {
    const reply = await answerChallenge(known, device);
    session = { token: reply.token, expiresMs: reply.expires * 1000 };
    await noteStanding({
      ...known,
      member: reply.member,
      roles: reply.roles,
      groups: reply.groups,
      standing: "open",
    });
    return session;
  } catch (error) {
    const refused = error instanceof FolkmootError && error.status === 403;
    if (refused) await noteStanding({ ...known, standing: "closed" });
    throw error;
  }
}

async function answerChallenge(known: Membership, device: StoredDevice): Promise<SessionReply> {
  const { challenge } = await sendJson<{ challenge: string }>("/api/session/challenge", {
    method: "POST",
    json: { device: device.id },
  });
  const signature = await signerOf(device).sign(
    concatBytes(
      sessionDomain,
      fromHex(known.communityId) as Uint8Array,
      fromBase64Url(challenge) as Uint8Array,
    ),
  );
  return sendJson<SessionReply>("/api/session", {
    method: "POST",
    json: { device: device.id, challenge, signature: toBase64Url(signature) },
  });
}

/** Stores what the box said about this device, if it is news. */
async function noteStanding(next: Membership): Promise<void> {
  const before = JSON.stringify([
    membership.value?.standing,
    membership.value?.roles,
    membership.value?.groups,
    membership.value?.member,
  ]);
  membership.value = next;
  if (before === JSON.stringify([next.standing, next.roles, next.groups, next.member])) return;
  await writeMembership(next);
  tell({ type: "membership" });
}

/** Called once founding or joining has stored a membership. */
export async function adoptMembership(next: Membership): Promise<void> {
  await writeMembership(next);
  membership.value = next;
  noteHint();
  session = null;
  tell({ type: "membership" });
}
