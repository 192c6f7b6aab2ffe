import { encodeBatch, FolkmootError, type MemberId } from "../../mesh/op/index.ts";
import { type Statement, signAndStore } from "./append.ts";
import { database, type Membership, type OwnOperation, strict } from "./database.ts";
import { ensureDevice } from "./device.ts";
import type { OpsReply } from "./flush.ts";
import { sendJson } from "./request.ts";
import { adoptMembership } from "./session.ts";
import { sendSoon } from "./start.ts";

/** The community as the box introduces it to a stranger. */
export type CommunityIdentity = Pick<Membership, "communityId" | "communityName" | "boxKey">;

/** First statements of a device, signed and kept until the box has taken them. */
export interface Enrolment {
  membership: Membership;
  operations: OwnOperation[];
}

/**
 * Signs the first statements of this device and stores them together with who it is about to be:
 * whatever is lost on the way (a reply, the page, the battery), the same bytes can be sent again.
 * `memberOf` says whose device it will be, given the signed operations.
 */
export async function prepareEnrolment(
  community: CommunityIdentity,
  statements: Statement[],
  memberOf: (operations: OwnOperation[]) => MemberId,
): Promise<Enrolment> {
  await abandonEnrolment();
  const device = await ensureDevice();
  const operations = await signAndStore(community.communityId, statements, true);
  const membership: Membership = {
    ...community,
    device: device.id,
    member: memberOf(operations),
    roles: [],
    groups: [],
    standing: "open",
  };
  await (await database()).put("meta", { membership, operations }, "enrolment");
  return { membership, operations };
}

/**
 * Takes up an enrolment whose answer was lost with the page: the box may have taken it already.
 * Throws `unreachable`; then it can be tried again.
 */
export async function resumeEnrolment(): Promise<void> {
  const db = await database();
  const pending = (await db.get("meta", "enrolment")) as Enrolment | undefined;
  if (pending === undefined || (await db.get("meta", "membership")) !== undefined) return;
  const { communityId } = await sendJson<{ communityId: string | null }>("/api/community");
  if (communityId === pending.membership.communityId) await submitEnrolment(pending);
}

/** The box has taken it: this device speaks for a member from now on. */
export async function completeEnrolment({ membership }: Enrolment): Promise<void> {
  await adoptMembership(membership);
  await (await database()).delete("meta", "enrolment");
  // Sends the same operations once more and gets their receipts: the box says "dup".
  sendSoon();
}

/** Forgets what was signed for a community that this device did not become part of. */
async function abandonEnrolment(): Promise<void> {
  const db = await database();
  if ((await db.get("meta", "membership")) !== undefined) {
    throw new FolkmootError("already-member", "This device is in a community already.", {
      hint: "Leave it first, or use another device.",
    });
  }
  const tx = db.transaction(["operations", "outbox", "meta"], "readwrite", strict);
  tx.objectStore("operations").clear();
  tx.objectStore("outbox").clear();
  tx.objectStore("meta").delete("seq");
  tx.objectStore("meta").delete("enrolment");
  await tx.done;
}

/**
 * Sends an enrolment and becomes a member. Throws `unreachable` when the box does not answer (try
 * again with the same one), or `not-enrolled` with the reason's code as its hint.
 */
export async function submitEnrolment(enrolment: Enrolment): Promise<void> {
  const reply = await sendJson<OpsReply>("/api/ops", {
    method: "POST",
    bytes: encodeBatch(enrolment.operations.map((op) => op.wire)),
  });
  const [first] = reply.results;
  if (first?.state === "retry") {
    throw new FolkmootError("unreachable", "The box is busy.", { hint: "Try again." });
  }
  const refusal = first?.effect?.done === false ? first.effect.reason : "proof";
  const taken = first?.state === "ok" || first?.state === "dup";
  if (!taken || first.effect?.done === false) {
    await abandonEnrolment();
    throw new FolkmootError("not-enrolled", "The box did not let this device in.", {
      hint: refusal,
    });
  }
  await completeEnrolment(enrolment);
}
