import { decode, encode, rfc8949EncodeOptions, type Token, Tokenizer, Type } from "cborg";
import { equalBytes } from "./bytes.ts";
import { FolkmootError } from "./error.ts";
import { cborDepthMax, cborItemsMax } from "./limits.ts";
import type { CborValue } from "./types.ts";

const strictDecode = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
};

/**
 * Deterministic CBOR (RFC 8949 §4.2.1) of a value. Throws `unencodable` for what `decodeCbor`
 * would refuse: fractions, numbers beyond 2^53, ill-formed text, depth or counts beyond the limits.
 */
export function encodeCbor(value: CborValue): Uint8Array<ArrayBuffer> {
  if (countItems(value, 0) > cborItemsMax) {
    throw new FolkmootError("unencodable", "This value has no place in an operation.");
  }
  return encodeChecked(value);
}

/**
 * The one value these bytes can mean. Throws a flat `malformed-cbor` for anything else: other
 * types, other spellings of the same value, nesting or counts beyond the limits, rest bytes.
 */
export function decodeCbor(bytes: Uint8Array): CborValue {
  const decoded = decodeLoosely(bytes);
  if (decoded === null || !isOnlySpelling(decoded, bytes)) {
    throw new FolkmootError("malformed-cbor", "These bytes are malformed.", { status: 400 });
  }
  return decoded.value;
}

/**
 * The strict tokenizer already refuses every second spelling of numbers, lengths, bytes and arrays.
 * Text it may change on the way (ill-formed UTF-8, byte order marks), so that is spelt again and
 * compared. Spelling everything again cost an eighth of what a box can take in.
 */
function isOnlySpelling({ value, hasText }: Decoded, bytes: Uint8Array): boolean {
  return !hasText || equalBytes(encodeChecked(value), bytes);
}

/** For values that came out of `decodeCbor` or were checked: skips the second look. */
export function encodeChecked(value: CborValue): Uint8Array<ArrayBuffer> {
  const encoded = encode(value, rfc8949EncodeOptions);
  // cborg hands out a Buffer at some lengths, whose slice() shares memory where a Uint8Array copies.
  return encoded.constructor === Uint8Array
    ? (encoded as Uint8Array<ArrayBuffer>)
    : new Uint8Array(encoded);
}

interface Decoded {
  readonly value: CborValue;
  readonly hasText: boolean;
}

/** Null where cborg or the bounds refuse. */
function decodeLoosely(bytes: Uint8Array): Decoded | null {
  try {
    const tokenizer = new BoundedTokenizer(plainBytes(bytes));
    // The tokenizer has the options; what builds the values asks for none of them.
    const value: CborValue = decode(tokenizer.data, { tokenizer });
    return { value, hasText: tokenizer.hasText };
  } catch {
    return null;
  }
}

/** cborg slices, and a Buffer's slices share memory. Looking at `buffer` is slow: not for all. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array
    ? bytes
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const allowedTypes = new Set([
  Type.uint,
  Type.negint,
  Type.bytes,
  Type.string,
  Type.array,
  Type.false,
  Type.true,
  Type.null,
]);

/**
 * Looks at each token before cborg builds anything from it. cborg recurses into arrays, so depth
 * is refused here, and an array may not promise more items than there are bytes left.
 */
class BoundedTokenizer extends Tokenizer {
  hasText = false;
  /** Items still to come in each open array. */
  private readonly open: number[] = [];
  private items = 0;

  constructor(bytes: Uint8Array) {
    super(bytes, strictDecode);
  }

  override next(): Token {
    const token = super.next();
    this.items += 1;
    if (!allowedTypes.has(token.type) || this.items > cborItemsMax) throw new Error("refused");
    if (token.type === Type.string) this.hasText = true;
    const { open } = this;
    if (open.length > 0) open[open.length - 1] = (open.at(-1) ?? 0) - 1;
    if (token.type === Type.array) {
      if (token.value > this.data.length - this.pos()) throw new Error("refused");
      if (open.length >= cborDepthMax) throw new Error("refused");
      open.push(token.value);
    }
    while (open.at(-1) === 0) open.pop();
    return token;
  }
}

/** How many items this is, its own included; infinity for what may not be encoded. */
function countItems(value: CborValue, depth: number): number {
  switch (typeof value) {
    case "number":
      return Number.isSafeInteger(value) ? 1 : Number.POSITIVE_INFINITY;
    case "string":
      // Decoders drop a leading byte order mark, so it could not be read back.
      return value.isWellFormed() && !value.startsWith("\ufeff") ? 1 : Number.POSITIVE_INFINITY;
    case "boolean":
      return 1;
    default:
      if (value === null || value instanceof Uint8Array) return 1;
      if (!Array.isArray(value) || depth >= cborDepthMax) return Number.POSITIVE_INFINITY;
      return value.reduce<number>((sum, item) => sum + countItems(item, depth + 1), 1);
  }
}
