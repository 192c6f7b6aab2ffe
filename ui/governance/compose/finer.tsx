import { Chips, Switch, TextArea, TextField } from "../../design/index.ts";
import { nameOf } from "../../design/people.ts";
import { useResource } from "../../offline/index.ts";
import { useSurroundings } from "../effects/surroundings.ts";
import { type ProposalDraft, rationaleCharsMax, topicCharsMax } from "./proposal-draft.ts";
import { text } from "./strings.ts";

interface FinerProps {
  value: ProposalDraft;
  set: (part: Partial<ProposalDraft>) => void;
}

/** What most proposals do not need: folded away. */
export function Finer({ value, set }: FinerProps) {
  return (
    <details>
      <summary>{text.t("finer.title")}</summary>
      <div class="stack">
        <TextArea
          label={text.t("finer.rationale")}
          hint={text.t("finer.rationaleHint")}
          optional
          value={value.rationale}
          onInput={(rationale) => set({ rationale })}
          attributes={{ maxLength: rationaleCharsMax, rows: 3 }}
        />
        <TextField
          label={text.t("finer.topic")}
          hint={text.t("finer.topicHint")}
          optional
          value={value.topic}
          onInput={(topic) => set({ topic })}
          attributes={{ maxLength: topicCharsMax }}
        />
        <TextField
          label={text.t("finer.review")}
          hint={text.t("finer.reviewHint")}
          optional
          type="date"
          value={value.review}
          onInput={(review) => set({ review })}
        />
        <Switch
          title={text.t("finer.hidden")}
          sentence={text.t("finer.hiddenSentence")}
          checked={value.hidden}
          onChange={(hidden) => set({ hidden })}
        />
        <About value={value} set={set} />
        <Items value={value} set={set} />
      </div>
    </details>
  );
}

function About({ value, set }: FinerProps) {
  const { people } = useSurroundings();
  return (
    <Chips
      label={text.t("finer.about")}
      hint={text.t("finer.aboutHint")}
      options={people.map((one) => ({ value: one.id, label: nameOf(one) }))}
      chosen={value.about}
      onChange={(about) => set({ about })}
    />
  );
}

const shownMax = 8;

/** Knowledge that belongs to it: what was attached, and the newest to choose from. */
function Items({ value, set }: FinerProps) {
  const { data } = useResource<{ items: { id: string; title: string }[] }>(
    `/api/items?limit=${shownMax}`,
  );
  const known = data?.items ?? [];
  const others = value.items.filter((id) => !known.some((item) => item.id === id));
  const options = [
    ...others.map((id) => ({ value: id, label: text.t("finer.item") })),
    ...known.map(({ id, title }) => ({ value: id, label: title })),
  ];
  if (options.length === 0) return null;
  return (
    <Chips
      label={text.t("finer.items")}
      hint={text.t("finer.itemsHint")}
      options={options}
      chosen={value.items}
      onChange={(items) => set({ items })}
    />
  );
}
