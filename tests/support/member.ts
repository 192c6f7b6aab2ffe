/** A member's phone, as far as the box can tell: keys, signed operations, a session. */
import { systemClock } from "../../appliance/clock.ts";
import { sessionBytes } from "../../appliance/members/index.ts";
import { systemRandom } from "../../appliance/random.ts";
import type { Submission } from "../../appliance/store/index.ts";
import {
  effects,
  encodeParams,
  type GateEffect,
  type Kind,
  kinds,
} from "../../mesh/kinds/index.ts";
import {
  type CommunityId,
  createOperation,
  type DeviceId,
  deviceIdOf,
  encodeBatch,
  fromBase64Url,
  generateSigner,
  type KeyAlgorithm,
  type MemberId,
  type OpId,
  type Signer,
  sha256,
  toBase64Url,
  toCommunityId,
  toMemberId,
} from "../../mesh/op/index.ts";
import {
  communityIdOf,
  decodeRootDocument,
  encodeRootDocument,
  enrolmentBytes,
  inviteSigner,
  type RootDocument,
  recoverySigner,
  rootSignedBytes,
} from "../../mesh/rules/index.ts";
import type { TestBox } from "./box.ts";
import { decide } from "./decide.ts";

export interface MadeOperation {
  readonly id: OpId;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Invitation {
  readonly id: OpId;
  readonly seed: Uint8Array;
}

export interface Founding {
  readonly root: Uint8Array;
  readonly operations: readonly Uint8Array[];
  readonly founder: TestMember;
  readonly recoverySeed: Uint8Array;
}

/** One device of one member. */
export class TestMember {
  readonly communityId: CommunityId;
  readonly signer: Signer;
  readonly device: DeviceId;
  /** Set once enrolled. */
  member: MemberId;
  box: TestBox;
  seq = 0;
  token: string | null = null;
  /** The phone's clock, seconds since 1970. */
  now = () => Math.floor(systemClock.nowMs() / 1000);

  constructor(box: TestBox, communityId: CommunityId, signer: Signer, device: DeviceId) {
    this.box = box;
    this.communityId = communityId;
    this.signer = signer;
    this.device = device;
    this.member = toMemberId("0".repeat(32));
  }

  static async create(
    box: TestBox,
    communityId: CommunityId,
    algorithm: KeyAlgorithm = "Ed25519",
  ): Promise<TestMember> {
    const signer = await generateSigner({ extractable: false, algorithm });
    return new TestMember(box, communityId, signer, await deviceIdOf(signer.publicKey));
  }

  /** Everything a founding sends, not sent yet. */
  static async prepareFounding(
    box: TestBox,
    given: Partial<RootDocument> = {},
    algorithm: KeyAlgorithm = "Ed25519",
  ): Promise<Founding> {
    const signer = await generateSigner({ extractable: false, algorithm });
    const recoverySeed = systemRandom.bytes(16);
    const root = encodeRootDocument({
      version: 1,
      previous: null,
      name: "Ribera Alta",
      stewards: [signer.publicKey],
      threshold: 1,
      recovery: (await recoverySigner(recoverySeed)).publicKey,
      boxes: [box.box.provisioned.boxSigner.publicKey],
      languages: ["en", "es"],
      values: ["care"],
      decision: {
        quorumPermille: 600,
        approvalPermille: 750,
        discussionHours: 72,
        votingHours: 48,
        graceHours: 24,
        veto: true,
      },
      gate: null,
      created: Math.floor(systemClock.nowMs() / 1000),
      ...given,
    });
    const communityId = await communityIdOf(root);
    const device = await deviceIdOf(signer.publicKey);
    const founder = new TestMember(box, communityId, signer, device);
    const signature = await signer.sign(rootSignedBytes(root));
    const rootOp = await founder.sign(kinds.root, {
      document: root,
      signatures: [{ device, signature }],
    });
    const enrol = await founder.sign(kinds.enrol, {
      device: signer.publicKey,
      authority: "founder",
      invite: null,
      proof: await signer.sign(enrolmentBytes(communityId, signer.publicKey)),
    });
    const profile = await founder.sign(kinds.profile, profileNamed("Rosa"));
    founder.member = toMemberId(enrol.id);
    const operations = [rootOp, enrol, profile].map(({ bytes }) => bytes);
    return { root, operations, founder, recoverySeed };
  }

  /** Founds the community on this box, over HTTPS, with its code. */
  static async found(box: TestBox, algorithm: KeyAlgorithm = "Ed25519"): Promise<TestMember> {
    const founding = await TestMember.prepareFounding(box, {}, algorithm);
    const response = await sendFounding(box, founding, box.foundingCode() ?? new Uint8Array(16));
    if (!response.ok) throw new Error(`founding failed: ${await response.text()}`);
    return founding.founder;
  }

  /** Joins by an invitation, with a name to show. */
  static async join(
    box: TestBox,
    seed: Uint8Array,
    { name = "Ana", algorithm }: { name?: string; algorithm?: KeyAlgorithm } = {},
  ): Promise<TestMember> {
    const key = await inviteSigner(seed);
    const found = await postJson(box, "/api/join/invite", {
      inviteKey: toBase64Url(key.publicKey),
    });
    const { invite, community } = (await found.json()) as {
      invite: { id: OpId; member: MemberId | null };
      community: { id: string };
    };
    const joiner = await TestMember.create(box, toCommunityId(community.id), algorithm);
    const { publicKey } = joiner.signer;
    const enrol = await joiner.sign(kinds.enrol, {
      device: publicKey,
      authority: "invite",
      invite: invite.id,
      proof: await key.sign(enrolmentBytes(joiner.communityId, publicKey)),
    });
    joiner.member = invite.member ?? toMemberId(enrol.id);
    const operations = [enrol];
    if (invite.member === null)
      operations.push(await joiner.sign(kinds.profile, profileNamed(name)));
    expectDone(await joiner.submit(...operations));
    return joiner;
  }

  /** The next operation of this device, not handed in yet. */
  async sign<B>(
    kind: Kind<B>,
    body: NoInfer<B>,
    { seq = ++this.seq, time = this.now() } = {},
  ): Promise<MadeOperation> {
    const { id, bytes } = await createOperation({
      communityId: this.communityId,
      signer: this.signer,
      kind: kind.number,
      seq,
      time,
      body: kind.schema.encode(body),
      erasable: !kind.lasting,
      random: systemRandom,
    });
    return { id, bytes };
  }

  /** Hands operations in; one result for each. */
  async submit(...operations: readonly MadeOperation[]): Promise<Submission[]> {
    const response = await postOperations(
      this.box,
      encodeBatch(operations.map(({ bytes }) => bytes)),
    );
    if (!response.ok) throw new Error(`refused: ${await response.text()}`);
    return ((await response.json()) as { results: Submission[] }).results;
  }

  /** Signs and hands in one operation. Throws unless it has its effect. */
  async speak<B>(kind: Kind<B>, body: NoInfer<B>): Promise<OpId> {
    const made = await this.sign(kind, body);
    expectDone(await this.submit(made));
    return made.id;
  }

  /** Signs and hands in one operation; returns why it has no effect, or null. */
  async refusal<B>(kind: Kind<B>, body: NoInfer<B>): Promise<string | null> {
    const [result] = await this.submit(await this.sign(kind, body));
    if (result?.state !== "ok") return result?.state ?? "nothing";
    return result.effect?.done === false ? result.effect.reason : null;
  }

  /** Asks the gate. Takes effect at once while there is one steward. */
  ask<P>(effect: GateEffect<P>, params: NoInfer<P>): Promise<OpId> {
    return this.speak(kinds.gateRequest, {
      effect: effect.name,
      params: encodeParams(effect, params),
    });
  }

  /** Makes an invitation; `device` is for another device of one's own. */
  async invite(
    given: {
      purpose?: "member" | "device";
      role?: "guest" | "member";
      uses?: number;
      seconds?: number;
    } = {},
  ): Promise<Invitation> {
    const { purpose = "member", role = "member", uses = 1, seconds = 3_600 } = given;
    const seed = systemRandom.bytes(16);
    const id = await this.speak(kinds.invite, {
      inviteKey: (await inviteSigner(seed)).publicKey,
      purpose,
      role,
      member: purpose === "device" ? this.member : null,
      expires: Math.floor(systemClock.nowMs() / 1000) + seconds,
      uses,
    });
    return { id, seed };
  }

  /** Opens a session and keeps its token. */
  async openSession(): Promise<string> {
    const response = await this.answerChallenge();
    if (!response.ok) throw new Error(`no session: ${await response.text()}`);
    const { token } = (await response.json()) as { token: string };
    this.token = token;
    return token;
  }

  async answerChallenge(): Promise<Response> {
    const { device } = this;
    const asked = await postJson(this.box, "/api/session/challenge", { device });
    const { challenge } = (await asked.json()) as { challenge: string };
    const signed = sessionBytes(this.communityId, fromBase64Url(challenge) ?? new Uint8Array());
    const signature = toBase64Url(await this.signer.sign(signed));
    return postJson(this.box, "/api/session", { device, challenge, signature });
  }

  /** A request with this member's session, which is opened when there is none. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const token = this.token ?? (await this.openSession());
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${token}`);
    return this.box.fetch(path, { ...init, headers });
  }

  /** GET as JSON. Throws unless it is answered with 200. */
  async get<Answer>(path: string): Promise<Answer> {
    const response = await this.fetch(path);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  /** POST of JSON with this member's session. */
  async post(path: string, json: unknown): Promise<Response> {
    const headers = { "content-type": "application/json" };
    return this.fetch(path, { method: "POST", body: JSON.stringify(json), headers });
  }
}

/** A founded box with a founder and so many members who joined by one invitation. */
export async function foundedBox(
  box: TestBox,
  members = 0,
): Promise<{ founder: TestMember; members: TestMember[] }> {
  const founder = await TestMember.found(box);
  const joined: TestMember[] = [];
  if (members > 0) {
    const { seed } = await founder.invite({ uses: members });
    for (let number = 1; number <= members; number++) {
      joined.push(await TestMember.join(box, seed, { name: `Member ${number}` }));
    }
  }
  return { founder, members: joined };
}

/**
 * Makes these devices the stewards': it is decided, and everybody signs. `asking` is one today;
 * `others`: who votes besides.
 */
export async function makeStewards(
  asking: TestMember,
  stewards: readonly TestMember[],
  others: readonly TestMember[] = [],
): Promise<void> {
  const threshold = Math.floor(stewards.length / 2) + 1;
  const mandate = { stewards: stewards.map(({ member }) => member), threshold };
  const voters = [...stewards, ...others].filter((voter) => voter !== asking);
  const decision = await decide(asking, effects.stewardMandate, mandate, voters);
  const document = await nextRootDocument(asking, stewards, { threshold, gate: decision });
  const request = await asking.ask(effects.stewardChange, { document });
  for (const steward of stewards) {
    const rootSignature = await steward.signer.sign(rootSignedBytes(document));
    await steward.speak(kinds.gateApprove, { request, rootSignature });
  }
}

/** What would follow the root document in force, with these people's devices as stewards. */
export async function nextRootDocument(
  asking: TestMember,
  stewards: readonly TestMember[],
  change: { threshold: number; gate: OpId | null },
): Promise<Uint8Array> {
  const gate = await asking.get<{ root: { document: string } }>("/api/gate");
  const inForce = fromBase64Url(gate.root.document) ?? new Uint8Array();
  const before = decodeRootDocument(inForce);
  return encodeRootDocument({
    ...before,
    version: before.version + 1,
    previous: await sha256(inForce),
    stewards: stewards.map(({ signer }) => signer.publicKey),
    ...change,
  });
}

export function sendFounding(
  box: TestBox,
  { root, operations }: Founding,
  code: Uint8Array,
): Promise<Response> {
  return postJson(box, "/api/found", {
    code: toBase64Url(code),
    root: toBase64Url(root),
    operations: operations.map(toBase64Url),
  });
}

export function postJson(box: TestBox, path: string, json: unknown): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return box.fetch(path, { method: "POST", body: JSON.stringify(json), headers });
}

export function postOperations(box: TestBox, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  const headers = { "content-type": "application/cbor" };
  return box.fetch("/api/ops", { method: "POST", body, headers });
}

function expectDone(results: readonly Submission[]): void {
  for (const { state, effect } of results) {
    if (state !== "ok" && state !== "dup") throw new Error(`not stored: ${state}`);
    if (effect?.done !== true) throw new Error(`no effect: ${JSON.stringify(effect)}`);
  }
}

function profileNamed(name: string) {
  return { name, languages: ["en"], about: "", hue: 120 };
}
