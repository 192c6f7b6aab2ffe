import {
  type DecisionModel,
  effectByName,
  effects,
  encodeParams,
} from "../../../mesh/kinds/index.ts";
import {
  Button,
  Chips,
  Choices,
  Notice,
  SelectField,
  TextArea,
  TextField,
  Tick,
} from "../../design/index.ts";
import { nameOf } from "../../design/people.ts";
import { modelName } from "../naming.ts";
import { weekdayName } from "./describe.ts";
import {
  effectFields,
  emptyValue,
  type FieldKind,
  type FieldValue,
  type FormEffect,
  type FormValues,
  fieldsOf,
  readValue,
  shownValue,
} from "./fields.ts";
import type en from "./strings.en.ts";
import { text } from "./strings.ts";
import type { Surroundings } from "./surroundings.ts";

interface EffectFormProps {
  effect: FormEffect;
  values: FormValues;
  onChange: (values: FormValues) => void;
  /** Says what is missing; before that, nobody has been asked. */
  tried: boolean;
  surroundings: Surroundings;
  /** Names to choose from; null while this phone does not know them. */
  partners: string[] | null;
}

/** What an effect needs to know. */
export function EffectForm({ effect, values, onChange, tried, ...around }: EffectFormProps) {
  const fields = fieldsOf(effect, values);
  return (
    <>
      {fields.map(([key, field]) => (
        <EffectField
          key={key}
          label={labelOf(effect, key)}
          field={field}
          value={values[key] ?? emptyValue(field)}
          onChange={(value) => onChange({ ...values, [key]: value })}
          error={tried && readValue(field, values[key] ?? emptyValue(field)) === undefined}
          {...around}
        />
      ))}
    </>
  );
}

/** The parameters of a filled form; null while something is missing, or names no partner. */
export function paramsOfForm(
  effect: FormEffect,
  values: FormValues,
  partners: readonly string[] | null,
): Uint8Array | null {
  const params: Record<string, unknown> = {};
  for (const [key, field] of fieldsOf(effect, values)) {
    params[key] = readValue(field, values[key] ?? emptyValue(field));
    if (params[key] === undefined) return null;
    if (field.as === "partner" && !partners?.includes(String(params[key]))) return null;
  }
  try {
    return encodeParams(effects[effect], params as never);
  } catch {
    return null;
  }
}

/** The form of parameters that are known: a setting as it is, or an effect that was proposed. */
export function formOfParams(effect: FormEffect, params: Record<string, unknown>): FormValues {
  return Object.fromEntries(
    Object.entries<FieldKind>(effectFields[effect])
      .filter(([key]) => key in params)
      .map(([key, field]) => [key, shownValue(field, params[key])]),
  );
}

/** What an effect is called in the list to choose from. */
export function effectTitle(effect: FormEffect): string {
  return text.t(`choose.${effect}`);
}

/** The effect that has a form here, by its name on the wire. */
export function formEffectOf(name: string): FormEffect | null {
  const known = effectByName(name);
  const found = Object.keys(effectFields) as FormEffect[];
  return found.find((key) => effects[key] === known) ?? null;
}

/** Some words mean something else in another effect. */
function labelOf(effect: FormEffect, key: string): string {
  const special = `field.${effect}.${key}` as keyof typeof en;
  const found = text.t(special);
  return found === special ? text.t(`field.${key}` as keyof typeof en) : found;
}

interface EffectFieldProps extends Pick<EffectFormProps, "surroundings" | "partners"> {
  label: string;
  field: FieldKind;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
  error: boolean;
}

function EffectField(props: EffectFieldProps) {
  const { label, field, value, onChange, error, surroundings, partners } = props;
  const typed = typeof value === "string" ? value : "";
  const chosen = Array.isArray(value) ? value : [];
  const shared = { label, error: error ? errorOf(field) : null };
  const optional = "empty" in field && field.empty === true ? { optional: true } : {};
  switch (field.as) {
    case "switch":
      return <Tick label={label} checked={value === true} onChange={onChange} />;
    case "one":
      return <OneField field={field} {...{ label, typed, onChange }} />;
    case "many":
    case "members":
    case "days":
      return (
        <Chips
          label={label}
          hint={shared.error}
          options={manyOptions(field, surroundings)}
          chosen={chosen}
          onChange={onChange}
        />
      );
    case "member":
    case "group":
    case "category":
      return (
        <SelectField
          {...shared}
          {...optional}
          value={typed}
          onChange={onChange}
          options={[{ value: "", label: text.t("choose") }, ...oneOptions(field, surroundings)]}
        />
      );
    case "partner":
      return <PartnerField {...shared} value={typed} onChange={onChange} partners={partners} />;
    default:
      return <WrittenField {...shared} {...optional} {...{ field, typed, onChange }} />;
  }
}

/** Longer words break in half a small phone's width. */
const sideWordCharsMax = 8;

interface OneFieldProps extends Pick<EffectFieldProps, "label" | "onChange"> {
  field: Extract<FieldKind, { as: "one" }>;
  typed: string;
}

function OneField({ label, field, typed, onChange }: OneFieldProps) {
  const options = field.of.map((word) => ({ value: word, title: wordOf(word) }));
  const words = options.flatMap(({ title }) => title.split(" "));
  const side = words.every(({ length }) => length <= sideWordCharsMax);
  return <Choices label={label} options={options} value={typed} onChange={onChange} side={side} />;
}

interface WrittenFieldProps extends Pick<EffectFieldProps, "label" | "field" | "onChange"> {
  error: string | null;
  optional?: boolean;
  typed: string;
}

function WrittenField({ field, typed, onChange, ...shared }: WrittenFieldProps) {
  if (field.as === "paragraph" || field.as === "lines") {
    return (
      <TextArea
        {...shared}
        {...(field.as === "lines" ? { hint: text.t("hint.lines") } : {})}
        value={typed}
        onInput={onChange}
        attributes={{ rows: 3 }}
      />
    );
  }
  return (
    <TextField
      {...shared}
      type={field.as === "date" ? "date" : "text"}
      value={typed}
      onInput={onChange}
      attributes={
        field.as === "line"
          ? { maxLength: field.max }
          : { inputMode: field.as === "bytes" ? "text" : "decimal", spellcheck: false }
      }
    />
  );
}

interface PartnerFieldProps extends Pick<EffectFormProps, "partners"> {
  label: string;
  error: string | null;
  value: string;
  onChange: (value: string) => void;
}

/** Partners are chosen, not typed: what is shared with a misspelt name reaches nobody. */
function PartnerField({ partners, ...field }: PartnerFieldProps) {
  if (partners === null) return <Notice tone="warn">{text.t("partners.unknown")}</Notice>;
  if (partners.length === 0) {
    return (
      <Notice tone="warn" title={text.t("partners.none")}>
        <p>{text.t("partners.noneText")}</p>
        <Button href="/decide/new?effect=partner.admit">{text.t("choose.partnerAdmit")}</Button>
      </Notice>
    );
  }
  const options = partners.map((name) => ({ value: name, label: name }));
  // One that was offered to end a share with is none to begin one with.
  const value = partners.includes(field.value) ? field.value : "";
  return (
    <SelectField
      {...field}
      value={value}
      options={[{ value: "", label: text.t("choose") }, ...options]}
    />
  );
}

function errorOf(field: FieldKind): string {
  if (field.as === "date" && field.term) return text.t("error.term");
  if (field.as !== "number") return text.t("error.field");
  const { min, max } = field;
  return text.t("error.number", { min, max });
}

function manyOptions(
  field: Extract<FieldKind, { as: "many" | "members" | "days" }>,
  { people }: Surroundings,
): { value: string; label: string }[] {
  if (field.as === "many") return field.of.map((value) => ({ value, label: wordOf(value) }));
  if (field.as === "members") return people.map((one) => ({ value: one.id, label: nameOf(one) }));
  return [0, 1, 2, 3, 4, 5, 6].map((day) => ({ value: String(day), label: weekdayName(day) }));
}

function oneOptions(
  { as }: FieldKind,
  { people, groups, categories }: Surroundings,
): { value: string; label: string }[] {
  if (as === "member") return people.map((one) => ({ value: one.id, label: nameOf(one) }));
  return (as === "group" ? groups : categories).map((value) => ({ value, label: value }));
}

function wordOf(word: string): string {
  const option = text.t(`option.${word}` as keyof typeof en);
  return option === `option.${word}` ? modelName(word as DecisionModel) : option;
}
