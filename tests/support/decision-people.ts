/** Communities on paper that take decisions: keys, root documents, enrolments. */
import { type Kind, kinds } from "../../mesh/kinds/index.ts";
import {
  type CommunityId,
  createOperation,
  type MemberId,
  type OpId,
  type Signer,
  sha256,
  toMemberId,
} from "../../mesh/op/index.ts";
import {
  communityIdOf,
  type DecisionFile,
  encodeRootDocument,
  type RootDocument,
} from "../../mesh/rules/index.ts";
import { day, enrolBody, now, rootDocument, signRoot } from "./membership.ts";
import { namedSigner, p256Signer, seededRandom } from "./operations.ts";

export interface Signed {
  readonly id: OpId;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Voter {
  readonly member: MemberId;
  /** A phone, and for some a tablet. */
  readonly devices: readonly Signer[];
}

/** Signs for one community; numbers go on where they were. */
export class Pen {
  readonly communityId: CommunityId;
  readonly #seqs = new Map<Signer, number>();

  constructor(communityId: CommunityId) {
    this.communityId = communityId;
  }

  async say<B>(
    signer: Signer,
    kind: Kind<B>,
    body: NoInfer<B>,
    given: { time?: number; seq?: number } = {},
  ): Promise<Signed> {
    const next = (this.#seqs.get(signer) ?? 0) + 1;
    if (given.seq === undefined) this.#seqs.set(signer, next);
    const seq = given.seq ?? next;
    const { id, bytes } = await createOperation({
      communityId: this.communityId,
      signer,
      kind: kind.number,
      seq,
      time: given.time ?? now,
      body: kind.schema.encode(body),
      erasable: !kind.lasting,
      random: seededRandom(seq),
    });
    return { id, bytes };
  }

  /** The number of the last operation of this device. */
  seqOf(signer: Signer): number {
    return this.#seqs.get(signer) ?? 0;
  }
}

export interface DecidingPeople extends Pick<DecisionFile, "roots" | "people"> {
  readonly pen: Pen;
  readonly boxes: readonly [Signer, Signer];
  readonly voters: readonly Voter[];
}

/**
 * A community of so many people: everybody is let in by somebody who was there before, every third
 * has a tablet, one has a phone without Ed25519. Larger ones have a second root document.
 */
export async function decidingPeople(name: string, count: number): Promise<DecidingPeople> {
  const boxes = [await namedSigner(`${name} box 1`), await namedSigner(`${name} box 2`)] as const;
  const signer = (label: string) => namedSigner(`${name} ${label}`);
  const founder = await signer("voter 0");
  const first = await rootDocument({
    name,
    stewards: [founder.publicKey],
    boxes: boxes.map(({ publicKey }) => publicKey),
  });
  const document = encodeRootDocument(first);
  const pen = new Pen(await communityIdOf(document));
  const roots = [{ document, signatures: [await signRoot(document, founder)] }];
  const founding = await enrolBody(pen.communityId, founder, founder, { authority: "founder" });
  const enrolled = await pen.say(founder, kinds.enrol, founding);
  const people = [enrolled.bytes];
  const voters: Voter[] = [{ member: toMemberId(enrolled.id), devices: [founder] }];
  for (let number = 1; number < count; number++) {
    const inviter = voters[number >> 1]?.devices[0] ?? founder;
    const phone = number === 2 ? await p256Signer : await signer(`voter ${number}`);
    const { id, wires } = await letIn(pen, inviter, phone, await signer(`seed ${number}`), null);
    const member = toMemberId(id);
    people.push(...wires);
    const devices = [phone];
    if (number % 3 === 1) {
      const tablet = await signer(`tablet ${number}`);
      const key = await signer(`tablet seed ${number}`);
      people.push(...(await letIn(pen, phone, tablet, key, member)).wires);
      devices.push(tablet);
    }
    voters.push({ member, devices });
  }
  const [, second] = voters;
  if (second !== undefined)
    roots.push(await nextRoot(first, document, [founder, ...second.devices]));
  return { pen, boxes, voters, roots, people };
}

/** `member`: whose other device it is; null for a new person. */
async function letIn(
  pen: Pen,
  inviter: Signer,
  device: Signer,
  key: Signer,
  member: MemberId | null,
): Promise<{ id: OpId; wires: Uint8Array<ArrayBuffer>[] }> {
  const invite = await pen.say(inviter, kinds.invite, {
    inviteKey: key.publicKey,
    purpose: member === null ? "member" : "device",
    role: "member",
    member,
    expires: now + day,
    uses: 1,
  });
  const body = await enrolBody(pen.communityId, device, key, { invite: invite.id });
  const { id, bytes } = await pen.say(device, kinds.enrol, body);
  return { id, wires: [invite.bytes, bytes] };
}

async function nextRoot(first: RootDocument, previous: Uint8Array, stewards: readonly Signer[]) {
  const document = encodeRootDocument({
    ...first,
    version: 2,
    previous: await sha256(previous),
    stewards: stewards.map(({ publicKey }) => publicKey),
    threshold: stewards.length,
  });
  const signatures = await Promise.all(stewards.map((steward) => signRoot(document, steward)));
  return { document, signatures };
}
