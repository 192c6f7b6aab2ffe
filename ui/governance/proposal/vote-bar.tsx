import {
  CircleDashed,
  Ellipsis,
  type LucideIcon,
  ThumbsDown,
  ThumbsUp,
  Undo2,
  Vote,
} from "lucide-preact";
import { useState } from "preact/hooks";
import { choices, hasOptions } from "../../../mesh/kinds/index.ts";
import { Button } from "../../design/index.ts";
import { membership } from "../../offline/index.ts";
import type { MyVote } from "../my-vote.ts";
import { choiceName } from "../naming.ts";
import type { ProposalDetail } from "../shapes.ts";
import { mayVote } from "../stage.tsx";
import { offeredChoices } from "./offered.ts";
import { text } from "./strings.ts";
import { VoteSheet } from "./vote-sheet.tsx";

interface VoteBarProps {
  detail: ProposalDetail;
  vote: MyVote | null;
}

/** Whether there is anything to say now: an open vote, or a block of one's own to take back. */
export function hasVoice(detail: ProposalDetail): boolean {
  const isOpen = mayVote(detail, membership.value?.member) || mayWithdrawBlock(detail);
  return detail.rules !== null && isOpen;
}

function mayWithdrawBlock({ status, blocks }: ProposalDetail): boolean {
  return status === "blocked" && blocks.some(({ member }) => member === membership.value?.member);
}

/** Voting in two taps: a choice here, and yes, I mean it. Whoever has voted changes it here. */
export function VoteBar({ detail, vote }: VoteBarProps) {
  const [chosen, setChosen] = useState<number | "open" | null>(null);
  const self = membership.value?.member;
  const { rules } = detail;
  const isBlocking = mayWithdrawBlock(detail);
  if (rules === null) return null;
  const isAboutMe = self !== undefined && detail.about.includes(self);
  const offered = offeredChoices(rules, isAboutMe || isBlocking);
  return (
    <>
      {isBlocking ? (
        <Button kind="primary" icon={Undo2} onClick={() => setChosen("open")}>
          {text.t("vote.withdrawBlock")}
        </Button>
      ) : (
        <Ways offered={offered} vote={vote} choose={setChosen} ask={hasOptions(rules.model)} />
      )}
      {chosen !== null && (
        <VoteSheet
          key={chosen}
          detail={detail}
          vote={vote}
          offered={offered}
          first={chosen === "open" ? null : chosen}
          isAboutMe={isAboutMe}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}

interface WaysProps {
  offered: number[];
  vote: MyVote | null;
  choose: (choice: number | "open") => void;
  /** One of several options: they need room of their own. */
  ask: boolean;
}

function Ways({ offered, vote, choose, ask }: WaysProps) {
  if (vote !== null || ask) {
    return (
      <Button
        kind={vote === null ? "primary" : "secondary"}
        icon={Vote}
        onClick={() => choose("open")}
      >
        {text.t(vote === null ? "vote.choose" : "vote.change")}
      </Button>
    );
  }
  const { yes, no, abstain } = choices;
  const isShort = offered.length <= 3;
  const shown = isShort ? offered : offered.filter((choice) => choice === yes || choice === no);
  const icons: Record<number, LucideIcon> = {
    [yes]: ThumbsUp,
    [no]: ThumbsDown,
    [abstain]: CircleDashed,
  };
  return (
    <div class="vote-ways">
      {/* All alike: a ballot recommends nothing. */}
      {shown.map((choice) => (
        <Button key={choice} icon={icons[choice] ?? Vote} onClick={() => choose(choice)}>
          {choiceName(choice)}
        </Button>
      ))}
      {!isShort && (
        <Button icon={Ellipsis} onClick={() => choose("open")}>
          {text.t("vote.other")}
        </Button>
      )}
    </div>
  );
}
