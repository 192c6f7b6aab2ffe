/** One decision as a file that proves itself: to be checked anywhere, without this box. */
import { decodeParams, effects, kinds } from "../../mesh/kinds/index.ts";
import {
  createReceipt,
  encodeReceipt,
  type MemberId,
  type OpId,
  type Signer,
  toHex,
  toMemberId,
} from "../../mesh/op/index.ts";
import {
  type DecisionFile,
  encodeDecision,
  type GateRequest,
  type RootSignature,
} from "../../mesh/rules/index.ts";
import { idBytes, membershipOf } from "../members/index.ts";
import type { Store } from "../store/index.ts";
import type { Governance } from "./governance.ts";
import { bodyOfKind, closesOf, judge, memberOfOperation, openedOf, votesHeard } from "./reading.ts";
import type { ThreadRow } from "./thread-table.ts";

/** Deterministic CBOR in the format of `encodeDecision`. */
export async function exportDecision(
  governance: Governance,
  row: ThreadRow,
): Promise<Uint8Array<ArrayBuffer>> {
  const { store } = governance;
  const communityId = governance.communityId();
  if (communityId === null) throw new Error("a decision before the founding");
  const { statements, texts, unnamed, people } = statementsOf(store, row);
  const file: DecisionFile = {
    communityId,
    roots: rootsOf(store),
    people: wiresOf(store, chainOf(store, people)),
    statements: wiresOf(store, statements),
    texts: wiresOf(store, texts),
    receipts: await receiptsOf(store, communityId, governance.signer, unnamed),
    equivocations: equivocationsOf(store, new Set(statements)),
  };
  return encodeDecision(file);
}

interface Statements {
  readonly statements: OpId[];
  readonly texts: OpId[];
  /** Votes that no close that holds has named. */
  readonly unnamed: OpId[];
  /** Everybody on a roll, and everybody whose words are in the file. */
  readonly people: Set<MemberId>;
}

function statementsOf(store: Store, { id: thread }: ThreadRow): Statements {
  const versions = idsWhere(
    store,
    "governance_version WHERE thread = ? AND published = 1 ORDER BY time, id",
    thread,
  );
  const openings = idsWhere(store, "governance_opening WHERE thread = ? ORDER BY time, id", thread);
  const people = new Set<MemberId>();
  const parts: OpId[] = [];
  const named = new Set<OpId>();
  const held = new Set<OpId>();
  const closes: OpId[] = [];
  const heard = new Set<OpId>();
  for (const opening of openings) {
    const read = openedOf(store, opening);
    if (read === null) continue;
    parts.push(...read.body.roll.parts);
    const { roll, version, topic } = read.opened.question;
    for (const member of roll) people.add(member);
    for (const { vote } of votesHeard(store, version, topic)) {
      if (roll.has(vote.member)) heard.add(vote.id);
    }
    for (const { closing, set, holds } of closesWorthTelling(store, opening)) {
      closes.push(closing.id);
      if (holds) for (const vote of set) held.add(vote);
      parts.push(...(bodyOfKind(store, kinds.close, closing.id)?.ballots.parts ?? []));
      for (const vote of set) named.add(vote);
    }
  }
  const votes = [...named.union(heard)].sort();
  const statements = [...versions, ...openings, ...new Set(parts), ...votes, ...closes];
  const texts = versions.flatMap((version) => {
    const text = bodyOfKind(store, kinds.proposal, version)?.text;
    return text === undefined || store.body(text) === null ? [] : [text];
  });
  for (const id of [...statements, ...texts]) {
    const op = store.operation(id);
    const member = op === null ? null : memberOfOperation(store, op);
    if (member !== null) people.add(member);
  }
  return { statements, texts, unnamed: votes.filter((id) => !held.has(id)), people };
}

/**
 * The closes that hold, and those that wait for more stewards to sign the same. What somebody said
 * without effect proves nothing, and must not spoil what does.
 */
function closesWorthTelling(store: Store, opening: OpId) {
  const judgement = judge(store, opening)?.judgement;
  const isOpen = judgement?.status === "open" || judgement?.status === "blocked";
  return closesOf(store, opening).flatMap(({ closing, set }) => {
    const fault = judgement?.faults.get(closing.id);
    const waits = isOpen && fault === "needs-stewards";
    return fault === undefined || waits ? [{ closing, set, holds: fault === undefined }] : [];
  });
}

function idsWhere({ db }: Store, from: string, thread: OpId): OpId[] {
  return db
    .query<{ id: string }, [Uint8Array]>(`SELECT lower(hex(id)) AS id FROM ${from}`)
    .all(idBytes(thread))
    .map(({ id }) => id as OpId);
}

/** What proves by whose word these operations stand: root documents, and enrolments back to the founder. */
export function provenanceOf(
  store: Store,
  ids: Iterable<OpId>,
): Pick<DecisionFile, "roots" | "people"> {
  const people = new Set<MemberId>();
  for (const id of ids) {
    const op = store.operation(id);
    const member = op === null ? null : memberOfOperation(store, op);
    if (member !== null) people.add(member);
  }
  return { roots: rootsOf(store), people: wiresOf(store, chainOf(store, people)) };
}

/** Every root document with the signatures that put it in force. */
function rootsOf(store: Store): DecisionFile["roots"] {
  const signed = new Map<string, readonly RootSignature[]>();
  for (const id of idsOfKind(store, kinds.root.number)) {
    const body = bodyOfKind(store, kinds.root, id);
    if (body !== null) signed.set(toHex(body.document), body.signatures);
  }
  for (const request of membershipOf(store.db)?.requests.values() ?? []) {
    const document = documentOf(request);
    if (document !== null) signed.set(toHex(document), signaturesOf(request));
  }
  return store.db
    .query<{ document: Uint8Array }, []>("SELECT document FROM members_root ORDER BY version")
    .all()
    .map(({ document }) => ({ document, signatures: signed.get(toHex(document)) ?? [] }));
}

function documentOf({ effect, params, state }: GateRequest): Uint8Array | null {
  if (effect !== effects.stewardChange.name || state !== "applied") return null;
  return decodeParams(effects.stewardChange, params).document;
}

function signaturesOf({ approvals }: GateRequest): RootSignature[] {
  return approvals.flatMap(({ device, rootSignature }) =>
    rootSignature === null ? [] : [{ device, signature: rootSignature }],
  );
}

function idsOfKind({ db }: Store, ...numbers: number[]): OpId[] {
  return db
    .query<{ id: string }, number[]>(
      `SELECT lower(hex(id)) AS id FROM operation
       WHERE kind IN (${numbers.map(() => "?").join(", ")}) AND refusal IS NULL
       ORDER BY position`,
    )
    .all(...numbers)
    .map(({ id }) => id as OpId);
}

interface Link {
  readonly id: OpId;
  /** By whose word it stands, and whom it lets in. */
  readonly author: MemberId | null;
  readonly admits: MemberId | null;
  readonly invite: OpId | null;
}

/** The enrolments of these people and the invitations behind them, back to the founder. */
function chainOf(store: Store, people: ReadonlySet<MemberId>): OpId[] {
  const { enrol, invite, gateRequest } = kinds;
  const all = idsOfKind(store, enrol.number, invite.number, gateRequest.number);
  const links = all.flatMap((id) => linkOf(store, id) ?? []);
  const needed = new Set(people);
  const invites = new Set<OpId>();
  const kept = new Set<OpId>();
  // An invitation comes before who it lets in: from the end, every need is known when it is met.
  for (const link of links.reverse()) {
    const isWanted = link.admits === null ? invites.has(link.id) : needed.has(link.admits);
    if (!isWanted) continue;
    kept.add(link.id);
    if (link.invite !== null) invites.add(link.invite);
    if (link.author !== null) needed.add(link.author);
  }
  return all.filter((id) => kept.has(id));
}

function linkOf(store: Store, id: OpId): Link | null {
  const op = store.operation(id);
  if (op === null) return null;
  const author = memberOfOperation(store, op);
  if (op.kind === kinds.enrol.number) {
    const invite = bodyOfKind(store, kinds.enrol, id)?.invite ?? null;
    return { id, author: null, admits: author ?? toMemberId(id), invite };
  }
  const isRecovery =
    op.kind === kinds.gateRequest.number &&
    bodyOfKind(store, kinds.gateRequest, id)?.effect === effects.memberRecover.name;
  const isInvite = op.kind === kinds.invite.number;
  return isInvite || isRecovery ? { id, author, admits: null, invite: null } : null;
}

function wiresOf(store: Store, ids: readonly OpId[]): Uint8Array[] {
  return ids.flatMap((id) => store.wire(id, "whole") ?? []);
}

/** The box's word on when it heard what no close names: so that anybody can see that it was late. */
async function receiptsOf(
  store: Store,
  communityId: NonNullable<ReturnType<Governance["communityId"]>>,
  signer: Signer,
  ids: readonly OpId[],
): Promise<Uint8Array[]> {
  const byTime = new Map<number, OpId[]>();
  for (const id of ids) {
    const at = store.operation(id)?.received;
    if (at !== undefined) byTime.set(at, [...(byTime.get(at) ?? []), id]);
  }
  const receipts: Uint8Array[] = [];
  for (const [at, said] of byTime) {
    receipts.push(encodeReceipt(await createReceipt(communityId, signer, at, said)));
  }
  return receipts;
}

/** Proof that an author said two things under one number, where one of them is in the file. */
function equivocationsOf(store: Store, included: ReadonlySet<OpId>): [Uint8Array, Uint8Array][] {
  return store.forks().flatMap(({ logged, otherWire }) => {
    const wire = included.has(logged) ? store.wire(logged, "header") : null;
    return wire === null ? [] : [[wire, otherWire] as [Uint8Array, Uint8Array]];
  });
}
