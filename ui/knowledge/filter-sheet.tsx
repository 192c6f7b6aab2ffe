import { Button, SelectField, Sheet } from "../design/index.ts";
import { languageName } from "../i18n/index.ts";
import { useResource } from "../offline/index.ts";
import { filters } from "./browse-state.ts";
import { type Filters, noFilters } from "./own-items.ts";
import type { Facets } from "./shapes.ts";
import { text } from "./strings.ts";

interface FilterSheetProps {
  open: boolean;
  onClose: () => void;
}

/** Narrows the list. Each choice takes effect at once, behind the sheet. */
export function FilterSheet({ open, onClose }: FilterSheetProps) {
  return (
    <Sheet title={text.t("filter")} open={open} onClose={onClose}>
      <FilterChoices />
      <div class="row">
        <Button kind="primary" onClick={onClose}>
          {text.t("filter.show")}
        </Button>
        <Button
          kind="quiet"
          onClick={() => {
            filters.value = noFilters;
          }}
        >
          {text.t("filter.clear")}
        </Button>
      </div>
    </Sheet>
  );
}

function FilterChoices() {
  const { data: facets } = useResource<Facets>("/api/facets");
  const now = filters.value;
  const set = (change: Partial<Filters>) => {
    filters.value = { ...now, ...change };
  };
  const any = { value: "", label: text.t("filter.any") };
  const counted = (names: { name: string; count: number }[] | undefined, chosen: string) => {
    const known = (names ?? []).filter(({ name }) => name !== "");
    const options = known.map(({ name, count }) => ({ value: name, label: `${name} (${count})` }));
    const missing = chosen !== "" && !known.some(({ name }) => name === chosen);
    return [any, ...options, ...(missing ? [{ value: chosen, label: chosen }] : [])];
  };
  return (
    <>
      <SelectField
        label={text.t("filter.form")}
        value={now.form}
        onChange={(form) => set({ form: form as Filters["form"] })}
        options={[
          any,
          { value: "article", label: text.t("form.articles") },
          { value: "term", label: text.t("form.terms") },
        ]}
      />
      <SelectField
        label={text.t("category")}
        value={now.category}
        onChange={(category) => set({ category })}
        options={counted(facets?.categories, now.category)}
      />
      <SelectField
        label={text.t("tag")}
        value={now.tag}
        onChange={(tag) => set({ tag })}
        options={counted(facets?.tags, now.tag)}
      />
      <SelectField
        label={text.t("language")}
        value={now.lang}
        onChange={(lang) => set({ lang })}
        options={[
          any,
          ...(facets?.languages ?? []).map(({ name, count }) => ({
            value: name,
            label: `${languageName(name)} (${count})`,
          })),
        ]}
      />
      <SelectField
        label={text.t("filter.state")}
        value={now.state}
        onChange={(state) => set({ state: state as Filters["state"] })}
        options={(["current", "expired", "superseded", "mine", "all"] as const).map((state) => ({
          value: state,
          label: text.t(`state.${state}`),
        }))}
      />
    </>
  );
}
