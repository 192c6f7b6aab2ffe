/** The sample community, and the links by which one looks around in it. */
import { formatLink } from "../../mesh/rules/index.ts";
import { nowSeconds } from "../clock.ts";
import { seedDemo } from "../demo/index.ts";
import { type BoxParts, boxAddresses } from "./box-facts.ts";

/** One way into the sample community. */
export interface DemoLink {
  readonly as: "steward" | "member" | "elder";
  /** Whom one becomes; null for somebody new. */
  readonly name: string | null;
  /** For this machine's browser. */
  readonly here: string;
  /** For a phone, by way of the certificate page. */
  readonly phones: string;
}

/** Makes the sample in an empty folder, or finds it again. Throws `not-a-demo`. */
export async function openDemo(parts: BoxParts): Promise<DemoLink[]> {
  const { attachments, clock, governance, members, provisioned, store } = parts;
  const entries = await seedDemo({
    store,
    found: (root, operations) => members.founding.foundHere(root, operations),
    communityId: () => members.communityId(),
    boxKey: provisioned.boxSigner.publicKey,
    governance,
    attachments,
    now: nowSeconds(clock),
  });
  const { local, certificate } = boxAddresses(parts);
  return entries.map(({ as, name, purpose, seed }) => ({
    as,
    name,
    here: formatLink({ purpose, origin: local, seed }),
    phones: formatLink({ purpose, origin: certificate, seed }),
  }));
}
