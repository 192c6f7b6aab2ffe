/** A community on paper: real signed operations, folded by the real rules. */
import {
  type BodyOf,
  effects,
  encodeParams,
  type GateEffect,
  type Kind,
  kinds,
} from "../../mesh/kinds/index.ts";
import {
  bodyOf,
  type CommunityId,
  createOperation,
  deviceIdOf,
  type MemberId,
  type Operation,
  type OpId,
  type Signer,
  toHex,
  toMemberId,
  toOpId,
} from "../../mesh/op/index.ts";
import {
  applyDecision,
  applyMembership,
  communityIdOf,
  type DecisionEffect,
  emptyMembership,
  encodeRootDocument,
  enrolmentBytes,
  type LoggedStatement,
  type MembershipState,
  type Refusal,
  type RootDocument,
  type RootSignature,
  rootSignedBytes,
  settle,
} from "../../mesh/rules/index.ts";
import { namedSigner, seededRandom } from "./operations.ts";

/** When everything in these tests happens, seconds since 1970. */
export const now = 1_795_000_000;
export const day = 24 * 3_600;
const nobody = toOpId("0".repeat(32));

/** What a founder's phone writes, with whatever a test wants otherwise. */
export async function rootDocument(given: Partial<RootDocument> = {}): Promise<RootDocument> {
  return {
    version: 1,
    previous: null,
    name: "Ribera Alta",
    stewards: [(await namedSigner("founder")).publicKey],
    threshold: 1,
    recovery: (await namedSigner("recovery")).publicKey,
    boxes: [(await namedSigner("box")).publicKey],
    languages: ["es", "en"],
    values: ["care"],
    decision: {
      quorumPermille: 600,
      approvalPermille: 750,
      discussionHours: 72,
      votingHours: 72,
      graceHours: 2,
      veto: true,
    },
    gate: null,
    created: now,
    ...given,
  };
}

export async function signRoot(document: Uint8Array, signer: Signer): Promise<RootSignature> {
  const device = await deviceIdOf(signer.publicKey);
  return { device, signature: await signer.sign(rootSignedBytes(document)) };
}

/** What an enrolling device says; `by` is the key that lets it in. */
export async function enrolBody(
  communityId: CommunityId,
  device: Signer,
  by: Signer,
  rest: Partial<BodyOf<typeof kinds.enrol>> = {},
): Promise<BodyOf<typeof kinds.enrol>> {
  const proof = await by.sign(enrolmentBytes(communityId, device.publicKey));
  return { device: device.publicKey, authority: "invite", invite: null, proof, ...rest };
}

export interface Said {
  id: OpId;
  refusal: Refusal | null;
}

/** One log, and the state that follows from it. */
export class PaperCommunity {
  readonly communityId: CommunityId;
  readonly log: LoggedStatement[] = [];
  state: MembershipState;
  /** The clock of the box. */
  at = now;
  /** What was decided; `position` says after how many operations. */
  readonly decisions: { effect: DecisionEffect; moment: Parameters<typeof applyDecision>[2] }[] =
    [];
  private readonly seqs = new Map<string, number>();

  constructor(communityId: CommunityId) {
    this.communityId = communityId;
    this.state = emptyMembership(communityId);
  }

  async say<Body>(signer: Signer, kind: Kind<Body>, body: Body): Promise<Said> {
    const device = await deviceIdOf(signer.publicKey);
    const seq = (this.seqs.get(device) ?? 0) + 1;
    this.seqs.set(device, seq);
    const { op, id } = await createOperation({
      communityId: this.communityId,
      signer,
      kind: kind.number,
      seq,
      time: this.at,
      body: kind.schema.encode(body),
      erasable: !kind.lasting,
      random: seededRandom(seq),
    });
    const statement = statementOf(op, id, this.log.length + 1, this.at);
    this.log.push(statement);
    return { id, refusal: await settle((c) => applyMembership(this.state, statement, c)) };
  }

  /** Asks the gate. */
  async request<P>(signer: Signer, effect: GateEffect<P>, params: P): Promise<Said> {
    const body = { effect: effect.name, params: encodeParams(effect, params) };
    return this.say(signer, kinds.gateRequest, body);
  }

  /** As a passed decision does, without the vote. Says why it could not take place, or null. */
  async decide<P>(effect: GateEffect<P>, params: P): Promise<Refusal | null> {
    const decided = { effect: effect.name, params: encodeParams(effect, params) };
    const moment = { request: nobody, position: this.log.length, at: this.at };
    this.decisions.push({ effect: decided, moment });
    const [refusal = null] = await settle((c) => applyDecision(this.state, [decided], moment, c));
    return refusal;
  }

  async approve(signer: Signer, request: OpId, rootSignature: Uint8Array | null = null) {
    return this.say(signer, kinds.gateApprove, { request, rootSignature });
  }

  /** Lets a new person in by `inviter`'s invitation. */
  async join(name: string, inviter: Signer, role: "guest" | "member" = "member") {
    const device = await namedSigner(name);
    const inviteKey = await namedSigner(`invitation of ${name}`);
    const invite = await this.say(inviter, kinds.invite, {
      inviteKey: inviteKey.publicKey,
      purpose: "member",
      role,
      member: null,
      expires: this.at + day,
      uses: 1,
    });
    const body = await enrolBody(this.communityId, device, inviteKey, { invite: invite.id });
    const enrolled = await this.say(device, kinds.enrol, body);
    return { signer: device, member: toMemberId(enrolled.id), invite, enrolled };
  }

  async memberOf(signer: Signer): Promise<MemberId> {
    const device = this.state.devices.get(await deviceIdOf(signer.publicKey));
    if (device === undefined) throw new Error("This device is not enrolled.");
    return device.member;
  }

  /** Makes `signer` a second steward, with all signatures that takes. */
  async addSteward(signer: Signer, stewards: Signer[], threshold: number): Promise<Said> {
    await this.mandate([...stewards, signer], threshold);
    const document = await this.nextRoot([...stewards, signer], threshold);
    const [first] = stewards;
    if (first === undefined) throw new Error("There is no steward.");
    const request = await this.request(first, effects.stewardChange, { document });
    for (const each of [...stewards, signer]) {
      const { signature } = await signRoot(document, each);
      await this.approve(each, request.id, signature);
    }
    return request;
  }

  /** Everybody decides who the stewards shall be. */
  async mandate(stewards: Signer[], threshold: number): Promise<Refusal | null> {
    const owners = await Promise.all(
      stewards.map(async (signer) => {
        const device = this.state.devices.get(await deviceIdOf(signer.publicKey));
        return device?.member ?? toMemberId(nobody);
      }),
    );
    return this.decide(effects.stewardMandate, { stewards: owners, threshold });
  }

  /** By the mandate, unless `gate` says otherwise. */
  async nextRoot(
    stewards: Signer[],
    threshold: number,
    gate = this.state.settings?.register.mandate?.decision ?? null,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { root } = this.state;
    if (root === null) throw new Error("Nothing is founded yet.");
    return encodeRootDocument({
      ...root.document,
      version: root.document.version + 1,
      previous: new Uint8Array(await crypto.subtle.digest("SHA-256", root.bytes.slice())),
      stewards: stewards.map(({ publicKey }) => publicKey),
      threshold,
      gate,
    });
  }
}

/** A community with a founder, who is its only steward. */
export async function foundOnPaper(): Promise<{
  paper: PaperCommunity;
  founder: Signer;
  founderMember: MemberId;
}> {
  const founder = await namedSigner("founder");
  const document = encodeRootDocument(await rootDocument());
  const paper = new PaperCommunity(await communityIdOf(document));
  const signatures = [await signRoot(document, founder)];
  await paper.say(founder, kinds.root, { document, signatures });
  const body = await enrolBody(paper.communityId, founder, founder, { authority: "founder" });
  const { id } = await paper.say(founder, kinds.enrol, body);
  return { paper, founder, founderMember: toMemberId(id) };
}

export function statementOf(
  op: Operation,
  id: OpId,
  position: number,
  received: number,
): LoggedStatement {
  const { author, header } = op;
  const { kind, time } = header;
  return { id, author, kind, body: bodyOf(op), position, time, received };
}

/** Everything in a state as text, to compare two of them. */
export function snapshot(state: MembershipState): string {
  return JSON.stringify(state, (_, value) => {
    if (value instanceof Map) return [...value].sort(([a], [b]) => (a < b ? -1 : 1));
    if (value instanceof Set) return [...value].sort();
    if (value instanceof Uint8Array) return `bytes ${toHex(value)}`;
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    // In whichever order its fields were filled in.
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
