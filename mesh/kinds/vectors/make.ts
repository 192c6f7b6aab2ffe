/**
 * Made the frozen vectors beside this file: the bytes of one body of every kind and effect,
 * forms that came later, and a ballot by radio. They are the contract with every phone, box and
 * radio out there, so this script never changes what is written: it only adds what has no vector
 * yet.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  createOperation,
  encodeCbor,
  encodeRadio,
  generateSigner,
  type Signer,
  signerFromSeed,
  toCommunityId,
  toDeviceId,
  toHex,
  toMemberId,
  toOpId,
} from "../../op/index.ts";
import { type BodyOf, effects, fileIdOf, kinds, radioBodies } from "../index.ts";
import { type Bodies, decidingBodies, decidingParams, type Params } from "./deciding.ts";

const op = (digit: string) => toOpId(digit.repeat(32));
const publicKey = (await signerFromSeed(new Uint8Array(32).fill(42))).publicKey;
const member = toMemberId("c".repeat(32));
const device = toDeviceId("d".repeat(16));
const signature = new Uint8Array(64).fill(5);
const document = Uint8Array.of(128);

const bodies: Bodies<keyof typeof kinds> = {
  root: { document, signatures: [{ device, signature }] },
  invite: {
    inviteKey: publicKey,
    purpose: "device",
    role: "member",
    member,
    expires: 1_795_000_000,
    uses: 1,
  },
  enrol: { device: publicKey, authority: "invite", invite: op("1"), proof: signature },
  revoke: { device, member: null, reason: "lost" },
  profile: { name: "Ñusta Quispe", languages: ["es", "qu"], about: "Cuido el pozo.", hue: 210 },
  gateRequest: { effect: "group.create", params: Uint8Array.of(129, 97, 120) },
  gateApprove: { request: op("2"), rootSignature: signature },
  gateCancel: { request: op("2") },
  leave: {},
  inviteCancel: { invite: op("1") },
  item: {
    item: op("3"),
    parents: [op("3"), op("4")],
    form: "term",
    title: "caja roja",
    body: "La caja con el teléfono del barrio.",
    context: "puentes",
    example: null,
    lang: "es",
    category: "water",
    tags: ["agua", "mapa"],
    audience: "group:elders-council",
    consent: "federation_ok",
    attribution: "abuela Rosa",
    source: null,
    validUntil: 1_900_000_000,
    supersedes: op("5"),
    series: { title: "Manual", part: 2, parts: 9 },
  },
  itemLabel: { item: op("3"), label: "checked", on: true },
  itemReview: { version: op("4"), verdict: "return", reasonCode: "unsourced" },
  itemReport: { item: op("3"), reason: "private", text: "a phone number" },
  itemHide: { item: op("3"), on: true, reason: "private" },
  erase: { targets: [op("3"), op("4")] },
  question: { text: "¿Quién sabe podar?", lang: "es", audience: "members" },
  answer: { question: op("6"), text: "Teo.", item: null },
  questionClose: { question: op("6"), accepted: op("7") },
  feedback: { target: op("4"), verdict: "up", passage: 3 },
  ballot: { proposal: op("8"), choice: 1, revision: 300 },
  ...decidingBodies,
};

const params: Params<keyof typeof effects> = {
  communityUpdate: {
    name: "Ribera Alta",
    languages: ["es", "en"],
    values: ["cuidado"],
    purpose: "Agua para todos.",
  },
  communityRules: {
    quorumPermille: 600,
    approvalPermille: 750,
    discussionHours: 72,
    votingHours: 72,
    graceHours: 2,
    veto: true,
  },
  roleGrant: { member, role: "moderator" },
  roleRevoke: { member, role: "member" },
  groupCreate: { name: "elders-council" },
  groupAdd: { group: "elders-council", member },
  groupRemove: { group: "elders-council", member },
  stewardChange: { document },
  memberRecover: { member, inviteKey: publicKey },
  memberRevoke: { device: null, member, reason: "decision" },
  knowledgeCategory: { category: "water", on: true },
  knowledgeReview: { reviewFirst: true },
  ...decidingParams,
};

function bodyVectors() {
  return Object.entries(kinds).map(([name, kind]) => {
    const schema = kind.schema as { encode(value: unknown): ReturnType<typeof kind.schema.encode> };
    const body = bodies[name as keyof typeof kinds];
    return {
      name,
      kind: kind.number,
      lasting: kind.lasting,
      body,
      cbor: toHex(encodeCbor(schema.encode(body))),
    };
  });
}

/** Other forms of bodies: what a kind has learnt to say since its first vector. */
async function formVectors() {
  const kind = kinds.proposalText;
  const file = async (name: string, type: string, content: string, digit: string) => {
    const salt = digit.repeat(32);
    const bytes = new TextEncoder().encode(content);
    return { name, type, bytes: bytes.length, salt, hash: await fileIdOf(salt, bytes) };
  };
  const budget = await file("presupuesto.csv", "text/csv", "agua,120\n", "7");
  const plan = await file("El plano (2).pdf", "application/pdf", "%PDF-1.7\n", "8");
  const form = (name: string, body: BodyOf<typeof kind>) => ({
    name,
    kind: kind.number,
    lasting: kind.lasting,
    body,
    cbor: toHex(encodeCbor(kind.schema.encode(body))),
  });
  const { proposalText } = decidingBodies;
  return [
    form("a proposal's text with a file", { ...proposalText, attachments: [budget] }),
    form("a proposal's text with two files", { ...proposalText, attachments: [plan, budget] }),
  ];
}

function effectVectors() {
  return Object.entries(effects).map(([name, effect]) => {
    const schema = effect.schema as {
      encode(value: unknown): ReturnType<typeof effect.schema.encode>;
    };
    const value = params[name as keyof typeof effects];
    return {
      name,
      effect: effect.name,
      params: value,
      cbor: toHex(encodeCbor(schema.encode(value))),
    };
  });
}

async function radioVectors() {
  const communityId = toCommunityId("f01c".repeat(16));
  const p256 = await generateSigner({ extractable: false, algorithm: "P-256" });
  const ed25519 = await signerFromSeed(new Uint8Array(32).fill(42));
  const proposal = op("8");
  const ballot = async (
    name: string,
    signer: Signer,
    seq: number,
    time: number,
    choice: number,
    revision: number,
  ) => {
    const made = await createOperation({
      communityId,
      signer,
      kind: kinds.ballot.number,
      seq,
      time,
      body: kinds.ballot.schema.encode({ proposal, choice, revision }),
      erasable: false,
      random: { bytes: (length) => new Uint8Array(length) },
    });
    return {
      name,
      valid: true,
      communityId,
      publicKey: toHex(signer.publicKey),
      reference: proposal,
      radio: toHex(encodeRadio(made.op, radioBodies)),
      wire: toHex(made.bytes),
      id: made.id,
    };
  };
  const usual = await ballot("a ballot, Ed25519", ed25519, 300, 1_795_000_000, 1, 0);
  const broken = (name: string, radio: string) => ({ ...usual, name, valid: false, radio });
  const { radio } = usual;
  return [
    usual,
    await ballot("a ballot, P-256", p256, 300, 1_795_000_000, 1, 0),
    await ballot(
      "a ballot with the largest numbers",
      ed25519,
      0xffff_ffff,
      0xffff_ffff,
      255,
      65_535,
    ),
    await ballot("a ballot with the smallest numbers", ed25519, 1, 0, 0, 0),
    broken("cut off by one byte", radio.slice(0, -2)),
    broken("one byte too many", `${radio}00`),
    broken("a kind without a radio form", `14${radio.slice(2)}`),
    broken("a number longer than needed", `${radio.slice(0, 12)}8200${radio.slice(14)}`),
    broken("another choice than was signed", `${radio.slice(0, 30)}02${radio.slice(32)}`),
    broken("another author prefix", `3c00000000${radio.slice(10)}`),
    {
      ...usual,
      name: "a proposal that only begins alike",
      valid: false,
      reference: `88888888${"9".repeat(24)}`,
    },
    { ...usual, name: "another community", valid: false, communityId: "f01cf01c".padEnd(64, "0") },
  ];
}

/** Bytes as `{"hex": …}`, so that they come back as bytes. */
function spell(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { hex: toHex(value) } : value;
}

/** Adds what has no vector yet; what is there stays. */
async function freeze(name: string, made: { name: string }[]): Promise<void> {
  const path = join(import.meta.dir, name);
  const frozen: { name: string }[] = existsSync(path) ? await Bun.file(path).json() : [];
  const added = made.filter((vector) => !frozen.some((old) => old.name === vector.name));
  await Bun.write(path, `${JSON.stringify([...frozen, ...added], spell, 2)}\n`);
}

await freeze("bodies.json", bodyVectors());
await freeze("forms.json", await formVectors());
await freeze("effects.json", effectVectors());
await freeze("radio.json", await radioVectors());
