/** Ways into the sample community: become its founder, one of its elders, or somebody new. */
import { kinds } from "../../mesh/kinds/index.ts";
import { toHex } from "../../mesh/op/index.ts";
import { inviteSigner, type LinkPurpose } from "../../mesh/rules/index.ts";
import { membershipOf } from "../members/index.ts";
import type { Store } from "../store/index.ts";
import { DemoAuthor, type DemoLog, type DemoSeed } from "./author.ts";
import { founder } from "./people.ts";

export interface DemoEntry {
  readonly as: "steward" | "member" | "elder";
  /** Whom one becomes; null for somebody new. */
  readonly name: string | null;
  /** For `formatLink`. */
  readonly purpose: Extract<LinkPurpose, "invite" | "device">;
  readonly seed: Uint8Array;
}

const day = 24 * 3_600;
const daysValid = 90;
/** A link is shown for at least this long before a new one takes its place. */
const daysLeftMin = 7;
const memberUses = 500;

const doors = [
  { as: "steward", name: founder, inviter: founder, purpose: "device" },
  { as: "elder", name: "Rosa Quispe", inviter: "Rosa Quispe", purpose: "device" },
  { as: "member", name: null, inviter: founder, purpose: "invite" },
] as const;

/**
 * One working link each, the same after every start until it is used up. A link to somebody's
 * further device works once, as everywhere; the next start shows the next.
 */
export async function openDoors(
  store: Store,
  log: DemoLog,
  seed: DemoSeed,
  now: number,
): Promise<DemoEntry[]> {
  const entries: DemoEntry[] = [];
  const open = openInvites(store, now);
  const authors = new Map<string, DemoAuthor>();
  for (const { as, name, inviter, purpose } of doors) {
    const author = authors.get(inviter) ?? (await DemoAuthor.of(log, inviter));
    authors.set(inviter, author);
    const state = membershipOf(store.db);
    const member = state?.devices.get(author.device)?.member;
    if (member === undefined) throw new Error(`${inviter} is not in the sample community.`);
    author.goOn(store.heads().get(author.device)?.highest ?? 0);
    for (let attempt = 1; ; attempt += 1) {
      const code = seed.bytes(`link as ${as} ${attempt}`, 16);
      const { publicKey } = await inviteSigner(code);
      const isOpen = open.get(toHex(publicKey));
      if (isOpen === false) continue;
      if (isOpen === undefined) {
        await author.say(
          kinds.invite,
          {
            inviteKey: publicKey,
            purpose: purpose === "device" ? "device" : "member",
            role: "member",
            member: purpose === "device" ? member : null,
            expires: now + daysValid * day,
            uses: purpose === "device" ? 1 : memberUses,
          },
          now,
        );
      }
      entries.push({ as, name, purpose, seed: code });
      break;
    }
  }
  await store.submit(log.take(), { carrier: "local" });
  return entries;
}

/** Every invitation there is, by its key: whether it can still be used for a while. */
function openInvites(store: Store, now: number): Map<string, boolean> {
  const invites = membershipOf(store.db)?.invites.values() ?? [];
  return new Map(
    [...invites].map(({ inviteKey, cancelled, expires, usesLeft }) => [
      toHex(inviteKey),
      !cancelled && usesLeft > 0 && expires > now + daysLeftMin * day,
    ]),
  );
}
