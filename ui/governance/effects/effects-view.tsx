import { CircleCheck, CircleX, Hourglass } from "lucide-preact";
import { fromBase64Url } from "../../../mesh/op/index.ts";
import { Facts, Mark, Notice, reasonText } from "../../design/index.ts";
import { type Directory, useDirectory } from "../../design/people.ts";
import { ago, formatShare, listOf } from "../../i18n/index.ts";
import type { Fact, PlannedEffect } from "../shapes.ts";
import { describeEffect, type EffectMoment } from "./describe.ts";
import type en from "./strings.en.ts";
import { text } from "./strings.ts";

interface EffectsViewProps {
  effects: readonly PlannedEffect[];
  /** The proposal has come to nothing. */
  dropped?: boolean;
  /** When it is about to be decided, in seconds since 1970. */
  decidedAt?: number | null;
}

/** What a proposal would do, or did: in words, with what holds now beside it. */
export function EffectsView({ effects, dropped = false, decidedAt = null }: EffectsViewProps) {
  const directory = useDirectory();
  if (effects.length === 0) {
    return (
      <p>
        {text.t("none.title")} <span class="soft">{text.t("none.text")}</span>
      </p>
    );
  }
  return (
    <ul class="effects">
      {effects.map((effect, i) => (
        <li key={i} class="stack tight">
          <EffectLine
            planned={effect}
            dropped={dropped}
            directory={directory}
            moment={momentOf(effect, decidedAt)}
          />
        </li>
      ))}
    </ul>
  );
}

function momentOf({ state, at }: PlannedEffect, decidedAt: number | null): EffectMoment | null {
  if (state === "applied" && at !== null) return { at, about: false };
  return decidedAt === null ? null : { at: decidedAt, about: true };
}

/** Effects of which only the parameters are known: in a draft, in an earlier version. */
export function planned(effects: readonly { effect: string; params: string }[]): PlannedEffect[] {
  return effects.map(({ effect, params }) => ({
    effect,
    params,
    facts: [],
    refusal: null,
    state: "planned",
    at: null,
  }));
}

interface LineProps {
  planned: PlannedEffect;
  dropped: boolean;
  directory: Directory;
  moment: EffectMoment | null;
}

function EffectLine({ planned, dropped, directory, moment }: LineProps) {
  const params = fromBase64Url(planned.params) ?? new Uint8Array();
  const { title, rows } = describeEffect({ effect: planned.effect, params }, directory, moment);
  const changed = planned.facts.filter(({ before, after }) => before !== null && after !== null);
  return (
    <>
      <p>
        <strong>{title}</strong>
      </p>
      {changed.length > 0 ? <Changes facts={changed} /> : rows.length > 0 && <Facts facts={rows} />}
      <EffectState planned={planned} dropped={dropped} />
    </>
  );
}

function EffectState({ planned, dropped }: Pick<LineProps, "planned" | "dropped">) {
  const { state, at, refusal } = planned;
  if (state === "applied") {
    return (
      <Mark tone="ok" icon={CircleCheck}>
        {text.t("state.applied", { when: at === null ? "" : ago(at) })}
      </Mark>
    );
  }
  if (state === "failed") {
    return (
      <Mark tone="warn" icon={CircleX}>
        {text.t("state.failed", { reason: reasonText(refusal) })}
      </Mark>
    );
  }
  if (dropped) {
    return (
      <Mark tone="info" icon={CircleX}>
        {text.t("state.dropped")}
      </Mark>
    );
  }
  return refusal === null ? (
    <Mark tone="info" icon={Hourglass}>
      {text.t("state.planned")}
    </Mark>
  ) : (
    <Notice tone="warn">{text.t("refusal.now", { reason: reasonText(refusal) })}</Notice>
  );
}

/** What each changed setting is and would be. */
function Changes({ facts }: { facts: readonly Fact[] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{text.t("fact.what")}</th>
          <th scope="col">{text.t("fact.before")}</th>
          <th scope="col">{text.t("fact.after")}</th>
        </tr>
      </thead>
      <tbody>
        {facts.map(({ fact, before, after }) => (
          <tr key={fact}>
            <th scope="row">{wordFor(fact)}</th>
            <td class="soft">{valueText(fact, before)}</td>
            <td>{valueText(fact, after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The name of a setting; one this app does not know keeps its own. */
function wordFor(fact: string): string {
  const key = `field.${fact}` as keyof typeof en;
  const found = text.t(key);
  return found === key ? fact : found;
}

function valueText(fact: string, value: Fact["after"]): string {
  if (value === null || value === "") return text.t("nothing");
  if (typeof value === "boolean") return text.t(value ? "yes" : "no");
  if (typeof value === "number") {
    if (fact.endsWith("Permille")) return formatShare(value);
    return fact.endsWith("Hours") ? text.t("hours", { count: value }) : String(value);
  }
  if (typeof value === "string") return value;
  return value.length === 0 ? text.t("nothing") : listOf([...value]);
}
