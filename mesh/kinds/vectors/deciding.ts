/** What is said in the vectors of governance: proposals, offices, and what decisions do. */
import { signerFromSeed, toDeviceId, toMemberId, toOpId } from "../../op/index.ts";
import type { effects, FrozenRules, kinds } from "../index.ts";

const op = (digit: string) => toOpId(digit.repeat(32));
const publicKey = (await signerFromSeed(new Uint8Array(32).fill(42))).publicKey;
const member = toMemberId("c".repeat(32));
const device = toDeviceId("d".repeat(16));

type Kinds = typeof kinds;
type Effects = typeof effects;
/** One body for each of these kinds. */
export type Bodies<Name extends keyof Kinds> = {
  [Each in Name]: Parameters<Kinds[Each]["schema"]["encode"]>[0];
};
/** The parameters of each of these effects. */
export type Params<Name extends keyof Effects> = {
  [Each in Name]: Parameters<Effects[Each]["schema"]["encode"]>[0];
};

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

export const decidingBodies = {
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
  emergencyAct: { emergency: op("1"), act: "alert_all", words: "Al gimnasio." },
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
} satisfies Partial<Bodies<keyof Kinds>>;

export const decidingParams = {
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
    strengthPermille: 1_000,
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
} satisfies Partial<Params<keyof Effects>>;
