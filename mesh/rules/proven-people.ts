import { decodeParams, type EnrolBody, effects, kinds } from "../kinds/index.ts";
import {
  bodyOf,
  type CommunityId,
  type DeviceId,
  decodeOperation,
  deviceIdOf,
  type MemberId,
  type Operation,
  type OpId,
  operationId,
  type PublicKey,
  signedBytes,
  toMemberId,
  verifyOperation,
  verifySignature,
} from "../op/index.ts";
import type { DecisionFile } from "./decision-export.ts";
import { enrolmentBytes } from "./invitation.ts";
import {
  communityIdOf,
  decodeRootDocument,
  type RootDocument,
  verifyFirstRoot,
  verifyRootUpdate,
} from "./root-document.ts";

/** An operation whose signature was checked. */
export interface ProvenOperation {
  readonly id: OpId;
  readonly op: Operation;
}

/** Whose word a file proves: root documents to boxes, enrolments to people. */
export interface ProvenPeople {
  readonly roots: readonly RootDocument[];
  readonly boxes: ReadonlyMap<DeviceId, PublicKey>;
  readonly devices: ReadonlyMap<DeviceId, { key: PublicKey; member: MemberId }>;
}

/** What a file says of whose word it holds. */
type PeopleFile = Pick<DecisionFile, "communityId" | "roots" | "people">;

/** What does not hold, and of which operation. */
export type Complain = (code: string, id: OpId | null) => void;

/**
 * Follows the chain of signatures from the community id: root documents, each signed as it must be;
 * the founder's enrolment; and from there every device by the invitation of one that was let in
 * before. Who was revoked or had left when, only the whole log can tell.
 */
export async function provePeople(file: PeopleFile, complain: Complain): Promise<ProvenPeople> {
  const roots = await proveRoots(file, complain);
  const boxes = new Map<DeviceId, PublicKey>();
  for (const key of roots.flatMap((root) => root.boxes)) boxes.set(await deviceIdOf(key), key);
  const people = new PeopleChain(file.communityId, roots);
  for (const { id, op } of await proveKeys(file, complain)) {
    const fault = await people.follow(id, op);
    if (fault !== null) complain(fault, id);
  }
  return { roots, boxes, devices: people.devices };
}

async function proveRoots(file: PeopleFile, complain: Complain): Promise<RootDocument[]> {
  const [first, ...later] = file.roots;
  if (first === undefined || (await communityIdOf(first.document)) !== file.communityId) {
    complain("root", null);
    return [];
  }
  if (!(await verifyFirstRoot(first.document, [...first.signatures]))) {
    complain("root", null);
    return [];
  }
  const roots = [decodeRootDocument(first.document)];
  let before = first;
  for (const next of later) {
    if (!(await verifyRootUpdate(before.document, next.document, [...next.signatures]))) {
      complain("root", null);
      break;
    }
    roots.push(decodeRootDocument(next.document));
    before = next;
  }
  return roots;
}

/** The operations of `people` that are signed with the key their device enrolled with. */
async function proveKeys(file: PeopleFile, complain: Complain): Promise<ProvenOperation[]> {
  const ops = file.people.flatMap((wire) => read(wire, complain));
  const keys = new Map<DeviceId, PublicKey>();
  for (const op of ops) {
    const key = enrolmentIn(op)?.device;
    if (key !== undefined) keys.set(op.author, key);
  }
  const proven = await Promise.all(
    ops.map((op) => proveOperation(file.communityId, op, keys.get(op.author))),
  );
  return proven.flatMap((found) => {
    if (found === null) complain("signature", null);
    return found ?? [];
  });
}

/** Null unless this key, which must be the author's, signed it. */
export async function proveOperation(
  communityId: CommunityId,
  op: Operation,
  key: PublicKey | undefined,
): Promise<ProvenOperation | null> {
  if (key === undefined || !(await verifyOperation(op, communityId, key))) return null;
  return { id: await operationId(signedBytes(communityId, key, op.header)), op };
}

/** The operation in wire form; none for bytes that are none. */
export function read(wire: Uint8Array, complain: Complain): Operation[] {
  try {
    return [decodeOperation(wire)];
  } catch {
    complain("malformed", null);
    return [];
  }
}

interface Let {
  readonly key: PublicKey;
  /** Null: a new person. */
  readonly member: MemberId | null;
}

class PeopleChain {
  readonly devices = new Map<DeviceId, { key: PublicKey; member: MemberId }>();
  readonly #communityId: CommunityId;
  readonly #roots: readonly RootDocument[];
  readonly #invites = new Map<OpId, Let>();
  #founder: MemberId | null = null;

  constructor(communityId: CommunityId, roots: readonly RootDocument[]) {
    this.#communityId = communityId;
    this.#roots = roots;
  }

  /** Takes the next operation of the chain; says what is wrong with it, or null. */
  async follow(id: OpId, op: Operation): Promise<string | null> {
    const enrolment = enrolmentIn(op);
    if (enrolment !== null) return this.#enrol(id, op, enrolment);
    const author = this.devices.get(op.author);
    const body = bodyOf(op);
    if (author === undefined || body === null) return "chain";
    try {
      const found = invitationIn(op.header.kind, body, author.member);
      if (found === null) return "chain";
      this.#invites.set(id, found);
      return null;
    } catch {
      return "chain";
    }
  }

  async #enrol(id: OpId, op: Operation, body: EnrolBody): Promise<string | null> {
    const by = this.#authorityOf(id, body);
    if (by === null) return "chain";
    const proven = enrolmentBytes(this.#communityId, body.device);
    const signs = await Promise.all(by.keys.map((key) => verifySignature(key, body.proof, proven)));
    if (!signs.some(Boolean)) return "chain";
    if (body.authority === "founder") this.#founder = by.member;
    this.devices.set(op.author, { key: body.device, member: by.member });
    return null;
  }

  /** Whose signature lets this device in, and as whose. */
  #authorityOf(id: OpId, body: EnrolBody): { keys: PublicKey[]; member: MemberId } | null {
    if (body.authority === "founder") {
      const [founder] = this.#roots[0]?.stewards ?? [];
      return founder && this.#founder === null ? { keys: [founder], member: toMemberId(id) } : null;
    }
    if (body.authority === "recovery-key") {
      const keys = this.#roots.flatMap(({ recovery }) => recovery ?? []);
      return this.#founder === null ? null : { keys, member: this.#founder };
    }
    const invite = body.invite === null ? undefined : this.#invites.get(body.invite);
    return invite === undefined
      ? null
      : { keys: [invite.key], member: invite.member ?? toMemberId(id) };
  }
}

/** What an invitation or a recovery lets in. Throws for a body that is none. */
function invitationIn(
  kind: number,
  body: NonNullable<ReturnType<typeof bodyOf>>,
  author: MemberId,
): Let | null {
  if (kind === kinds.invite.number) {
    const { inviteKey, purpose, member } = kinds.invite.schema.decode(body);
    // A device is invited by whose it will be.
    if (purpose === "device" ? member !== author : member !== null) return null;
    return { key: inviteKey, member };
  }
  if (kind !== kinds.gateRequest.number) return null;
  const { effect, params } = kinds.gateRequest.schema.decode(body);
  if (effect !== effects.memberRecover.name) return null;
  const { member, inviteKey } = decodeParams(effects.memberRecover, params);
  return { key: inviteKey, member };
}

function enrolmentIn(op: Operation): EnrolBody | null {
  const body = op.header.kind === kinds.enrol.number ? bodyOf(op) : null;
  try {
    return body === null ? null : kinds.enrol.schema.decode(body);
  } catch {
    return null;
  }
}
