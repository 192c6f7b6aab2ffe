/**
 * Receipts: requests that one commit answered share a signature. Signing for each alone took a
 * sixth of the processor when a hundred phones sent one operation each.
 */
import {
  type CommunityId,
  createReceipt,
  encodeReceipt,
  type OpId,
  type Receipt,
  type Signer,
  toBase64Url,
} from "../../mesh/op/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";

/** A shared receipt stays below 1.2 KB in text. A request with more signs for itself. */
const sharedIdsMax = 50;

interface Sheet {
  readonly ids: OpId[];
  readonly receipt: Promise<Receipt>;
}

export class Receipts {
  readonly #signer: Signer;
  readonly #clock: Clock;
  #open: Sheet | null = null;

  constructor(signer: Signer, clock: Clock) {
    this.#signer = signer;
    this.#clock = clock;
  }

  /** The box's word that it keeps these, on disk by now; perhaps that it keeps others, too. */
  over(ids: readonly OpId[], community: CommunityId): Promise<Receipt> {
    const fits = this.#open !== null && this.#open.ids.length + ids.length <= sharedIdsMax;
    const sheet = fits && this.#open !== null ? this.#open : this.#begin(community);
    sheet.ids.push(...ids);
    return sheet.receipt;
  }

  /** Signed in the next turn of the event loop: until then all of one commit have asked. */
  #begin(community: CommunityId): Sheet {
    const ids: OpId[] = [];
    const receipt = new Promise<void>(setImmediate).then(() => {
      if (this.#open === sheet) this.#open = null;
      return createReceipt(community, this.#signer, nowSeconds(this.#clock), ids);
    });
    const sheet: Sheet = { ids, receipt };
    this.#open = sheet;
    return sheet;
  }
}

const texts = new WeakMap<Receipt, string>();

/** A receipt as the API hands it out: base64url of its CBOR. */
export function receiptText(receipt: Receipt): string {
  const known = texts.get(receipt);
  if (known !== undefined) return known;
  const text = toBase64Url(encodeReceipt(receipt));
  texts.set(receipt, text);
  return text;
}
