/** Who may read what was said about proposals, for whoever pulls the log. */
import { type BodyOf, kinds } from "../../mesh/kinds/index.ts";
import { type MemberId, type OpId, toOpId } from "../../mesh/op/index.ts";
import { idBytes } from "../members/index.ts";
import type { LoggedOperation, Store } from "../store/index.ts";
import { bodyOfKind, memberOfOperation } from "./reading.ts";

type Reader = (op: Pick<LoggedOperation, "id">) => boolean;

/**
 * By kind number: whether the erasable body of somebody else's operation may be shown. Drafts are
 * their authors' alone, and reasons are kept back with the ballots that name them.
 */
export function bodyReaders(store: Store): Map<number, Reader> {
  const published: Reader = ({ id }) =>
    exists(
      store,
      // A version names its author's text: by naming somebody's draft nobody publishes it.
      `SELECT 1 FROM governance_version AS v
       JOIN governance_text AS x ON x.id = v.text AND x.member = v.member
       WHERE v.published = 1 AND v.text = ?`,
      id,
    );
  const reason: Reader = ({ id }) => {
    const row = store.db
      .query<{ version: Uint8Array }, [Uint8Array]>(
        "SELECT version FROM governance_vote WHERE reason = ? LIMIT 1",
      )
      .get(idBytes(id));
    return row !== null && !isSecret(store, toOpId(row.version));
  };
  const everybody: Reader = () => true;
  return new Map([
    [kinds.proposalText.number, published],
    [kinds.ballotReason.number, reason],
    [kinds.comment.number, everybody],
    [kinds.outcomeNote.number, everybody],
    [kinds.meeting.number, everybody],
    [kinds.handover.number, everybody],
  ]);
}

const ballots = new Set<number>([
  kinds.ballot.number,
  kinds.ballotFull.number,
  kinds.attestation.number,
]);

/**
 * Whether an operation stays back as a whole: a ballot says what it says in its header, so while
 * results are hidden only its author gets it, and everybody else its place in the log.
 */
export function isWithheld(store: Store, op: LoggedOperation, viewer: MemberId): boolean {
  if (memberOfOperation(store, op) === viewer) return false;
  if (ballots.has(op.kind)) {
    const version = versionOf(store, op);
    return version === null || isSecret(store, version);
  }
  if (op.kind === kinds.delegate.number) return isDelegationSecret(store, op.id, viewer);
  return op.kind === kinds.proposal.number && isDraft(store, op.id);
}

/** The version a vote is on, by what it says itself: one that was refused stands in no table. */
export function versionOf(store: Store, op: LoggedOperation): OpId | null {
  if (op.kind === kinds.ballot.number) {
    return bodyOfKind(store, kinds.ballot, op.id)?.proposal ?? null;
  }
  if (op.kind === kinds.ballotFull.number) {
    return bodyOfKind(store, kinds.ballotFull, op.id)?.proposal ?? null;
  }
  return bodyOfKind(store, kinds.attestation, op.id)?.proposal ?? null;
}

/** Until the first close says what came out. Of a version nobody knows yet, nothing is said. */
function isSecret(store: Store, version: OpId): boolean {
  const row = store.db
    .query<{ hidden: number; result: string | null }, [Uint8Array]>(
      `SELECT t.hidden, t.result FROM governance_version AS v
       JOIN governance_thread AS t ON t.id = v.thread WHERE v.id = ?`,
    )
    .get(idBytes(version));
  return row === null || (row.hidden === 1 && row.result === null);
}

function isDelegationSecret(store: Store, id: OpId, viewer: MemberId): boolean {
  const body: BodyOf<typeof kinds.delegate> | null = bodyOfKind(store, kinds.delegate, id);
  if (body === null || body.to === viewer) return false;
  const row = store.db
    .query<{ n: number }, [string]>(
      `SELECT EXISTS (SELECT 1 FROM governance_thread AS t WHERE t.hidden = 1
         AND t.result IS NULL AND t.opening IS NOT NULL AND ?1 IN ('', t.topic)) AS n`,
    )
    .get(body.topic);
  return row?.n === 1;
}

function isDraft(store: Store, version: OpId): boolean {
  return exists(store, "SELECT 1 FROM governance_version WHERE id = ? AND published = 0", version);
}

function exists({ db }: Store, sql: string, id: OpId): boolean {
  return db.query(sql).get(idBytes(id)) !== null;
}
