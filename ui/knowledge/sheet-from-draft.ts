import { itemTitleCharsMax } from "../../mesh/kinds/index.ts";
import { type Drafted, titledParts } from "../drafting/index.ts";
import { draftKey, keepDraft } from "./draft-store.ts";
import { draftOfVersion, emptyDraft, sourceCharsMax } from "./item-draft.ts";
import type { Item } from "./item-resource.ts";
import { text } from "./strings.ts";

/**
 * Lays a draft made from an item ready as a new item, for those who may see the first one and
 * nobody else. The draft's first line is its title. Returns the address of the editor.
 */
export async function sheetFrom({ id, content }: Item, drafted: Drafted): Promise<string> {
  const { title, body } = titledParts(drafted.text, itemTitleCharsMax);
  const own = content?.title ?? "";
  const from = content === undefined ? {} : draftOfVersion(content, "", []);
  const sheet = `${id}.${drafted.task}`;
  await keepDraft(draftKey(`new:${sheet}`), {
    ...emptyDraft(drafted.language),
    ...from,
    // A text of its own, which travels no farther than its maker says.
    item: null,
    supersedes: null,
    series: null,
    consent: "local_only",
    title: title === "" ? own : title,
    body,
    context: "",
    example: "",
    lang: drafted.language,
    source: text.t("draft.source", { title: own }).slice(0, sourceCharsMax),
  });
  return `/knowledge/new?draft=${sheet}`;
}
