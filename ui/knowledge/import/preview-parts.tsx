import { useState } from "preact/hooks";
import { Button } from "../../design/index.ts";
import type { ImportPart } from "../shapes.ts";
import type { ChosenPart } from "./import-items.ts";
import { PreviewPart } from "./preview-part.tsx";
import { text } from "./strings.ts";

// Enough to see what kind of text it is; a thick book has fifty.
const partsShownMax = 6;

interface PreviewPartsProps {
  importId: string;
  parts: ImportPart[];
  /** What each part is called before anybody renames it. */
  titles: string[];
  chosen: ChosenPart[];
  onChange: (chosen: ChosenPart[]) => void;
}

/** The parts to look through; of a thick book the first ones, and the others on demand. */
export function PreviewParts(props: PreviewPartsProps) {
  const { importId, parts, titles, chosen, onChange } = props;
  const [all, setAll] = useState(false);
  const shown = all ? parts : parts.slice(0, partsShownMax);
  return (
    <section class="stack">
      <h2>{text.t("preview.parts", { count: parts.length })}</h2>
      {shown.map((part, n) => (
        <PreviewPart
          key={n}
          importId={importId}
          n={n}
          part={part}
          chosen={chosen.find((one) => one.n === n)}
          onChange={(next) => onChange(withPart(chosen, n, next))}
          fallbackTitle={titles[n] ?? ""}
        />
      ))}
      {shown.length < parts.length && (
        <Button onClick={() => setAll(true)}>
          {text.t("preview.all.show", { count: parts.length })}
        </Button>
      )}
    </section>
  );
}

function withPart(parts: ChosenPart[], n: number, chosen: ChosenPart | null): ChosenPart[] {
  const others = parts.filter((part) => part.n !== n);
  return chosen === null ? others : [...others, chosen].sort((a, b) => a.n - b.n);
}
