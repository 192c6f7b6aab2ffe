import { EyeOff, FileQuestion, Siren, UsersRound } from "lucide-preact";
import { useRoute } from "preact-iso";
import { FilesCard } from "../../attachments/index.ts";
import { Button, Card, EmptyState, Mark, Notice, Page, ResourceView } from "../../design/index.ts";
import { useDirectory } from "../../design/people.ts";
import { membership, useOwnOperation, useResource } from "../../offline/index.ts";
import { EffectsView } from "../effects/effects-view.tsx";
import { useMyVote } from "../my-vote.ts";
import { decisionsPath, isReview, type ProposalDetail, type Status } from "../shapes.ts";
import { StatusMark, turnoutText, WhatNext } from "../stage.tsx";
import { text as governance } from "../strings.ts";
import { AtStake } from "./at-stake.tsx";
import { AttestedCard } from "./attested-card.tsx";
import { BlockCard } from "./block-card.tsx";
import { Discussion } from "./discussion.tsx";
import { Meter } from "./meter.tsx";
import { MyVoteCard } from "./my-vote-card.tsx";
import { OutcomeCard } from "./outcome-card.tsx";
import { OwnProposal } from "./own-proposal.tsx";
import { ReasonsCard } from "./reasons-card.tsx";
import { RulesCard } from "./rules-card.tsx";
import { StewardsCard } from "./stewards-card.tsx";
import { text } from "./strings.ts";
import { VersionsCard } from "./versions-card.tsx";
import { hasVoice, VoteBar } from "./vote-bar.tsx";
import { WaitingHere } from "./waiting-here.tsx";

/** One proposal: what is at stake, where it stands, and the vote in reach of the thumb. */
export function ProposalPage() {
  const { thread = "" } = useRoute().params;
  const found = useResource<ProposalDetail>(`${decisionsPath}/${thread}`);
  const own = useOwnOperation(thread);
  if (found.data !== undefined) return <Detail detail={found.data} found={found} />;
  if (own) return <OwnProposal op={own} />;
  return (
    <Page title={text.t("page.title")} back="/decide">
      <ResourceView
        of={found}
        failed={
          <EmptyState icon={FileQuestion} title={text.t("page.gone")}>
            {text.t("page.goneText")}
          </EmptyState>
        }
      >
        {() => null}
      </ResourceView>
    </Page>
  );
}

interface DetailProps {
  detail: ProposalDetail;
  found: Parameters<typeof ResourceView<ProposalDetail>>[0]["of"];
}

function Detail({ detail, found }: DetailProps) {
  const vote = useMyVote(detail);
  const { status } = detail;
  // While it is open, or only on this phone, one's own vote stands where nobody has to look for it.
  const isOwnFirst = detail.closedAt === null || (vote !== null && vote.op !== null);
  const title = detail.title || governance.t("untitled");
  return (
    <Page
      title={title}
      back="/decide"
      action={hasVoice(detail) && <VoteBar detail={detail} vote={vote} />}
    >
      <ResourceView of={found}>
        {() => (
          <>
            {isOwnFirst && <MyVoteCard detail={detail} vote={vote} />}
            <WaitingHere detail={detail} />
            <Standing detail={detail} />
            {status === "contested" && <OutcomeCard detail={detail} />}
            <AtStake detail={detail} />
            <FilesCard
              thread={detail.thread}
              files={detail.text?.attachments ?? []}
              isFresh={found.state === "fresh"}
              isMine={membership.value?.member === detail.author}
            />
            {/* What stops it, and how it goes on, before what would come of it. */}
            {status === "blocked" && <BlockCard detail={detail} />}
            <Card title={text.t("effects.title")}>
              <EffectsView
                effects={detail.effects}
                dropped={isDropped(status)}
                decidedAt={detail.closedAt ?? detail.votingEnds}
              />
            </Card>
            {!isOwnFirst && <MyVoteCard detail={detail} vote={vote} />}
            <Result detail={detail} />
            {status !== "blocked" && <BlockCard detail={detail} />}
            <StewardsCard detail={detail} />
            <ReasonsCard detail={detail} />
            <AttestedCard detail={detail} />
            {status !== "contested" && <OutcomeCard detail={detail} />}
            <Discussion detail={detail} />
            <VersionsCard detail={detail} />
            <RulesCard detail={detail} />
            <More detail={detail} />
          </>
        )}
      </ResourceView>
    </Page>
  );
}

/** Whether nothing of it will happen any more. */
function isDropped(status: Status): boolean {
  return status === "not_passed" || status === "withdrawn";
}

/** Stage, time left and turnout, in a sentence each. */
function Standing({ detail }: { detail: ProposalDetail }) {
  const isCounting = detail.closedAt === null && detail.status !== "contested";
  return (
    <div class="stack tight">
      <div class="row">
        <StatusMark status={detail.status} />
        {isReview(detail) ? (
          <Mark tone="info" icon={Siren}>
            {governance.t("review")}
          </Mark>
        ) : (
          detail.topic && <span class="soft">{detail.topic}</span>
        )}
      </div>
      <p>
        <WhatNext row={detail} exact />
      </p>
      {detail.rules !== null && isCounting && <p>{turnoutText(detail)}</p>}
      {detail.rules !== null && !isReview(detail) && (
        <p class="soft">
          {governance.t(`model.${detail.model}`)}: {governance.t(`model.${detail.model}.sentence`)}
        </p>
      )}
    </div>
  );
}

function Result({ detail }: { detail: ProposalDetail }) {
  const { tally, rules, text: words } = detail;
  // Where boxes counted differently, one of the counts is not how it stands.
  if (rules === null || detail.status === "contested") return null;
  if (tally === null) {
    return detail.hidden ? (
      <Notice icon={EyeOff} title={text.t("hidden.title")}>
        {text.t("hidden.text", { count: detail.counted, roll: detail.roll })}
      </Notice>
    ) : null;
  }
  const isOver = detail.closedAt !== null;
  return <Meter tally={tally} rules={rules} options={words?.options ?? []} isOver={isOver} />;
}

/** Who takes part, the facilitator's view, and the way to check it all. */
function More({ detail }: { detail: ProposalDetail }) {
  const directory = useDirectory();
  const self = membership.value;
  const voted = detail.rollVoted;
  const mayFacilitate =
    self !== null &&
    (self.member === detail.author ||
      self.roles.some((role) => role === "steward" || role === "facilitator"));
  return (
    <Card title={text.t("more.title")} icon={UsersRound}>
      {voted !== undefined && voted.length > 0 && (
        <details>
          <summary>{text.t("more.voted", { count: voted.length })}</summary>
          <ul>
            {voted.map((member) => (
              <li key={member}>{directory(member)?.profile?.name ?? text.t("somebody")}</li>
            ))}
          </ul>
        </details>
      )}
      <div class="row">
        {detail.rules !== null && (
          <Button kind="quiet" href={`/decide/${detail.thread}/check`}>
            {text.t("more.check")}
          </Button>
        )}
        {mayFacilitate && detail.closedAt === null && (
          <Button kind="quiet" href={`/decide/${detail.thread}/facilitate`}>
            {text.t("more.facilitate")}
          </Button>
        )}
      </div>
    </Card>
  );
}
