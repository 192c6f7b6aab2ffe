import { kinds, type ProfileBody } from "../../mesh/kinds/index.ts";
import type { DeviceId, MemberId } from "../../mesh/op/index.ts";
import { type OwnOperation, type Resource, usePending, useResource } from "../offline/index.ts";

/** GET /api/me. */
export interface Account {
  id: MemberId;
  profile: ProfileBody | null;
  roles: string[];
  groups: string[];
  /** Seconds since 1970. */
  joined: number;
  device: DeviceId;
  devices: AccountDevice[];
}

export interface AccountDevice {
  id: DeviceId;
  /** Seconds since 1970. */
  enrolled: number;
  revoked: boolean;
  isStewardKey: boolean;
}

/** A steward none of whose live devices holds a steward's key cannot sign for the community. */
export function lacksStewardKey({ roles, devices }: Account): boolean {
  return roles.includes("steward") && !devices.some((one) => one.isStewardKey && !one.revoked);
}

export function useAccount(): Resource<Account> {
  return useResource<Account>("/api/me");
}

/** The newest profile this phone knows of: one that waits to be sent comes before the box's. */
export function useProfile(account: Account | undefined): {
  profile: ProfileBody;
  pending: OwnOperation<ProfileBody> | null;
} {
  const pending = usePending(kinds.profile)
    .filter((op) => op.body !== null && (op.state === "queued" || op.state === "sent"))
    .at(-1);
  const nobody: ProfileBody = { name: "", languages: [], about: "", hue: 140 };
  return {
    profile: pending?.body ?? account?.profile ?? nobody,
    pending: pending ?? null,
  };
}
