/** Who has not been heard yet, for whoever facilitates. */
import { FolkmootError, type MemberId } from "../../mesh/op/index.ts";
import type { Session } from "../http.ts";
import { idBytes } from "../members/index.ts";
import type { Governance } from "./governance.ts";
import { facilitatorsOf } from "./offices.ts";
import type { ThreadRow } from "./thread-table.ts";

export interface Heard {
  /** Of the roll: neither spoke nor voted. */
  readonly silent: MemberId[];
  readonly spoke: MemberId[];
  /** Names without choices. */
  readonly voted: MemberId[];
}

/** Authors, stewards, moderators and facilitators may look. */
export function mayFacilitate(
  governance: Governance,
  { member, roles }: Pick<Session, "member" | "roles">,
  row: ThreadRow,
): boolean {
  const byRole = roles.has("steward") || roles.has("moderator");
  return byRole || row.member === member || facilitatorsOf(governance).has(member);
}

/** Throws `not-allowed` for everybody else. */
export function heardOf(
  governance: Governance,
  session: Pick<Session, "member" | "roles">,
  row: ThreadRow,
): Heard {
  if (!mayFacilitate(governance, session, row)) {
    throw new FolkmootError("not-allowed", "This is for whoever facilitates.", {
      hint: "Ask the author of the proposal, or somebody with the office of a facilitator.",
      status: 403,
    });
  }
  const found = row.opening === null ? null : governance.tallies.of(row.opening);
  const roll = [...(found?.opened.question.roll ?? [])];
  const voices = found?.tally.voices;
  const spoke = spokeIn(governance, row);
  return {
    silent: roll.filter((member) => !spoke.has(member) && voices?.has(member) !== true),
    spoke: roll.filter((member) => spoke.has(member)),
    voted: roll.filter((member) => voices?.has(member) === true),
  };
}

function spokeIn({ store }: Governance, { id }: ThreadRow): Set<MemberId> {
  const rows = store.db
    .query<{ member: string }, [Uint8Array]>(
      "SELECT DISTINCT lower(hex(member)) AS member FROM governance_comment WHERE thread = ?",
    )
    .all(idBytes(id));
  return new Set(rows.map(({ member }) => member as MemberId));
}
