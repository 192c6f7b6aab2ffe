/**
 * Made the frozen vectors beside this file: the bytes of one body of every kind and effect, and a
 * ballot by radio. They are the contract with every phone, box and radio out there, so this script
 * never changes what is written: it only adds kinds and effects that have no vector yet.
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
import { effects, type FrozenRules, kinds, radioBodies } from "../index.ts";

const op = (digit: string) => toOpId(digit.repeat(32));
const publicKey = (await signerFromSeed(new Uint8Array(32).fill(42))).publicKey;
const member = toMemberId("c".repeat(32));
const device = toDeviceId("d".repeat(16));
const signature = new Uint8Array(64).fill(5);
const document = Uint8Array.of(128);
const rules: FrozenRules = {
  model: "modified",
  quorumPermille: 600,
  approvalPermille: 750,
  strict: false,
  veto: true,
  blockStays: "override",
  overridePermille: 900,
  hidden: true,
  early: true,
  delegationHops: 1,
  attested: ["paper", "proxy"],
  options: 0,
  discussionEnds: 1_800_000_000,
  votingEnds: 1_800_172_800,
  graceHours: 24,
  mediationHours: 168,
  takeoverHours: 12,
};
const idSet = {
  root: new Uint8Array(32).fill(3),
  count: 3,
  ids: new Uint8Array(32).fill(7),
  parts: [op("6")],
};

const bodies: {
  [Name in keyof typeof kinds]: Parameters<(typeof kinds)[Name]["schema"]["encode"]>[0];
} = {
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
  proposal: {
    thread: op("8"),
    previous: op("8"),
    text: op("9"),
    model: "modified",
    topic: "garden",
    effects: [{ effect: "group.create", params: Uint8Array.of(129, 97, 120) }],
    options: 0,
    about: [member],
    hidden: true,
    publish: true,
    reviewAt: 1_900_000_000,
    revisits: null,
  },
  proposalText: {
    title: "Compartir el saber de la huerta",
    summary: "Otra comunidad podrá leer lo que sabemos de la huerta.",
    body: "Menos las plantas medicinales.",
    lang: "es",
    options: ["sí", "más tarde"],
    items: [op("3")],
    rationale: "",
  },
  opening: {
    thread: op("8"),
    version: op("a"),
    previous: op("b"),
    rules,
    topic: "garden",
    about: [member],
    roll: idSet,
    closers: [device],
    stewards: [member],
    stewardThreshold: 1,
  },
  idList: { ids: new Uint8Array(32).fill(7) },
  comment: { thread: op("8"), parent: null, text: "¿Y la ruda?" },
  ballotFull: { proposal: op("a"), choice: 6, revision: 1, reason: op("c"), ranking: [2, 0] },
  ballotReason: { text: "La ruda cura y mata.", path: "talk" },
  attestation: {
    proposal: op("a"),
    form: "hands",
    entries: [{ member, choice: 1 }],
    present: [member],
    counts: [0, 3],
    replaces: null,
  },
  witness: { attestation: op("d") },
  delegate: { topic: "", to: member, revision: 2 },
  close: {
    opening: op("e"),
    stage: 1,
    amends: [op("f")],
    ballots: idSet,
    outcome: "not_passed",
    winner: null,
    counts: [0, 12, 1],
  },
  mark: { thread: op("8"), mark: "implemented" },
  outcomeNote: { thread: op("8"), text: "La leen cada semana." },
  mediation: { opening: op("e"), path: "restorative", state: "propose" },
  termEnd: { grant: op("8"), member, role: "moderator" },
  emergency: { level: "alert", reason: "El río sube.", hours: 24 },
  emergencyAct: { emergency: op("1"), act: "confirm" },
  meeting: {
    meeting: null,
    title: "Asamblea",
    starts: 1_800_000_000,
    place: "la escuela",
    facilitator: member,
    agenda: ["agua"],
    minutes: "",
    actions: [{ text: "limpiar la bomba", owner: member, due: 1_800_090_000, done: false }],
  },
  handover: { role: "moderator", to: member, text: "Las claves no se pasan." },
};

const params: {
  [Name in keyof typeof effects]: Parameters<(typeof effects)[Name]["schema"]["encode"]>[0];
} = {
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
  decisionRules: {
    model: "consent",
    early: true,
    delegationHops: 1,
    attested: ["hands"],
    proposers: "members",
    mediationHours: 168,
    takeoverHours: 12,
    blockStays: "override",
    overridePermille: 900,
    termDays: 182,
    rolePeopleMin: 2,
  },
  roleAppoint: { member, role: "facilitator", until: 1_900_000_000 },
  stewardMandate: { stewards: [member], threshold: 1 },
  emergencyPolicy: { people: [member], two: true, hours: 24, powers: ["alert_all"] },
  assistantPolicy: {
    guests: false,
    personality: "Un vecino paciente.",
    style: "brief",
    formality: "casual",
    languages: ["es", "en"],
    houseTerms: true,
    offLimits: [{ topic: "salud", words: ["medicina"], say: "Pregunta en la enfermería." }],
    boundaries: ["No da consejos legales."],
    protocols: [
      {
        topic: "semillas viejas",
        words: ["semilla criolla"],
        say: "Primero se habla.",
        ask: "una persona mayor",
        answers: true,
      },
    ],
  },
  modelDeploy: {
    name: "pequeño",
    sha256: new Uint8Array(32).fill(9),
    bytes: 5_000_000_000,
    source: "USB",
  },
  modelRollback: {},
  knowledgeShare: {
    category: "garden",
    partner: "Valle Bajo",
    on: true,
    exceptLabels: ["medicinal"],
  },
  partnerAdmit: { name: "Valle Bajo", key: publicKey, note: "" },
  partnerPause: { key: publicKey, paused: true },
  updateWindow: { days: 96, startMinute: 120, minutes: 180 },
  budgetEntry: { what: "bomba", cents: 12_500, currency: "EUR", direction: "out", payee: "Teo" },
  resourceCommit: {
    what: "podar",
    kind: "skill",
    member,
    hours: 6,
    until: 1_900_000_000,
  },
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
await freeze("effects.json", effectVectors());
await freeze("radio.json", await radioVectors());
