import {
  type CborValue,
  type DeviceId,
  FolkmootError,
  fromHex,
  isPublicKey,
  type MemberId,
  type OpId,
  type PublicKey,
  toHex,
} from "../op/index.ts";

/**
 * Says what a value in a body looks like, in both directions. Bodies are positional arrays of
 * exact length; nothing is optional in position, only null in value. Both directions throw the
 * same flat `malformed-body`, so that a form cannot send what a reader would refuse.
 */
export interface Schema<T> {
  decode(value: CborValue): T;
  encode(value: T): CborValue;
}

/** A schema of named fields, encoded as an array in the order in which they are written. */
export interface RecordSchema<T> extends Schema<T> {
  encode(value: T): CborValue[];
}

/** The TypeScript type that a schema reads and writes. */
export type Infer<S> = S extends Schema<infer T> ? T : never;

/** Text of at most `charsMax` UTF-16 units. A leading byte order mark is dropped on encoding. */
export function text(charsMax: number, charsMin = 0): Schema<string> {
  const fits = (value: CborValue): value is string =>
    typeof value === "string" && value.length >= charsMin && value.length <= charsMax;
  return checked(fits, (value) =>
    typeof value === "string" ? value.replace(/^\ufeff+/, "").toWellFormed() : value,
  );
}

/** Exactly `length` bytes. */
export function bytes(length: number): Schema<Uint8Array> {
  return checked((value) => value instanceof Uint8Array && value.length === length);
}

/** At most `bytesMax` bytes, encoded by somebody else. */
export function blob(bytesMax: number): Schema<Uint8Array> {
  return checked((value) => value instanceof Uint8Array && value.length <= bytesMax);
}

export function uint(max: number, min = 0): Schema<number> {
  return checked(
    (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
  );
}

export function bool(): Schema<boolean> {
  return checked((value) => typeof value === "boolean");
}

/** One of these words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Schema<Word> {
  return checked((value): value is Word => words.some((word) => word === value));
}

/** The value or null. */
export function optional<T>(of: Schema<T>): Schema<T | null> {
  return {
    decode: (value) => (value === null ? null : of.decode(value)),
    encode: (value) => (value === null ? null : of.encode(value)),
  };
}

export function list<T>(of: Schema<T>, max: number, min = 0): Schema<T[]> {
  const check = (length: number) => {
    if (length < min || length > max) throw malformedBody();
  };
  return {
    decode(value) {
      if (!Array.isArray(value)) throw malformedBody();
      check(value.length);
      return value.map((item) => of.decode(item));
    },
    encode(value) {
      check(value.length);
      return value.map((item) => of.encode(item));
    },
  };
}

type Fields = Record<string, Schema<unknown>>;
type FieldsOf<F extends Fields> = { [Name in keyof F]: Infer<F[Name]> };

/** Named fields. Field names may not look like numbers, or JavaScript would reorder them. */
export function record<F extends Fields>(fields: F): RecordSchema<FieldsOf<F>> {
  const entries = Object.entries(fields);
  return {
    decode(value) {
      if (!Array.isArray(value) || value.length !== entries.length) throw malformedBody();
      const decoded: Record<string, unknown> = {};
      for (const [i, [name, field]] of entries.entries()) {
        decoded[name] = field.decode(value[i] ?? null);
      }
      return decoded as FieldsOf<F>;
    },
    encode(value) {
      const given: Record<string, unknown> = value;
      return entries.map(([name, field]) => field.encode(given[name]));
    },
  };
}

/**
 * The same with one more field behind, which is left out where it says nothing new: what was
 * written before the field was thought of keeps its bytes, and there is still one spelling.
 */
export function recordAndMore<F extends Fields, Name extends string, T>(
  fields: F,
  name: Name,
  more: Schema<T>,
  saysNothing: (value: T) => boolean,
): RecordSchema<FieldsOf<F> & { [Each in Name]?: T }> {
  const base = record(fields);
  const { length } = Object.keys(fields);
  type Value = FieldsOf<F> & { [Each in Name]?: T };
  return {
    decode(value) {
      if (!Array.isArray(value) || value.length <= length) return base.decode(value) as Value;
      if (value.length > length + 1) throw malformedBody();
      const known = base.decode(value.slice(0, length));
      const said = more.decode(value[length] ?? null);
      if (saysNothing(said)) throw malformedBody();
      return { ...known, [name]: said } as Value;
    },
    encode(value) {
      const { [name]: said } = value as { [Each in Name]?: T };
      const known = base.encode(value);
      return said === undefined || saysNothing(said) ? known : [...known, more.encode(said)];
    },
  };
}

/** An operation id: hex in TypeScript, 16 bytes on the wire. */
export function opId(): Schema<OpId> {
  return oneHex<OpId>(16);
}

/** A member id: hex in TypeScript, 16 bytes on the wire. */
export function memberId(): Schema<MemberId> {
  return oneHex<MemberId>(16);
}

/** A device id: hex in TypeScript, 8 bytes on the wire. */
export function deviceId(): Schema<DeviceId> {
  return oneHex<DeviceId>(8);
}

export function publicKey(): Schema<PublicKey> {
  return checked((value) => value instanceof Uint8Array && isPublicKey(value));
}

/** A schema with a rule on top: for values whose parts are fine but do not fit together. */
export function where<T>(of: RecordSchema<T>, rule: (value: T) => boolean): RecordSchema<T> {
  const check = (value: T) => {
    if (!rule(value)) throw malformedBody();
  };
  return {
    decode(value) {
      const decoded = of.decode(value);
      check(decoded);
      return decoded;
    },
    encode(value) {
      check(value);
      return of.encode(value);
    },
  };
}

export function malformedBody(): FolkmootError {
  return new FolkmootError("malformed-body", "The content of this operation is malformed.", {
    status: 400,
  });
}

/** So many bytes that TypeScript has as hex. */
export function oneHex<Id extends string>(length: number): Schema<Id> {
  return {
    decode(value) {
      if (!(value instanceof Uint8Array) || value.length !== length) throw malformedBody();
      return toHex(value) as Id;
    },
    encode(value) {
      const encoded = fromHex(value);
      if (encoded?.length !== length) throw malformedBody();
      return encoded;
    },
  };
}

/** For values that look the same on both sides. */
function checked<T extends CborValue>(
  fits: (value: CborValue) => boolean,
  tidy: (value: CborValue) => CborValue = (value) => value,
): Schema<T> {
  const check = (value: CborValue): T => {
    if (!fits(value)) throw malformedBody();
    return value as T;
  };
  return { decode: check, encode: (value) => check(tidy(value)) };
}
