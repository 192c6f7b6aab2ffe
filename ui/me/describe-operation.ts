import {
  BookOpen,
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
  { names: /^(proposal|mark)/, icon: FilePlus2, key: "kind.proposal" },
  { names: /^(comment|outcome\.note)$/, icon: MessagesSquare, key: "kind.comment" },
  { names: /^(attestation|witness|delegate|mediation)$/, icon: HandHelping, key: "kind.voting" },
  { names: /^emergency/, icon: Siren, key: "kind.emergency" },
  { names: /^(gate\.|root)/, icon: Landmark, key: "kind.gate" },
];

const detailCharsMax = 60;

/** What an own operation is, for the list of the outbox. */
export function describeOperation(op: OwnOperation): Description {
  const name = kindByNumber(op.kind)?.name ?? "";
  const family = families.find((candidate) => candidate.names.test(name));
  const body = (op.body ?? {}) as { title?: string; text?: string; name?: string };
  const words = body.title ?? body.text ?? body.name ?? null;
  return {
    icon: family?.icon ?? FileQuestion,
    title: text.t(family?.key ?? "kind.other"),
    detail: words === null ? null : shortened(words),
  };
}

function shortened(words: string): string {
  return words.length <= detailCharsMax ? words : `${words.slice(0, detailCharsMax)}…`;
}
