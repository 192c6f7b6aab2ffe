import { Card, TextField } from "../../design/index.ts";
import { CategoryField, LanguageField } from "../editor-details.tsx";
import { ReachChoices } from "../editor-reach.tsx";
import { attributionCharsMax, type ItemDraft, sourceCharsMax } from "../item-draft.ts";
import { text as knowledge } from "../strings.ts";
import { text } from "./strings.ts";

interface CommonFieldsProps {
  common: ItemDraft;
  set: (change: Partial<ItemDraft>) => void;
}

/** What holds for every part. */
export function CommonFields({ common, set }: CommonFieldsProps) {
  return (
    <Card title={text.t("preview.all")}>
      <ReachChoices draft={common} set={set} />
      <CategoryField category={common.category} set={set} />
      <LanguageField lang={common.lang} set={set} />
      <TextField
        label={knowledge.t("tags")}
        hint={knowledge.t("tags.hint")}
        optional
        value={common.tags}
        onInput={(tags) => set({ tags })}
      />
      <TextField
        label={knowledge.t("attribution")}
        hint={knowledge.t("attribution.hint")}
        optional
        value={common.attribution}
        onInput={(attribution) => set({ attribution })}
        attributes={{ maxLength: attributionCharsMax }}
      />
      <TextField
        label={knowledge.t("source")}
        hint={knowledge.t("source.hint")}
        optional
        value={common.source}
        onInput={(source) => set({ source })}
        attributes={{ maxLength: sourceCharsMax }}
      />
    </Card>
  );
}
