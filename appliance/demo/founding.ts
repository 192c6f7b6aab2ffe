/** The sample community's beginning: root document, people, stewards. */
import { type BodyOf, effects, encodeParams, kinds } from "../../mesh/kinds/index.ts";
import {
  type MemberId,
  type OpId,
  type PublicKey,
  sha256,
  toMemberId,
} from "../../mesh/op/index.ts";
import {
  communityIdOf,
  decodeRootDocument,
  encodeRootDocument,
  enrolmentBytes,
  inviteSigner,
  type RootDocument,
  rootSignedBytes,
} from "../../mesh/rules/index.ts";
import { DemoAuthor, DemoLog, type DemoSeed } from "./author.ts";
import { type DemoPerson, demoValues, founder, people, secondSteward } from "./people.ts";

const day = 24 * 3_600;

/** Somebody of the sample community with their phone. */
export interface DemoMember {
  readonly person: DemoPerson;
  readonly author: DemoAuthor;
  readonly member: MemberId;
}

export interface DemoCommunity {
  readonly log: DemoLog;
  readonly root: Uint8Array;
  readonly members: ReadonlyMap<string, DemoMember>;
}

/** Signs everything up to the moment when the community is as the sample shows it. */
export async function foundDemo(options: {
  readonly seed: DemoSeed;
  readonly boxKey: PublicKey;
  /** Seconds since 1970. */
  readonly now: number;
}): Promise<DemoCommunity> {
  const { seed, boxKey, now } = options;
  const signer = await seed.signer(`device of ${founder}`);
  const document: RootDocument = {
    version: 1,
    previous: null,
    name: "Ribera Alta",
    stewards: [signer.publicKey],
    threshold: 1,
    recovery: (await seed.signer("recovery")).publicKey,
    boxes: [boxKey],
    languages: ["en", "es", "zh"],
    values: demoValues,
    decision: {
      quorumPermille: 600,
      approvalPermille: 750,
      discussionHours: 72,
      votingHours: 72,
      graceHours: 24,
      veto: true,
    },
    gate: null,
    created: now,
  };
  const root = encodeRootDocument(document);
  const log = new DemoLog(await communityIdOf(root), seed);
  const members = new Map<string, DemoMember>();
  for (const [index, person] of people.entries()) {
    const first = members.get(founder);
    const member =
      first === undefined
        ? await enrolFounder(log, person, root, now)
        : await join(log, person, first.author, now);
    members.set(person.name, member);
    const { name, languages, about, hue } = person;
    const said = { name, languages: [...languages], about, hue };
    await member.author.say(kinds.profile, said, now - (people.length - index) * day);
  }
  return { log, root, members };
}

async function enrolFounder(
  log: DemoLog,
  person: DemoPerson,
  root: Uint8Array,
  now: number,
): Promise<DemoMember> {
  const author = await DemoAuthor.of(log, person.name);
  const { signer, device } = author;
  const signature = await signer.sign(rootSignedBytes(root));
  await author.say(kinds.root, { document: root, signatures: [{ device, signature }] }, now);
  const id = await author.say(kinds.enrol, await enrolment(log, author, null), now);
  return { person, author, member: toMemberId(id) };
}

async function join(
  log: DemoLog,
  person: DemoPerson,
  inviter: DemoAuthor,
  now: number,
): Promise<DemoMember> {
  const key = await inviteSigner(log.seed.bytes(`invitation of ${person.name}`, 16));
  const invite = await inviter.say(
    kinds.invite,
    {
      inviteKey: key.publicKey,
      purpose: "member",
      role: "member",
      member: null,
      expires: now + day,
      uses: 1,
    },
    now,
  );
  const author = await DemoAuthor.of(log, person.name);
  const proof = await key.sign(enrolmentBytes(log.communityId, author.signer.publicKey));
  const id = await author.say(kinds.enrol, await enrolment(log, author, { invite, proof }), now);
  return { person, author, member: toMemberId(id) };
}

async function enrolment(
  log: DemoLog,
  { signer }: DemoAuthor,
  by: Pick<BodyOf<typeof kinds.enrol>, "invite" | "proof"> | null,
): Promise<BodyOf<typeof kinds.enrol>> {
  const device = signer.publicKey;
  if (by !== null) return { device, authority: "invite", ...by };
  const proof = await signer.sign(enrolmentBytes(log.communityId, device));
  return { device, authority: "founder", invite: null, proof };
}

/** What the sample community decides about its stewards. */
export function demoMandate({ members }: DemoCommunity) {
  const stewards = [founder, secondSteward].map((name) => memberNamed(members, name));
  return { stewards: stewards.map(({ member }) => member), threshold: 2 };
}

/** Puts the mandate in force; `gate`: the decision about it. Signed, not handed in. */
export async function addSteward(
  { members, root }: DemoCommunity,
  gate: OpId,
  now: number,
): Promise<void> {
  const first = memberNamed(members, founder).author;
  const second = memberNamed(members, secondSteward).author;
  const next = encodeRootDocument({
    ...decodeRootDocument(root),
    gate,
    version: 2,
    previous: await sha256(root),
    stewards: [first.signer.publicKey, second.signer.publicKey],
    threshold: 2,
  });
  const params = encodeParams(effects.stewardChange, { document: next });
  const wanted = { effect: effects.stewardChange.name, params };
  const request = await first.say(kinds.gateRequest, wanted, now);
  for (const author of [first, second]) {
    const rootSignature = await author.signer.sign(rootSignedBytes(next));
    await author.say(kinds.gateApprove, { request, rootSignature }, now);
  }
}

export function memberNamed(members: ReadonlyMap<string, DemoMember>, name: string): DemoMember {
  const member = members.get(name);
  if (member === undefined) throw new Error(`Nobody in the sample community is called ${name}.`);
  return member;
}
