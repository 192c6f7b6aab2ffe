/** From the parts of an imported file to the bodies of operations. Pure. */
import { type ItemBody, itemTitleCharsMax } from "../../../mesh/kinds/index.ts";
import { draftToBody, type ItemDraft } from "../item-draft.ts";
import type { ImportPart } from "../shapes.ts";

export interface ChosenPart {
  /** Its number in the import, from 0. */
  n: number;
  title: string;
}

/** What every part begins with: ticked, and titled by its own heading or by its place. */
export function partsToChoose(
  parts: readonly ImportPart[],
  title: string,
  partName: (n: number) => string,
): ChosenPart[] {
  return parts.map((part, n) => ({
    n,
    title: (part.title || (parts.length === 1 ? title : `${title}, ${partName(n + 1)}`)).slice(
      0,
      itemTitleCharsMax,
    ),
  }));
}

/** The title of a file: its own, or its name without the ending. */
export function titleOf(preview: { title: string | null }, fileName: string): string {
  const name = fileName.replace(/\.[a-z0-9]{1,5}$/i, "").replaceAll(/[_-]+/g, " ");
  return (preview.title || name || fileName).trim().slice(0, itemTitleCharsMax);
}

/** One body per chosen part; several parts know of each other as a series. */
export function importedItems(
  chosen: readonly ChosenPart[],
  texts: readonly string[],
  common: ItemDraft,
  seriesTitle: string,
): ItemBody[] {
  return chosen.map((part, i) =>
    draftToBody({
      ...common,
      title: part.title,
      body: texts[i] ?? "",
      series:
        chosen.length === 1 ? null : { title: seriesTitle, part: i + 1, parts: chosen.length },
    }),
  );
}
