/** What a member fills in for each effect, and how it becomes the effect's parameters. Pure. */
import {
  decisionModels,
  type effects,
  type ParamsOf,
  termDaysMax,
  termEnds,
  usualTermDays,
} from "../../../mesh/kinds/index.ts";
import { fromHex, toHex } from "../../../mesh/op/index.ts";
import { dayOf } from "../../i18n/index.ts";
import { clock } from "./describe.ts";

type Effects = typeof effects;
type Name = keyof Effects;

/** How one parameter is asked for. */
export type FieldKind =
  | { as: "line"; max: number; empty?: boolean }
  | { as: "paragraph"; max: number }
  | { as: "lines"; max: number; count: number; min?: number }
  | { as: "switch" }
  | { as: "one"; of: readonly string[] }
  | { as: "many"; of: readonly string[] }
  | { as: "member"; empty?: boolean }
  | { as: "members"; min?: number }
  | { as: "group" }
  | { as: "category" }
  | { as: "partner" }
  | { as: "number"; min: number; max: number; usual?: number; only?: Only }
  | { as: "percent" }
  | { as: "date"; empty?: boolean; term?: boolean }
  | { as: "money" }
  | { as: "clock" }
  | { as: "days" }
  | { as: "bytes"; lengths: readonly number[] };

export type FieldValue = string | boolean | string[];
export type FormValues = Record<string, FieldValue>;
/** Asked for only where another field says this. */
interface Only {
  field: string;
  is: string;
}
type FieldsFor<Params> = { readonly [Key in keyof Params]-?: FieldKind };

const hours = { as: "number", min: 0, max: 8_760 } as const;
const group = { as: "group" } as const;
const member = { as: "member" } as const;
const on = { as: "switch" } as const;
const role = { as: "one", of: ["member", "moderator"] } as const;
const term = { as: "number", min: 1, max: termDaysMax, usual: usualTermDays } as const;
const key = { as: "bytes", lengths: [33, 66] } as const;
/** Offered in this order. What has a screen of its own, or is care and no decision, is left out. */
export const effectFields = {
  knowledgeShare: {
    category: { as: "category" },
    partner: { as: "partner" },
    on,
    exceptLabels: { as: "lines", max: 40, count: 20 },
  },
  budgetEntry: {
    what: { as: "line", max: 200 },
    cents: { as: "money" },
    currency: { as: "line", max: 3 },
    direction: { as: "one", of: ["out", "in"] },
    payee: { as: "line", max: 100, empty: true },
  },
  resourceCommit: {
    what: { as: "line", max: 200 },
    kind: { as: "one", of: ["resource", "skill"] },
    member: { as: "member", empty: true },
    hours,
    until: { as: "date", empty: true },
  },
  roleAppoint: {
    member,
    role: { as: "one", of: ["facilitator", "mediator", "guardian", "moderator"] },
    until: { as: "date", term: true },
  },
  // Membership has no end; a moderator is one for a term.
  roleGrant: { member, role, termDays: { ...term, only: { field: "role", is: "moderator" } } },
  roleRevoke: { member, role },
  groupCreate: { name: { as: "line", max: 40 } },
  groupAdd: { group, member },
  groupRemove: { group, member },
  knowledgeCategory: { category: { as: "line", max: 40 }, on },
  knowledgeReview: { reviewFirst: on },
  communityUpdate: {
    name: { as: "line", max: 60 },
    purpose: { as: "paragraph", max: 1_000 },
    values: { as: "lines", max: 120, count: 20 },
    languages: { as: "lines", max: 35, count: 20, min: 1 },
  },
  communityRules: {
    quorumPermille: { as: "percent" },
    approvalPermille: { as: "percent" },
    discussionHours: hours,
    votingHours: hours,
    graceHours: hours,
    veto: on,
  },
  decisionRules: {
    model: { as: "one", of: decisionModels },
    early: on,
    delegationHops: { as: "number", min: 0, max: 5 },
    attested: { as: "many", of: ["paper", "hands", "proxy"] },
    proposers: { as: "one", of: ["members", "stewards"] },
    mediationHours: hours,
    takeoverHours: { as: "number", min: 1, max: 8_760 },
    blockStays: { as: "one", of: ["fails", "override"] },
    overridePermille: { as: "percent" },
    termDays: term,
    rolePeopleMin: { as: "number", min: 0, max: 20 },
  },
  partnerAdmit: {
    name: { as: "line", max: 60 },
    key,
    note: { as: "paragraph", max: 600 },
  },
  partnerPause: { key, paused: on },
  updateWindow: {
    days: { as: "days" },
    startMinute: { as: "clock" },
    minutes: { as: "number", min: 30, max: 720 },
  },
  emergencyPolicy: {
    people: { as: "members" },
    two: on,
    hours: { as: "number", min: 1, max: 168 },
    powers: { as: "many", of: ["alert_all", "pause_partner"] },
  },
  stewardMandate: {
    stewards: { as: "members", min: 1 },
    threshold: { as: "number", min: 1, max: 20 },
    termDays: term,
  },
  modelDeploy: {
    name: { as: "line", max: 80 },
    sha256: { as: "bytes", lengths: [32] },
    bytes: { as: "number", min: 0, max: Number.MAX_SAFE_INTEGER },
    source: { as: "line", max: 200, empty: true },
    strengthPermille: { as: "number", min: 0, max: 2_000 },
  },
  modelRollback: {},
} as const satisfies { [Key in Name]?: FieldsFor<ParamsOf<Effects[Key]>> };

export type FormEffect = keyof typeof effectFields;

/** What is asked for, as the form is filled in now. */
export function fieldsOf(effect: FormEffect, values: FormValues): [string, FieldKind][] {
  const fields: Record<string, FieldKind> = effectFields[effect];
  return Object.entries(fields).filter(([, field]) => {
    if (field.as !== "number" || field.only === undefined) return true;
    const other = fields[field.only.field];
    return (values[field.only.field] ?? (other && emptyValue(other))) === field.only.is;
  });
}

/** What a form begins with. */
export function emptyValue(field: FieldKind): FieldValue {
  switch (field.as) {
    case "switch":
      return true;
    case "many":
    case "members":
    case "days":
      return [];
    case "one":
      return field.of[0] ?? "";
    case "clock":
      return "02:00";
    case "number":
      return String(field.usual ?? field.min);
    default:
      return "";
  }
}

/** A parameter as the form shows it. */
export function shownValue(field: FieldKind, value: unknown): FieldValue {
  switch (field.as) {
    case "switch":
      return value === true;
    case "percent":
      return String(Number(value) / 10);
    case "money":
      return (Number(value) / 100).toFixed(2);
    case "date":
      return value === null ? "" : dayOf(Number(value));
    case "lines":
      return (value as string[]).join("\n");
    case "many":
    case "members":
      return value as string[];
    case "days":
      return [0, 1, 2, 3, 4, 5, 6].filter((day) => Number(value) & (1 << day)).map(String);
    case "clock":
      return clock(Number(value));
    case "bytes":
      return toHex(value as Uint8Array);
    default:
      return value === null ? "" : String(value);
  }
}

/**
 * What the form says, as a parameter; undefined when it makes no sense. `now`, in seconds since
 * 1970: a term ends after it, and within the years that an office may last.
 */
export function readValue(
  field: FieldKind,
  value: FieldValue | undefined,
  now = Date.now() / 1000,
): unknown {
  const typed = typeof value === "string" ? value.trim() : "";
  const chosen = Array.isArray(value) ? value : [];
  switch (field.as) {
    case "switch":
      return value === true;
    case "line":
      return typed.length > field.max || (typed === "" && !field.empty) ? undefined : typed;
    case "paragraph":
      return typed.length > field.max ? undefined : typed;
    case "lines":
      return readLines(field, typed);
    case "one":
      return field.of.includes(typed) ? typed : undefined;
    case "group":
    case "category":
    case "partner":
      return typed === "" ? undefined : typed;
    case "many":
      return field.of.filter((one) => chosen.includes(one));
    case "member":
      return typed === "" ? (field.empty ? null : undefined) : typed;
    case "members":
      return chosen.length < (field.min ?? 0) ? undefined : chosen;
    case "number":
      return readNumber(typed, field.min, field.max);
    case "percent":
      return scaled(typed, 10, 1_000);
    case "money":
      return scaled(typed.replace(",", "."), 100, Number.MAX_SAFE_INTEGER);
    case "date":
      return typed === "" && field.empty ? null : readDate(typed, field.term ? now : null);
    case "clock":
      return readClock(typed);
    case "days":
      return chosen.reduce((bits, day) => bits | (1 << Number(day)), 0);
    case "bytes":
      return readHex(typed, field.lengths);
  }
}

function readLines(
  { max, count, min = 0 }: { max: number; count: number; min?: number },
  typed: string,
) {
  const lines = typed
    .split(/\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const fits = lines.length >= min && lines.length <= count;
  return fits && lines.every((line) => line.length <= max) ? lines : undefined;
}

function readNumber(typed: string, min: number, max: number): number | undefined {
  const number = Number(typed);
  return /^\d+$/.test(typed) && number >= min && number <= max ? number : undefined;
}

function scaled(typed: string, factor: number, max: number): number | undefined {
  const number = Math.round(Number(typed) * factor);
  return /^\d+(\.\d{1,2})?$/.test(typed) && number <= max ? number : undefined;
}

/** The end of that day, so that "until the 5th" includes the 5th. `from`: of a term. */
function readDate(typed: string, from: number | null): number | undefined {
  const end = Math.floor(new Date(`${typed}T23:59:59`).getTime() / 1000);
  if (Number.isNaN(end)) return undefined;
  if (from === null) return end;
  return end > from && end <= termEnds(from, { termDays: termDaysMax }) ? end : undefined;
}

function readClock(typed: string): number | undefined {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(typed) ?? [];
  const at = Number(hour) * 60 + Number(minute);
  return Number(hour) < 24 && Number(minute) < 60 ? at : undefined;
}

function readHex(typed: string, lengths: readonly number[]): Uint8Array | undefined {
  const bytes = fromHex(typed.replaceAll(/[\s:]/g, "").toLowerCase());
  return bytes !== null && lengths.includes(bytes.length) ? bytes : undefined;
}
