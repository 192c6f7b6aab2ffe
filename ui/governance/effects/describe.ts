import {
  decodeParams,
  effects,
  type GateEffect,
  termEnds,
  usualTermDays,
} from "../../../mesh/kinds/index.ts";
import { type MemberId, toHex } from "../../../mesh/op/index.ts";
import { type Directory, nameOf, namesOf } from "../../design/people.ts";
import { dateTime, formatBytes, formatShare, language, listOf } from "../../i18n/index.ts";
import { modelName } from "../naming.ts";
import { text } from "./strings.ts";

/** What an effect does: a sentence, and its particulars. */
export interface Described {
  title: string;
  rows: [string, string][];
}

export interface EffectParams {
  effect: string;
  params: Uint8Array;
}

/** When an effect takes place; before it is decided, about when it would. */
export interface EffectMoment {
  /** Seconds since 1970. */
  at: number;
  about: boolean;
}

/**
 * Says what an effect does. One this version of the app cannot read is named as such. With `moment`
 * a term says until when it lasts, not only for how long.
 */
export function describeEffect(
  { effect, params }: EffectParams,
  directory: Directory,
  moment: EffectMoment | null = null,
): Described {
  const describe = describers.get(effect);
  try {
    if (describe !== undefined) return describe(params, directory, moment);
  } catch {
    // Named below: nobody should vote on what cannot be shown.
  }
  return { title: text.t("effect.unknown", { effect }), rows: [] };
}

type DescribeAs<P, As> = (params: P, directory: Directory, moment: EffectMoment | null) => As;
type Describe<P> = DescribeAs<P, string | Described>;

function on<P>(
  effect: GateEffect<P>,
  describe: Describe<P>,
): [string, DescribeAs<Uint8Array, Described>] {
  return [
    effect.name,
    (params, directory, moment) => {
      const said = describe(decodeParams(effect, params), directory, moment);
      return typeof said === "string" ? { title: said, rows: [] } : said;
    },
  ];
}

const name = (id: MemberId, directory: Directory) => nameOf(directory(id));

const describers = new Map([
  on(effects.communityUpdate, (params) => ({
    title: text.t("effect.community.update"),
    rows: [
      [text.t("field.name"), params.name],
      [text.t("field.purpose"), params.purpose || text.t("nothing")],
      [text.t("field.values"), listOf(params.values) || text.t("nothing")],
      [text.t("field.languages"), listOf(params.languages)],
    ],
  })),
  on(effects.communityRules, (params) => ({
    title: text.t("effect.community.rules"),
    rows: [
      [text.t("field.quorumPermille"), formatShare(params.quorumPermille)],
      [text.t("field.approvalPermille"), formatShare(params.approvalPermille)],
      [text.t("field.discussionHours"), hours(params.discussionHours)],
      [text.t("field.votingHours"), hours(params.votingHours)],
      [text.t("field.graceHours"), hours(params.graceHours)],
      [text.t("field.veto"), yesNo(params.veto)],
    ],
  })),
  on(effects.roleGrant, ({ member, role, ...term }, directory, moment) =>
    role === "member"
      ? text.t("effect.role.grant.member", { name: name(member, directory) })
      : text.t("effect.role.grant.moderator", {
          name: name(member, directory),
          term: termText(term, moment),
        }),
  ),
  on(effects.roleRevoke, ({ member, role }, directory) =>
    text.t(`effect.role.revoke.${role}`, { name: name(member, directory) }),
  ),
  on(effects.groupCreate, (params) => text.t("effect.group.create", { group: params.name })),
  on(effects.groupAdd, ({ group, member }, directory) =>
    text.t("effect.group.add", { name: name(member, directory), group }),
  ),
  on(effects.groupRemove, ({ group, member }, directory) =>
    text.t("effect.group.remove", { name: name(member, directory), group }),
  ),
  on(effects.knowledgeCategory, ({ category, on }) =>
    text.t(`effect.knowledge.category.${on ? "on" : "off"}`, { category }),
  ),
  on(effects.knowledgeReview, ({ reviewFirst }) =>
    text.t(`effect.knowledge.review.${reviewFirst ? "on" : "off"}`),
  ),
  on(effects.decisionRules, (params) => ({
    title: text.t("effect.decision.rules"),
    rows: [
      [text.t("field.model"), modelName(params.model)],
      [text.t("field.early"), yesNo(params.early)],
      [text.t("field.delegationHops"), String(params.delegationHops)],
      [text.t("field.attested"), options(params.attested)],
      [text.t("field.proposers"), text.t(`option.${params.proposers}`)],
      [text.t("field.mediationHours"), hours(params.mediationHours)],
      [text.t("field.takeoverHours"), hours(params.takeoverHours)],
      [text.t("field.blockStays"), text.t(`option.${params.blockStays}`)],
      [text.t("field.overridePermille"), formatShare(params.overridePermille)],
      [text.t("field.termDays"), text.t("days", { count: params.termDays })],
      [text.t("field.rolePeopleMin"), String(params.rolePeopleMin)],
    ],
  })),
  on(effects.roleAppoint, ({ member, role, until }, directory) =>
    text.t("effect.role.appoint", {
      name: name(member, directory),
      role: text.t(`option.${role}`),
      until: dateTime(until, "date"),
    }),
  ),
  on(effects.stewardMandate, ({ stewards, threshold, ...term }, directory, moment) => ({
    title: text.t("effect.steward.mandate", { names: namesOf(stewards, directory) }),
    rows: [
      [text.t("field.threshold"), String(threshold)],
      [text.t("field.term"), termText(term, moment)],
    ],
  })),
  on(effects.emergencyPolicy, (params, directory) => ({
    title: text.t("effect.emergency.policy"),
    rows: [
      [text.t("field.people"), namesOf(params.people, directory) || text.t("nobody")],
      [text.t("field.two"), yesNo(params.two)],
      [text.t("field.hours"), hours(params.hours)],
      [text.t("field.powers"), options(params.powers)],
    ],
  })),
  on(effects.assistantPolicy, (params) => ({
    title: text.t("effect.assistant.policy"),
    rows: [
      [text.t("field.guests"), yesNo(params.guests)],
      [text.t("field.personality"), params.personality || text.t("nothing")],
      [text.t("field.style"), text.t(`option.${params.style}`)],
      [text.t("field.formality"), text.t(`option.${params.formality}`)],
      [text.t("field.languages"), listOf(params.languages) || text.t("nothing")],
      [text.t("field.offLimits"), topics(params.offLimits)],
      [text.t("field.boundaries"), params.boundaries.join(" ") || text.t("nothing")],
      [text.t("field.protocols"), topics(params.protocols)],
    ],
  })),
  on(effects.modelDeploy, (params) => ({
    title: text.t("effect.model.deploy", { name: params.name }),
    rows: [
      [text.t("field.bytes"), formatBytes(params.bytes)],
      [text.t("field.source"), params.source || text.t("nothing")],
      [text.t("field.sha256"), toHex(params.sha256)],
      [text.t("field.strengthPermille"), formatShare(params.strengthPermille)],
    ],
  })),
  on(effects.modelRollback, () => text.t("effect.model.rollback")),
  on(effects.knowledgeShare, ({ category, partner, on, exceptLabels }) => ({
    title: text.t(`effect.knowledge.share.${on ? "on" : "off"}`, { category, partner }),
    rows:
      on && exceptLabels.length > 0 ? [[text.t("field.exceptLabels"), listOf(exceptLabels)]] : [],
  })),
  on(effects.partnerAdmit, (params) => ({
    title: text.t("effect.partner.admit", { name: params.name }),
    rows: [
      [text.t("field.note"), params.note || text.t("nothing")],
      [text.t("field.key"), toHex(params.key)],
    ],
  })),
  on(effects.partnerPause, ({ key, paused }) => ({
    title: text.t(`effect.partner.pause.${paused ? "on" : "off"}`),
    rows: [[text.t("field.key"), toHex(key)]],
  })),
  on(effects.updateWindow, ({ days, startMinute, minutes }) => ({
    title: text.t("effect.update.window"),
    rows: [
      [text.t("field.days"), weekdays(days)],
      [text.t("field.startMinute"), clock(startMinute)],
      [text.t("field.minutes"), text.t("minutes", { count: minutes })],
    ],
  })),
  on(effects.budgetEntry, ({ what, cents, currency, direction, payee }) => ({
    title: text.t(`effect.budget.entry.${direction}`, { what, sum: money(cents, currency) }),
    rows: payee ? [[text.t("field.payee"), payee]] : [],
  })),
  on(effects.resourceCommit, ({ what, member, hours: given, until }, directory) => ({
    title: text.t("effect.resource.commit", { what }),
    rows: [
      [text.t("field.member"), member === null ? text.t("everybody") : name(member, directory)],
      [text.t("field.hours"), hours(given)],
      [text.t("field.until"), until === null ? text.t("noEnd") : dateTime(until, "date")],
    ],
  })),
]);

function yesNo(value: boolean): string {
  return text.t(value ? "yes" : "no");
}

function hours(count: number): string {
  return text.t("hours", { count });
}

function options(values: readonly OptionWord[]): string {
  return listOf(values.map((value) => text.t(`option.${value}`))) || text.t("nothing");
}

function topics(said: readonly { topic: string }[]): string {
  return listOf(said.map(({ topic }) => topic)) || text.t("nothing");
}

type OptionWord = "paper" | "hands" | "proxy" | "alert_all" | "pause_partner";

/** For how long, and until when where that is known. */
function termText(term: { termDays?: number }, moment: EffectMoment | null): string {
  const days = text.t("days", { count: term.termDays ?? usualTermDays });
  if (moment === null) return days;
  const until = dateTime(termEnds(moment.at, term), "date");
  return text.t(moment.about ? "term.about" : "term.until", { days, until });
}

/** Names of the days of a week that are set; bit 0 is Monday. */
function weekdays(bits: number): string {
  const chosen = [0, 1, 2, 3, 4, 5, 6].filter((day) => bits & (1 << day));
  return listOf(chosen.map(weekdayName)) || text.t("nothing");
}

/** Monday is 0. */
export function weekdayName(day: number): string {
  // The first of January 2024 was a Monday.
  const date = new Date(Date.UTC(2024, 0, 1 + day));
  return new Intl.DateTimeFormat(language.value, { weekday: "long", timeZone: "UTC" }).format(date);
}

/** `02:30`. */
export function clock(minuteOfDay: number): string {
  const [hour, minute] = [Math.floor(minuteOfDay / 60), minuteOfDay % 60];
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** In the member's way of writing; a currency of the community's own keeps its letters. */
export function money(cents: number, currency: string): string {
  try {
    const style = { style: "currency", currency } as const;
    return new Intl.NumberFormat(language.value, style).format(cents / 100);
  } catch {
    return `${(cents / 100).toFixed(2)} ${currency}`;
  }
}
