/** A proposal while it is being written, and what it becomes. Pure. */
import { type Attachment, type DecisionModel, hasOptions } from "../../../mesh/kinds/index.ts";
import { fromBase64Url, type MemberId, type OpId } from "../../../mesh/op/index.ts";
import { dayOf } from "../../i18n/index.ts";
import { type KnownPartner, strangerIn } from "../effects/partners.ts";
import type { Proposing } from "../propose.ts";
import type { ProposalDetail } from "../shapes.ts";

/** Survives reloads as it is: plain values only. */
export interface ProposalDraft {
  title: string;
  summary: string;
  body: string;
  rationale: string;
  lang: string;
  /** Null: as the community usually decides. */
  model: DecisionModel | null;
  options: string[];
  /** base64url parameters. */
  effects: { effect: string; params: string }[];
  topic: string;
  items: string[];
  /** Their contents are kept beside the draft (`ui/attachments`). */
  attachments: Attachment[];
  about: string[];
  hidden: boolean;
  /** `2027-05-01`, or empty. */
  review: string;
  withYes: boolean;
}

export const titleCharsMax = 120;
export const summaryCharsMax = 600;
export const bodyCharsMax = 20_000;
export const rationaleCharsMax = 4_000;
export const topicCharsMax = 40;
export const optionCharsMax = 200;
export const optionsMax = 16;
export const effectsMax = 8;
const itemsMax = 20;

export function emptyDraft(lang: string): ProposalDraft {
  return {
    title: "",
    summary: "",
    body: "",
    rationale: "",
    lang,
    model: null,
    options: ["", ""],
    effects: [],
    topic: "",
    items: [],
    attachments: [],
    about: [],
    hidden: false,
    review: "",
    withYes: true,
  };
}

/** The version in force as a draft of the next one. */
export function draftOf(detail: ProposalDetail, lang: string): ProposalDraft {
  const { text } = detail;
  return {
    ...emptyDraft(text?.lang ?? lang),
    title: text?.title ?? "",
    summary: text?.summary ?? "",
    body: text?.body ?? "",
    rationale: text?.rationale ?? "",
    model: detail.model,
    options: text !== null && text.options.length > 0 ? text.options : ["", ""],
    effects: detail.effects.map(({ effect, params }) => ({ effect, params })),
    topic: detail.topic,
    items: text?.items ?? [],
    attachments: (text?.attachments ?? []).map(({ name, type, bytes, salt, hash }) => ({
      name,
      type,
      bytes,
      salt,
      hash,
    })),
    about: detail.about,
    hidden: detail.hidden,
    review: detail.reviewAt === null ? "" : dayOf(detail.reviewAt),
  };
}

/** Models that only find out what people think change nothing by themselves. */
export function mayHaveEffects(model: DecisionModel): boolean {
  return !hasOptions(model) && model !== "advice";
}

export type DraftFault = "title" | "options" | "effects" | "partner";

/** What is still missing before it can be proposed; `partners`: null while they are not known. */
export function faultsOf(
  draft: ProposalDraft,
  model: DecisionModel,
  partners: readonly KnownPartner[] | null = null,
): DraftFault[] {
  const faults: DraftFault[] = [];
  if (draft.title.trim() === "") faults.push("title");
  if (hasOptions(model) && optionsOf(draft).length < 2) faults.push("options");
  if (draft.effects.length > 0 && !mayHaveEffects(model)) faults.push("effects");
  if (strangerIn(draft.effects, partners) !== null) faults.push("partner");
  return faults;
}

function optionsOf({ options }: ProposalDraft): string[] {
  return options.map((option) => option.trim()).filter((option) => option !== "");
}

/** None in a draft that was begun before there were any. */
export function attachmentsOf({ attachments }: Partial<ProposalDraft>): Attachment[] {
  return attachments ?? [];
}

interface Circumstances {
  model: DecisionModel;
  amends: { thread: OpId; version: OpId } | null;
  revisits: OpId | null;
  publish: boolean;
}

/** What is signed. */
export function proposingOf(
  draft: ProposalDraft,
  { model, amends, revisits, publish }: Circumstances,
): Proposing {
  return {
    words: {
      title: draft.title.trim(),
      summary: draft.summary.trim(),
      body: draft.body.trim(),
      lang: draft.lang,
      options: hasOptions(model) ? optionsOf(draft) : [],
      items: draft.items.slice(0, itemsMax) as OpId[],
      attachments: attachmentsOf(draft),
      rationale: draft.rationale.trim(),
    },
    model,
    topic: draft.topic.trim(),
    effects: draft.effects.map(({ effect, params }) => ({
      effect,
      params: fromBase64Url(params) ?? new Uint8Array(),
    })),
    about: draft.about as MemberId[],
    hidden: draft.hidden,
    publish,
    reviewAt: draft.review === "" ? null : noonOf(draft.review),
    revisits,
    amends,
    withYes: draft.withYes && !hasOptions(model),
  };
}

function noonOf(day: string): number | null {
  const noon = new Date(`${day}T12:00:00`).getTime();
  return Number.isNaN(noon) ? null : Math.floor(noon / 1000);
}
