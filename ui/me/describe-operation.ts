import {
  Award,
  BookOpen,
  CalendarDays,
  FilePlus2,
  FileQuestion,
  HandHelping,
  KeyRound,
  Landmark,
  type LucideIcon,
  MessageCircle,
  MessageCircleQuestion,
  MessagesSquare,
  Siren,
  Tag,
  ThumbsUp,
  Trash2,
  UserRound,
  Vote,
} from "lucide-preact";
import { kindByNumber } from "../../mesh/kinds/index.ts";
import type { OwnOperation } from "../offline/index.ts";
import { ownOperations } from "../offline/own.ts";
import { text } from "./strings.ts";

interface Description {
  icon: LucideIcon;
  title: string;
  /** The first words of what was written, where there are any. */
  detail: string | null;
}

const families: { names: RegExp; icon: LucideIcon; key: Parameters<typeof text.t>[0] }[] = [
  { names: /^item$/, icon: BookOpen, key: "kind.item" },
  { names: /^item\./, icon: Tag, key: "kind.item.about" },
  { names: /^question$/, icon: MessageCircleQuestion, key: "kind.question" },
  { names: /^question\.close$/, icon: MessageCircleQuestion, key: "kind.question.close" },
  { names: /^answer$/, icon: MessageCircle, key: "kind.answer" },
  { names: /^feedback$/, icon: ThumbsUp, key: "kind.feedback" },
  { names: /^erase$/, icon: Trash2, key: "kind.erase" },
  { names: /^profile$/, icon: UserRound, key: "kind.profile" },
  { names: /^invite/, icon: KeyRound, key: "kind.invite" },
  { names: /^(enrol|revoke|leave)$/, icon: KeyRound, key: "kind.device" },
  { names: /^ballot/, icon: Vote, key: "kind.ballot" },
  { names: /^(proposal|opening|id\.list|close$|mark)/, icon: FilePlus2, key: "kind.proposal" },
  { names: /^(comment|outcome\.note)$/, icon: MessagesSquare, key: "kind.comment" },
  { names: /^(attestation|witness|delegate|mediation)$/, icon: HandHelping, key: "kind.voting" },
  { names: /^emergency/, icon: Siren, key: "kind.emergency" },
  { names: /^meeting$/, icon: CalendarDays, key: "kind.meeting" },
  { names: /^(handover|term\.end)$/, icon: Award, key: "kind.office" },
  { names: /^(gate\.|root)/, icon: Landmark, key: "kind.gate" },
];

/** By id. */
type Titles = ReadonlyMap<string, string>;
const untold: Titles = new Map();

const detailCharsMax = 60;

/** What an own operation is, for the list of the outbox. `titles`: what others' things are called. */
export function describeOperation(op: OwnOperation, titles: Titles = untold): Description {
  const name = nameOf(op);
  const family = families.find((candidate) => candidate.names.test(name));
  const words = wordsOf(op, ownOperations.value, titles);
  return {
    icon: family?.icon ?? FileQuestion,
    title: text.t(family?.key ?? "kind.other"),
    detail: words === null ? null : shortened(words),
  };
}

// Where their words are, unless as in most kinds; the `text` of a proposal is an operation.
const wordFields: Record<string, string[]> = { emergency: ["reason"], proposal: [] };
const mostWordFields = ["title", "text", "name", "words"];
// A proposal names its text, a vote its proposal, and so on: the nearest to what was said is first.
const references = [
  ..."text reason proposal thread version opening question item meeting".split(" "),
  ..."emergency attestation target".split(" "),
];

/**
 * The words of an operation: its own, or those of what it speaks about, as far as this device said
 * that, too, or knows what it is called. Null without any: an id means nothing to anybody. Pure.
 */
export function wordsOf(
  op: OwnOperation,
  own: readonly OwnOperation[],
  titles: Titles = untold,
): string | null {
  const body = (op.body ?? {}) as Record<string, unknown>;
  const fields = wordFields[nameOf(op)] ?? mostWordFields;
  const said = fields.map((field) => body[field]).find(isWords);
  if (said !== undefined) return said;
  for (const field of references) {
    // Only what was said before: nothing can lead around in a circle.
    const about = own.find(({ id, seq }) => id === body[field] && seq < op.seq);
    const words = about === undefined ? null : wordsOf(about, own, titles);
    const title = titles.get(String(body[field])) ?? "";
    if (words !== null || title !== "") return words ?? title;
  }
  return null;
}

function nameOf(op: OwnOperation): string {
  return kindByNumber(op.kind)?.name ?? "";
}

function isWords(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function shortened(words: string): string {
  return words.length <= detailCharsMax ? words : `${words.slice(0, detailCharsMax)}…`;
}
