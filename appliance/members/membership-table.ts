/**
 * The membership, kept as rows and read back as the state that the pure rules work on.
 *
 * The rules fold operations into one state; the tables hold that state after the last operation,
 * so that a start, a rolled back transaction and every reader begin from the same place.
 */
import type { Database, SQLQueryBindings } from "bun:sqlite";
import {
  type CommunityId,
  type DeviceId,
  deviceIdWith,
  type MemberId,
  type OpId,
  type PublicKey,
  toDeviceId,
  toMemberId,
  toOpId,
} from "../../mesh/op/index.ts";
import {
  type Approval,
  type CommunitySettings,
  decodeRootDocument,
  emptyMembership,
  type GateRequest,
  type Invite,
  type MembershipState,
} from "../../mesh/rules/index.ts";
import { boxCrypto } from "./box-crypto.ts";
import { fromJson, idBytes, toJson } from "./row-values.ts";

/** `since`: seconds since 1970 at which the box learnt of the row; no rule looks at it. */
export const membershipSchema = [
  `CREATE TABLE members_root (
     version INTEGER PRIMARY KEY, document BLOB NOT NULL, since INTEGER NOT NULL)`,
  `CREATE TABLE members_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE members_device (
     id BLOB PRIMARY KEY, key BLOB NOT NULL, member BLOB NOT NULL, revoked INTEGER,
     since INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE members_member (
     id BLOB PRIMARY KEY, role TEXT NOT NULL, moderator INTEGER NOT NULL,
     ended INTEGER, ended_why TEXT, since INTEGER NOT NULL,
     position INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE members_group (
     name TEXT PRIMARY KEY, members TEXT NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE members_invite (
     id BLOB PRIMARY KEY, invite_key BLOB NOT NULL, purpose TEXT NOT NULL, role TEXT NOT NULL,
     member BLOB, inviter BLOB, inviter_device BLOB, expires INTEGER NOT NULL,
     uses_left INTEGER NOT NULL, cancelled INTEGER NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE INDEX members_invite_key ON members_invite (invite_key)`,
  `CREATE TABLE members_request (
     id BLOB PRIMARY KEY, effect TEXT NOT NULL, params BLOB NOT NULL, author BLOB NOT NULL,
     approvals TEXT NOT NULL, state TEXT NOT NULL, since INTEGER NOT NULL,
     expires INTEGER NOT NULL, closed INTEGER, facts TEXT NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE members_revision (one INTEGER PRIMARY KEY CHECK (one = 1), op TEXT NOT NULL)`,
];
export const membershipTables = [
  "members_root",
  "members_setting",
  "members_device",
  "members_member",
  "members_group",
  "members_invite",
  "members_request",
  "members_revision",
];

/** Id of the last operation that changed the membership; null when none has. */
export function membershipRevision(db: Database): string | null {
  const row = db.query<{ op: string }, []>("SELECT op FROM members_revision").get();
  return row?.op ?? null;
}

export function loadMembership(db: Database, communityId: CommunityId): MembershipState {
  const state = emptyMembership(communityId);
  const root = db
    .query<{ document: Uint8Array }, []>(
      "SELECT document FROM members_root ORDER BY version DESC LIMIT 1",
    )
    .get();
  if (root !== null) {
    const document = decodeRootDocument(root.document);
    const ids = (keys: PublicKey[]) =>
      new Set(keys.map((key) => deviceIdWith(boxCrypto.sha256, key)));
    state.root = { bytes: root.document, document, stewards: ids(document.stewards) };
    state.boxes = ids(document.boxes);
    state.settings = loadSettings(db);
  }
  loadPeople(db, state);
  loadRequests(db, state);
  return state;
}

/** What one operation may have changed: only those rows are compared and written. */
export interface Touched {
  readonly devices: Iterable<DeviceId>;
  readonly members: Iterable<MemberId>;
  readonly invites: Iterable<OpId>;
  /** Root, settings, groups and requests as well. */
  readonly rest: boolean;
}

/** Writes the touched rows and the new revision. `at`: the operation's time of receipt. */
export function saveMembership(
  db: Database,
  state: MembershipState,
  touched: Touched,
  { op, at, position }: { op: OpId; at: number; position: number },
): void {
  for (const id of touched.devices) saveDevice(db, state, id, at);
  for (const id of touched.members) saveMember(db, state, id, { at, position });
  for (const id of touched.invites) saveInvite(db, state, id, at);
  if (touched.rest) saveRest(db, state, at);
  run(
    db,
    `INSERT INTO members_revision VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET op = ?1`,
    op,
  );
}

function saveDevice(db: Database, state: MembershipState, id: DeviceId, at: number): void {
  const device = state.devices.get(id);
  if (device === undefined) return;
  run(
    db,
    `INSERT INTO members_device VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT (id) DO UPDATE SET revoked = ?4`,
    idBytes(id),
    device.key,
    idBytes(device.member),
    device.revoked,
    at,
  );
}

function saveMember(
  db: Database,
  state: MembershipState,
  id: MemberId,
  { at, position }: { at: number; position: number },
): void {
  const member = state.members.get(id);
  if (member === undefined) return;
  const { role, moderator, ended } = member;
  run(
    db,
    `INSERT INTO members_member VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
     ON CONFLICT (id) DO UPDATE SET role = ?2, moderator = ?3, ended = ?4, ended_why = ?5`,
    idBytes(id),
    role,
    Number(moderator),
    ended?.position ?? null,
    ended?.why ?? null,
    at,
    position,
  );
}

function saveInvite(db: Database, state: MembershipState, id: OpId, at: number): void {
  const invite = state.invites.get(id);
  if (invite === undefined) return;
  run(
    db,
    `INSERT INTO members_invite VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
     ON CONFLICT (id) DO UPDATE SET uses_left = ?9, cancelled = ?10`,
    idBytes(id),
    invite.inviteKey,
    invite.purpose,
    invite.role,
    invite.member === null ? null : idBytes(invite.member),
    invite.inviter === null ? null : idBytes(invite.inviter),
    invite.inviterDevice === null ? null : idBytes(invite.inviterDevice),
    invite.expires,
    invite.usesLeft,
    Number(invite.cancelled),
    at,
  );
}

function saveRest(db: Database, state: MembershipState, at: number): void {
  const { root, settings } = state;
  if (root !== null) {
    const { version } = root.document;
    run(db, "INSERT OR IGNORE INTO members_root VALUES (?1, ?2, ?3)", version, root.bytes, at);
  }
  for (const [name, value] of Object.entries(settings ?? {})) {
    run(
      db,
      "INSERT INTO members_setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
      name,
      toJson(value instanceof Set ? [...value] : value),
    );
  }
  for (const [name, members] of state.groups) {
    run(
      db,
      `INSERT INTO members_group VALUES (?1, ?2, ?3)
       ON CONFLICT (name) DO UPDATE SET members = ?2`,
      name,
      toJson([...members]),
      at,
    );
  }
  for (const request of state.requests.values()) saveRequest(db, request, at);
}

function saveRequest(db: Database, request: GateRequest, at: number): void {
  run(
    db,
    `INSERT INTO members_request VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '[]')
     ON CONFLICT (id) DO UPDATE SET approvals = ?5, state = ?6, closed = COALESCE(closed, ?9)`,
    idBytes(request.id),
    request.effect,
    request.params,
    idBytes(request.author),
    toJson(request.approvals),
    toJson(request.state),
    at,
    request.expires,
    request.state === "open" ? null : at,
  );
}

/** What a request was seen to change when somebody last agreed to it. */
export function saveFacts(db: Database, request: OpId, facts: readonly unknown[]): void {
  const sql = "UPDATE members_request SET facts = ?2 WHERE id = ?1";
  run(db, sql, idBytes(request), toJson(facts));
}

interface Row {
  id: Uint8Array;
}

function loadSettings(db: Database): CommunitySettings {
  const rows = db
    .query<{ name: string; value: string }, []>("SELECT name, value FROM members_setting")
    .all();
  const { categories, ...settings } = Object.fromEntries(
    rows.map((row) => [row.name, fromJson(row.value)]),
  ) as unknown as Omit<CommunitySettings, "categories"> & { categories: string[] };
  return { ...settings, categories: new Set(categories) };
}

function loadPeople(db: Database, state: MembershipState): void {
  interface MemberRow extends Row {
    role: "guest" | "member";
    moderator: number;
    ended: number | null;
    ended_why: "left" | "revoked" | null;
  }
  for (const row of db.query<MemberRow, []>("SELECT * FROM members_member").iterate()) {
    const id = toMemberId(row.id);
    const { ended: position, ended_why: why, role } = row;
    const ended = position === null || why === null ? null : { position, why };
    state.members.set(id, { id, role, moderator: row.moderator === 1, ended });
  }
  type DeviceRow = Row & { key: Uint8Array; member: Uint8Array; revoked: number | null };
  for (const row of db.query<DeviceRow, []>("SELECT * FROM members_device").iterate()) {
    const id = toDeviceId(row.id);
    const { key, revoked } = row;
    state.devices.set(id, { id, key, member: toMemberId(row.member), revoked });
  }
  type GroupRow = { name: string; members: string };
  for (const row of db.query<GroupRow, []>("SELECT * FROM members_group").iterate()) {
    state.groups.set(row.name, new Set(fromJson(row.members) as MemberId[]));
  }
}

function loadRequests(db: Database, state: MembershipState): void {
  interface InviteRow extends Row, Pick<Invite, "purpose" | "role" | "expires"> {
    invite_key: Uint8Array;
    member: Uint8Array | null;
    inviter: Uint8Array | null;
    inviter_device: Uint8Array | null;
    uses_left: number;
    cancelled: number;
  }
  for (const row of db.query<InviteRow, []>("SELECT * FROM members_invite").iterate()) {
    const id = toOpId(row.id);
    const { purpose, role, expires } = row;
    state.invites.set(id, {
      id,
      inviteKey: row.invite_key,
      purpose,
      role,
      member: row.member && toMemberId(row.member),
      inviter: row.inviter && toMemberId(row.inviter),
      inviterDevice: row.inviter_device && toDeviceId(row.inviter_device),
      expires,
      usesLeft: row.uses_left,
      cancelled: row.cancelled === 1,
    });
  }
  interface RequestRow extends Row {
    effect: string;
    params: Uint8Array;
    author: Uint8Array;
    approvals: string;
    state: string;
    expires: number;
  }
  for (const row of db.query<RequestRow, []>("SELECT * FROM members_request").iterate()) {
    const id = toOpId(row.id);
    state.requests.set(id, {
      id,
      effect: row.effect,
      params: row.params,
      author: toMemberId(row.author),
      approvals: fromJson(row.approvals) as Approval[],
      expires: row.expires,
      state: fromJson(row.state) as GateRequest["state"],
    });
  }
}

function run(db: Database, sql: string, ...values: SQLQueryBindings[]): void {
  db.query(sql).run(...values);
}
