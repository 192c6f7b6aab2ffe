/** Writes DER (ITU-T X.690), as far as certificates need it: every function returns one element. */
import { concatBytes, utf8 } from "../../mesh/op/index.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Tag, definite length in its shortest form (X.690 §8.1.3, §10.1), content. */
export function element(tag: number, ...content: Uint8Array[]): Bytes {
  const value = concatBytes(...content);
  return concatBytes(Uint8Array.of(tag), length(value.length), value);
}

function length(count: number): Bytes {
  if (count < 0x80) return Uint8Array.of(count);
  const bytes: number[] = [];
  for (let rest = count; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.of(0x80 | bytes.length, ...bytes);
}

export function sequence(...elements: Uint8Array[]): Bytes {
  return element(0x30, ...elements);
}

/** A SET of one: with more, DER would ask for an order (X.690 §11.6). */
export function setOf(only: Uint8Array): Bytes {
  return element(0x31, only);
}

/** `[number]` around whole elements: EXPLICIT, or an IMPLICIT SEQUENCE (X.690 §8.14). */
export function tagged(number: number, ...elements: Uint8Array[]): Bytes {
  return element(0xa0 | number, ...elements);
}

/** `[number]` in the place of a primitive element's own tag: IMPLICIT. */
export function taggedPrimitive(number: number, content: Uint8Array): Bytes {
  return element(0x80 | number, content);
}

/** A non-negative INTEGER from its big-endian bytes, in the fewest octets (X.690 §8.3.2). */
export function integer(bigEndian: Uint8Array): Bytes {
  const first = bigEndian.findIndex((byte) => byte !== 0);
  if (first < 0) return element(0x02, Uint8Array.of(0));
  const digits = bigEndian.slice(first);
  // The top bit is the sign: a zero octet keeps a large number positive.
  const sign = (digits[0] as number) >= 0x80 ? Uint8Array.of(0) : new Uint8Array();
  return element(0x02, sign, digits);
}

/** DER knows one true (X.690 §11.1). False is never written: it is every field's default here. */
export function booleanTrue(): Bytes {
  return element(0x01, Uint8Array.of(0xff));
}

export function octetString(content: Uint8Array): Bytes {
  return element(0x04, content);
}

/** Whole octets, as keys and signatures are. */
export function bitString(content: Uint8Array): Bytes {
  return element(0x03, Uint8Array.of(0), content);
}

/** A named bit list of up to eight bits, bit 0 first, trailing zeros cut (X.690 §11.2.2). */
export function namedBits(...bits: number[]): Bytes {
  let byte = 0;
  for (const bit of bits) byte |= 0x80 >> bit;
  return element(0x03, Uint8Array.of(7 - Math.max(...bits), byte));
}

export function utf8String(text: string): Bytes {
  return element(0x0c, utf8(text));
}

/** `2.5.29.30`: the first two arcs share an octet, each arc is in base 128 (X.690 §8.19). */
export function objectIdentifier(dotted: string): Bytes {
  const [first, second, ...rest] = dotted.split(".").map(Number) as [number, number, ...number[]];
  const arcs = [first * 40 + second, ...rest].map((arc) => {
    const octets = [arc & 0x7f];
    for (let high = arc >>> 7; high > 0; high >>>= 7) octets.unshift((high & 0x7f) | 0x80);
    return Uint8Array.from(octets);
  });
  return element(0x06, ...arcs);
}

/** UTCTime until 2049, GeneralizedTime from 2050 on, whole seconds (RFC 5280 §4.1.2.5). */
export function time(epochMs: number): Bytes {
  const date = new Date(epochMs);
  const digits = `${date.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14)}Z`;
  return date.getUTCFullYear() < 2050
    ? element(0x17, utf8(digits.slice(2)))
    : element(0x18, utf8(digits));
}

/** PEM (RFC 7468): base64 in lines of 64 between two labels. */
export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** The DER of each PEM block with this label, in order. */
export function readPem(label: string, text: string): Bytes[] {
  const blocks = text.matchAll(
    new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`, "g"),
  );
  return [...blocks].map((block) => Uint8Array.from(Buffer.from(block[1] as string, "base64")));
}
