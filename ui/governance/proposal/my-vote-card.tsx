import { ShieldCheck } from "lucide-preact";
import { Button, Card, Mark, Notice, StateMark } from "../../design/index.ts";
import { nameOf, useDirectory } from "../../design/people.ts";
import { membership } from "../../offline/index.ts";
import type { MyVote } from "../my-vote.ts";
import { choiceName } from "../naming.ts";
import type { ProposalDetail } from "../shapes.ts";
import { text } from "./strings.ts";

/** What the member said, what became of it, and where the proof of it is. */
export function MyVoteCard({ detail, vote }: { detail: ProposalDetail; vote: MyVote | null }) {
  const self = membership.value?.member;
  const directory = useDirectory();
  if (vote === null) {
    if (detail.void) {
      return (
        <Notice tone="warn" title={text.t("mine.void")}>
          {text.t(detail.versions.length > 1 ? "mine.voidVersion" : "mine.voidTwice")}
        </Notice>
      );
    }
    if (detail.rules !== null && !detail.onRoll && detail.closedAt === null) {
      return <p class="soft">{text.t("mine.notOnRoll")}</p>;
    }
    return null;
  }
  const via = detail.tally?.voices.find(({ member }) => member === self)?.via ?? null;
  const options = detail.text?.options ?? [];
  return (
    <Card title={text.t("mine.title")}>
      <p class="row">
        <strong dir="auto">{choiceName(vote.choice, options)}</strong>
        {vote.op === null ? (
          <Mark tone="ok">{text.t(detail.closedAt === null ? "mine.heard" : "mine.counted")}</Mark>
        ) : (
          <StateMark op={vote.op} />
        )}
      </p>
      {vote.by === "delegation" && via !== null && (
        <p>{text.t("mine.via", { name: nameOf(directory(via)) })}</p>
      )}
      {vote.by !== "own" && vote.by !== "delegation" && <p>{text.t(`mine.by.${vote.by}`)}</p>}
      {vote.op?.state === "queued" && <p class="soft">{text.t("mine.queued")}</p>}
      {vote.op === null && vote.by === "own" && (
        <div>
          <Button kind="quiet" icon={ShieldCheck} href={`/box/record/${vote.ballot}`}>
            {text.t("mine.proof")}
          </Button>
        </div>
      )}
    </Card>
  );
}
