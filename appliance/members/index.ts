/** People, devices, groups, roles, sessions, and the gate for what belongs to all. */
import type { Route } from "../http.ts";
import type { AccountPart } from "./account.ts";
import { type BoxAddress, foundingRoutes } from "./founding-routes.ts";
import { inviteRoutes } from "./invite-routes.ts";
import type { Members } from "./members.ts";
import { peopleRoutes } from "./people-routes.ts";
import { sessionRoutes } from "./session-routes.ts";

export type { AccountPart } from "./account.ts";
export { authority } from "./authority.ts";
export { boxCrypto } from "./box-crypto.ts";
export { applyDecision, previewDecision } from "./decisions.ts";
export { memberEntries, settingsOf, standingOfMember } from "./directory.ts";
export {
  base64Url,
  bytesOf,
  memberIdSchema,
  nullable,
  opIdSchema,
  secondsSchema,
} from "./http-values.ts";
export { identityMigration, readFoundedAt, readIdentity } from "./identity.ts";
export { createMembers, type FoundingDefaults, type Members } from "./members.ts";
export { membershipOf } from "./membership.ts";
export { profileOf } from "./profiles.ts";
export { projection } from "./projection.ts";
export { idBytes } from "./row-values.ts";
export { sessionBytes } from "./sessions.ts";
export { effectSchema, submissionSchema } from "./submission-schema.ts";

/** `parts`: what other rooms keep about a member, for the export and the end of an account. */
export function membersRoutes(
  members: Members,
  { parts, address }: { parts: readonly AccountPart[]; address: () => BoxAddress },
): Route[] {
  return [
    ...foundingRoutes(members, address),
    ...sessionRoutes(members.sessions),
    ...inviteRoutes(members),
    ...peopleRoutes(members, parts),
  ];
}
