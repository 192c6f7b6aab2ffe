/** Who votes in whose place, for those two. */
import type { MemberId } from "../../mesh/op/index.ts";
import { idBytes } from "../members/index.ts";
import type { Governance } from "./governance.ts";

interface Row {
  member: string;
  topic: string;
  delegate: string | null;
  revision: number;
  time: number;
}

// The last word of each member on each topic; a contradiction gives the vote to nobody.
const standing = `SELECT lower(hex(member)) AS member, topic,
    nullif(lower(hex(delegate)), '') AS delegate, revision, time
  FROM governance_delegation AS d WHERE revision = (
    SELECT max(revision) FROM governance_delegation AS o
    WHERE o.member = d.member AND o.topic = d.topic)`;

export function delegationsOf({ store }: Governance, viewer: MemberId) {
  const mine = store.db.query<Row, [Uint8Array]>(`${standing} AND member = ?`).all(idBytes(viewer));
  const toMe = store.db
    .query<Row, [Uint8Array]>(`${standing} AND delegate = ?`)
    .all(idBytes(viewer));
  return {
    mine: mine.map(({ topic, delegate: to, revision, time: at }) => ({ topic, to, revision, at })),
    toMe: toMe.map(({ topic, member, time: at }) => ({ topic, member, at })),
  };
}
