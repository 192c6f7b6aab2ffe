import { useState } from "preact/hooks";
import { Mark, Markdown, ResourceView, TextField, Tick } from "../../design/index.ts";
import { formatNumber } from "../../i18n/index.ts";
import { useResource } from "../../offline/index.ts";
import type { ImportPart, ImportPartText } from "../shapes.ts";
import { text as knowledge } from "../strings.ts";
import type { ChosenPart } from "./import-items.ts";
import { text } from "./strings.ts";

interface PreviewPartProps {
  importId: string;
  n: number;
  part: ImportPart;
  /** Undefined: left out. */
  chosen: ChosenPart | undefined;
  fallbackTitle: string;
  onChange: (chosen: ChosenPart | null) => void;
}

/** One part of a file: taken or left out, titled, and to be read before it is shared. */
export function PreviewPart(props: PreviewPartProps) {
  const { importId, n, part, chosen, fallbackTitle, onChange } = props;
  const [open, setOpen] = useState(false);
  const title = chosen?.title ?? fallbackTitle;
  return (
    <div class="card">
      <Tick
        label={title}
        detail={text.t("preview.chars", { count: part.chars, chars: formatNumber(part.chars) })}
        checked={chosen !== undefined}
        onChange={(checked) => onChange(checked ? { n, title } : null)}
      />
      {part.reminders > 0 && (
        <div>
          <Mark tone="warn">{text.t("preview.partReminders", { count: part.reminders })}</Mark>
        </div>
      )}
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{text.t("preview.read", { n: n + 1 })}</summary>
        <div class="stack">
          {chosen && (
            <TextField
              label={knowledge.t("field.title")}
              value={chosen.title}
              onInput={(next) => onChange({ n, title: next })}
              error={chosen.title.trim() === "" ? knowledge.t("problem.title-missing") : null}
              attributes={{ maxLength: 200 }}
            />
          )}
          {open && <PartText path={`/api/imports/${importId}/parts/${n}`} />}
        </div>
      </details>
    </div>
  );
}

function PartText({ path }: { path: string }) {
  const part = useResource<ImportPartText>(path);
  return (
    <ResourceView of={part}>
      {(found) => (
        <div class="part-text">
          <Markdown text={found.text} headingLevel={3} />
        </div>
      )}
    </ResourceView>
  );
}
