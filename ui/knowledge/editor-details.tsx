import { categoryCharsMax } from "../../mesh/kinds/index.ts";
import { Button, SelectField, TextField } from "../design/index.ts";
import { languageName, languages } from "../i18n/index.ts";
import { useResource } from "../offline/index.ts";
import type { SetDraft } from "./editor.tsx";
import {
  attributionCharsMax,
  type DraftField,
  type ItemDraft,
  sourceCharsMax,
} from "./item-draft.ts";
import { ItemLink } from "./item-notices.tsx";
import type { Facets } from "./shapes.ts";
import { text } from "./strings.ts";

interface EditorDetailsProps {
  draft: ItemDraft;
  set: SetDraft;
  problem: (field: DraftField) => string | undefined;
}

/** What helps others to find it and to judge it. None of it is asked for. */
export function EditorDetails({ draft, set, problem }: EditorDetailsProps) {
  const open = problem("tags") !== undefined || problem("validUntil") !== undefined;
  return (
    <details class="details" open={open || undefined}>
      <summary>{text.t("details")}</summary>
      <div class="stack">
        <CategoryField category={draft.category} set={set} />
        <TextField
          label={text.t("tags")}
          hint={text.t("tags.hint")}
          optional
          value={draft.tags}
          onInput={(tags) => set({ tags })}
          error={problem("tags")}
        />
        <LanguageField lang={draft.lang} set={set} />
        <TextField
          label={text.t("attribution")}
          hint={text.t("attribution.hint")}
          optional
          value={draft.attribution}
          onInput={(attribution) => set({ attribution })}
          attributes={{ maxLength: attributionCharsMax }}
        />
        <TextField
          label={text.t("source")}
          hint={text.t("source.hint")}
          optional
          value={draft.source}
          onInput={(source) => set({ source })}
          attributes={{ maxLength: sourceCharsMax }}
        />
        <TextField
          type="date"
          label={text.t("validUntil")}
          hint={text.t("validUntil.hint")}
          optional
          value={draft.validUntil}
          onInput={(validUntil) => set({ validUntil })}
          error={problem("validUntil")}
        />
        {draft.supersedes !== null && (
          <div class="field">
            <span>{text.t("supersedes")}</span>
            <div class="row">
              <ItemLink id={draft.supersedes} />
              <Button kind="quiet" onClick={() => set({ supersedes: null })}>
                {text.t("supersedes.not")}
              </Button>
            </div>
          </div>
        )}
      </div>
    </details>
  );
}

interface CategoryFieldProps {
  category: string;
  set: (change: { category: string }) => void;
}

/** A category in one's own words, with those that are in use a tap away. */
export function CategoryField({ category, set }: CategoryFieldProps) {
  const { data: facets } = useResource<Facets>("/api/facets");
  const known = (facets?.categories ?? []).map(({ name }) => name).filter((name) => name !== "");
  return (
    <div class="stack tight">
      <TextField
        label={text.t("category")}
        optional
        value={category}
        onInput={(typed) => set({ category: typed })}
        attributes={{ maxLength: categoryCharsMax }}
      />
      {known.length > 0 && (
        <fieldset class="field">
          <legend class="sr-only">{text.t("category.known")}</legend>
          <div class="chips">
            {known.slice(0, 12).map((name) => (
              <button
                key={name}
                type="button"
                class="chip"
                aria-pressed={name === category}
                onClick={() => set({ category: name === category ? "" : name })}
              >
                {name}
              </button>
            ))}
          </div>
        </fieldset>
      )}
    </div>
  );
}

interface LanguageFieldProps {
  lang: string;
  set: (change: { lang: string }) => void;
}

/** The language a text is written in: those of the app and those in use here. */
export function LanguageField({ lang, set }: LanguageFieldProps) {
  const { data: facets } = useResource<Facets>("/api/facets");
  const { data: community } = useResource<{ languages?: string[] }>("/api/community");
  const codes = new Set([
    ...languages,
    ...(community?.languages ?? []),
    ...(facets?.languages ?? []).map(({ name }) => name),
    lang,
  ]);
  return (
    <SelectField
      label={text.t("language.of")}
      value={lang}
      onChange={(code) => set({ lang: code })}
      options={[...codes].map((value) => ({ value, label: languageName(value) }))}
    />
  );
}
