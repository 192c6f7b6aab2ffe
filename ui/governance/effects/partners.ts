/** Which partner communities a share of knowledge may name. Pure. */
import { decodeParams, effects } from "../../../mesh/kinds/index.ts";
import { fromBase64Url } from "../../../mesh/op/index.ts";

/** A partner as the box tells of it; `key` is null for a name that was never admitted. */
export interface KnownPartner {
  name: string;
  key: string | null;
}

/** An effect of a draft; base64url parameters. */
interface DraftEffect {
  effect: string;
  params: string;
}

/** Names of those who are partners, or become it by the same proposal. */
export function partnersOf(known: readonly KnownPartner[], draft: readonly DraftEffect[]) {
  const admitted = known.flatMap(({ name, key }) => (key === null ? [] : [name]));
  const becoming = draft.flatMap((one) => {
    const admit = read(effects.partnerAdmit, one);
    return admit === null ? [] : [admit.name];
  });
  return [...new Set([...admitted, ...becoming])];
}

/** Names to choose from. A share that ends may be one with a name that was never a partner's. */
export function offeredPartners(
  known: readonly KnownPartner[],
  draft: readonly DraftEffect[],
  begins: boolean,
): string[] {
  return begins ? partnersOf(known, draft) : known.map(({ name }) => name);
}

/**
 * The first name that a draft wants to share with and that is no partner's: nothing would ever be
 * given to it. A share that ends may name anybody. Null as well while partners are not known.
 */
export function strangerIn(
  draft: readonly DraftEffect[],
  known: readonly KnownPartner[] | null,
): string | null {
  if (known === null) return null;
  const names = partnersOf(known, draft);
  for (const one of draft) {
    const share = read(effects.knowledgeShare, one);
    if (share?.on && !names.includes(share.partner)) return share.partner;
  }
  return null;
}

/** Null for another effect, and for parameters that nobody can read. */
function read<P>(
  effect: { name: string } & Parameters<typeof decodeParams<P>>[0],
  { effect: name, params }: DraftEffect,
): P | null {
  const bytes = name === effect.name ? fromBase64Url(params) : null;
  try {
    return bytes && decodeParams(effect, bytes);
  } catch {
    return null;
  }
}
