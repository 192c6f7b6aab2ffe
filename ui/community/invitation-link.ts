import { formatLink } from "../../mesh/rules/index.ts";
import { useResource } from "../offline/index.ts";

interface CommunityAddress {
  /** Where the app lives for everybody: `https://moot.local:8443`. */
  origin: string;
  /** The plain door, where phones learn to trust the box: `http://moot.local:8080`. */
  httpUrl: string;
  /** Words of the certificate authority, to compare with the poster or the terminal. */
  words: string[];
}

/** How phones reach this box. Until the box says it: the address this app was opened at. */
export function useAddress(): CommunityAddress {
  const { data } = useResource<Partial<CommunityAddress>>("/api/community");
  return {
    origin: data?.origin ?? location.origin,
    httpUrl: data?.httpUrl ?? "",
    words: data?.words ?? [],
  };
}

export function useOrigin(): string {
  return useAddress().origin;
}

/** What an invitation's QR code says; `device`: for one more device of the same member. */
export function invitationLink(
  origin: string,
  seed: Uint8Array,
  purpose: "invite" | "device" = "invite",
): string {
  return formatLink({ purpose, origin, seed });
}
