/**
 * What in a text looks as if it belonged to somebody: shown as a reminder before it is shared,
 * on the phone that writes it. It looks at shapes and at English and Spanish words, and knows
 * nobody's name: it misses things, and it never stops anybody.
 */

export type PrivateKind =
  | "phone"
  | "email"
  | "address"
  | "identity-number"
  | "bank"
  | "health"
  | "birth-date"
  | "secret";

export interface PrivatePassage {
  readonly kind: PrivateKind;
  /** Where it stands, in UTF-16 units: `text.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
}

/** A long text that is full of numbers (a directory) gets this many reminders, not thousands. */
export const privatePassagesMax = 50;

const condition =
  "(?:alzheimer|an?orexia|asthma|autis[mt]\\w*|bipolar|bulimi\\w*|cancer|chemotherapy|dementia|" +
  "depress(?:ion|ed)|diabet\\w+|epilep\\w+|hepatitis|hiv|miscarriage|parkinson|pregnan\\w+|" +
  "schizophreni\\w*|stroke|suicid\\w*|tuberculosis|abortion|addict\\w*|alcoholi\\w*|" +
  "aborto|adict[oa]|asma|autismo|autista|cáncer|demencia|depresión|deprimid[oa]|" +
  "embarazad[oa]|epilepsia|epiléptic[oa]|esquizofrenia|infarto|ictus|quimioterapia|sida|vih)";
const person =
  "(?:my|his|her|their|our|he|she|has|have|had|suffers?|mi|su|mis|sus|tiene|tengo|tuvo|padece|sufre|está|ella|él)";

interface Pattern {
  readonly kind: PrivateKind;
  readonly shape: RegExp;
  /** A second look at what the shape found. */
  readonly holds?: (found: string) => boolean;
}

// In order of precedence: what an earlier one found is not looked at again. Every repetition is
// bounded, so that no text makes them slow.
const patterns: readonly Pattern[] = [
  { kind: "email", shape: /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}/g },
  {
    kind: "bank",
    shape: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g,
    holds: isIban,
  },
  { kind: "bank", shape: /(?<![\d+])\d(?:[ -]?\d){12,18}(?!\d)/g, holds: isCardNumber },
  {
    kind: "identity-number",
    // Spanish DNI and NIE; US social security; British national insurance; a named passport.
    shape:
      /\b(?:\d{8}[ -]?[A-HJ-NP-TV-Z]|[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z]|\d{3}-\d{2}-\d{4}|[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D])\b/g,
  },
  {
    kind: "identity-number",
    shape:
      /\b(?:passport|pasaporte|cédula|cedula|dni|curp|rut|ssn|social security|seguridad social)\b[^\n\d]{0,20}[A-Z]{0,4}\d[\dA-Z.-]{4,20}/gi,
  },
  {
    kind: "secret",
    shape:
      /\b(?:password|passphrase|passcode|pin(?: code)?|padlock|combination|contraseña|clave|código|candado)\b(?: (?:is|es|de|del|of|the|la|el|number|número)){0,2}\s?[:=]?\s?["'“]?(?=[^\s"'”]{0,30}\d)[^\s"'”]{3,40}/gi,
  },
  {
    kind: "birth-date",
    shape:
      /\b(?:born (?:on|in)|date of birth|dob|birthday|nacid[oa] (?:el|en)|fecha de nacimiento|cumpleaños)\b[^\n\d]{0,20}\d{1,4}[^\n.]{0,20}/gi,
  },
  {
    kind: "phone",
    shape: /(?<![\w.,:/-])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?![\w/-]|[.,:]\d)/g,
    holds: isPhone,
  },
  {
    kind: "address",
    shape:
      /\b\d{1,5}[a-z]?,? (?:[A-Z][\p{L}'’-]{1,20} ){1,4}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Close|Court|Way|Square|Terrace|Boulevard|Blvd)\b/gu,
  },
  {
    kind: "address",
    shape:
      /(?<!\p{L})(?:calle|c\/|avenida|avda\.?|av\.|plaza|pza\.?|paseo|camino|callejón|carrera|pasaje|ronda|travesía)(?: \p{L}[\p{L}'’.-]{0,20}){1,6},? ?(?:n[ºo°]\.? ?|número |#)?\d{1,5}(?!\d)/giu,
  },
  {
    kind: "health",
    shape:
      /(?<!\p{L})(?:diagnosed with|diagnosis (?:of|is)|hiv[- ]positive|(?:fue|ha sido|está|le han)? ?diagnosticad[oa]s? (?:de|con)|seropositiv[oa])(?!\p{L})[^\n.]{0,40}/giu,
  },
  {
    kind: "health",
    shape: new RegExp(
      `(?<!\\p{L})${person}(?!\\p{L})[^\\n.;:!?]{1,40}?(?<!\\p{L})${condition}(?!\\p{L})`,
      "giu",
    ),
  },
];

/** Passages in the order of the text, none inside another. */
export function findPrivateText(text: string): PrivatePassage[] {
  const found: PrivatePassage[] = [];
  for (const { kind, shape, holds } of patterns) {
    for (const match of text.matchAll(shape)) {
      const start = match.index;
      const end = start + match[0].length;
      if (holds !== undefined && !holds(match[0])) continue;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      found.push({ kind, start, end });
      if (found.length >= privatePassagesMax) break;
    }
    if (found.length >= privatePassagesMax) break;
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Not a date, a year span, or round sums in groups of three. */
function isPhone(found: string): boolean {
  const digits = found.replace(/\D/g, "");
  if (/^(?:19|20)\d\d[-. ]?\d\d[-. ]?\d\d$|^\d{1,2}[-. ]\d{1,2}[-. ](?:19|20)\d\d/.test(found))
    return false;
  if (/^(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d$/.test(found)) return false;
  if (/\n/.test(found)) return false;
  if (/^[1-9]\d{0,2}(?:[. ]\d{3})*[. ]\d00$/.test(found)) return false;
  return digits.length >= 7 && digits.length <= 15 && !/^0{3,}|^(\d)\1+$/.test(digits);
}

/** ISO 13616: the letters as numbers, the first four characters last, remainder 1 by 97. */
function isIban(found: string): boolean {
  const compact = found.replaceAll(" ", "");
  if (compact.length < 15 || compact.length > 34) return false;
  let remainder = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Luhn's check, ISO/IEC 7812-1. */
function isCardNumber(found: string): boolean {
  const digits = found.replace(/\D/g, "");
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    sum += at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return /^[3-6]/.test(digits) && sum % 10 === 0;
}
