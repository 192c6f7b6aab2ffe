import {
  CalendarClock,
  CalendarDays,
  FilePlus2,
  HandHelping,
  Handshake,
  Landmark,
  ScrollText,
  Siren,
  Vote,
} from "lucide-preact";
import { kinds } from "../../mesh/kinds/index.ts";
import {
  Button,
  EmptyState,
  List,
  ListItem,
  Mark,
  Page,
  ResourceView,
  StateMark,
} from "../design/index.ts";
import { membership, type Resource, usePending, useResource } from "../offline/index.ts";
import { useMyVote, useStillNeeded } from "./my-vote.ts";
import { choiceName } from "./naming.ts";
import {
  decisionsPath,
  isReview,
  type ProposalDetail,
  type ProposalList,
  type ProposalRow,
} from "./shapes.ts";
import { StatusMark, turnoutText, WhatNext } from "./stage.tsx";
import { text } from "./strings.ts";

/** What is to be decided: what needs the member first. */
export function DecidePage() {
  const needsMe = useResource<ProposalList>(`${decisionsPath}?filter=needs-me`);
  const open = useResource<ProposalList>(`${decisionsPath}?filter=open`);
  const closed = useResource<ProposalList>(`${decisionsPath}?filter=closed&limit=5`);
  const needs = useStillNeeded(needsMe.data);
  const isMember = membership.value?.roles.includes("member") ?? false;
  return (
    <Page
      title={text.t("title")}
      lead={text.t("lead")}
      action={
        isMember ? (
          <Button kind="primary" icon={FilePlus2} href="/decide/new">
            {text.t("propose")}
          </Button>
        ) : (
          <p class="soft small">{text.t("propose.guest")}</p>
        )
      }
    >
      <Pending known={[needsMe, open, closed]} />
      <NeedsMe rows={needs?.items ?? []} />
      <section class="stack">
        <h2>{text.t("open.title")}</h2>
        <ResourceView of={open}>
          {({ items }) => <Open rows={withoutNeeds(items, needs)} all={items.length} />}
        </ResourceView>
      </section>
      <Closed of={closed} />
      <Ways />
    </Page>
  );
}

function withoutNeeds(rows: ProposalRow[], needs: ProposalList | undefined): ProposalRow[] {
  const shown = new Set(needs?.items.map(({ thread }) => thread));
  return rows.filter(({ thread }) => !shown.has(thread));
}

/** Own proposals that the box does not list yet. */
function Pending({ known }: { known: Resource<ProposalList>[] }) {
  const listed = new Set(known.flatMap(({ data }) => data?.items ?? []).map((row) => row.version));
  const waiting = usePending(kinds.proposal).filter(({ id, body }) => body && !listed.has(id));
  const texts = usePending(kinds.proposalText);
  if (waiting.length === 0) return null;
  return (
    <List label={text.t("pending.title")}>
      {waiting.map((op) => (
        <ListItem
          key={op.id}
          icon={Vote}
          href={`/decide/${op.body?.thread ?? op.id}`}
          title={texts.find(({ id }) => id === op.body?.text)?.body?.title ?? text.t("untitled")}
          after={<StateMark op={op} />}
        />
      ))}
    </List>
  );
}

// So many that need the member are kept on the phone whole, so that they can vote anywhere.
const keptMax = 6;

function NeedsMe({ rows }: { rows: ProposalRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section class="stack">
      <h2>{text.t("needs.title")}</h2>
      <Rows label={text.t("needs.title")} rows={rows} />
      {rows.slice(0, keptMax).map(({ thread }) => (
        <Keep key={thread} path={`${decisionsPath}/${thread}`} />
      ))}
    </section>
  );
}

/** Reads a page's data ahead, so that it opens out of reach of the box. */
function Keep({ path }: { path: string }) {
  useResource<ProposalDetail>(path);
  return null;
}

function Open({ rows, all }: { rows: ProposalRow[]; all: number }) {
  if (all === 0) {
    return (
      <EmptyState icon={Vote} title={text.t("open.none")}>
        {text.t("open.noneText")}
      </EmptyState>
    );
  }
  if (rows.length === 0) return <p class="soft">{text.t("open.noOthers")}</p>;
  return <Rows label={text.t("open.title")} rows={rows} />;
}

function Closed({ of }: { of: Resource<ProposalList> }) {
  const rows = of.data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <section class="stack">
      <h2>{text.t("closed.title")}</h2>
      <Rows label={text.t("closed.title")} rows={rows} />
    </section>
  );
}

/** Where else deciding takes place. */
function Ways() {
  return (
    <List label={text.t("ways.title")}>
      <ListItem
        icon={ScrollText}
        href="/decide/log"
        title={text.t("ways.log")}
        detail={text.t("ways.logDetail")}
      />
      <ListItem
        icon={CalendarDays}
        href="/meetings"
        title={text.t("ways.meetings")}
        detail={text.t("ways.meetingsDetail")}
      />
      <ListItem
        icon={Handshake}
        href="/decide/offices"
        title={text.t("ways.offices")}
        detail={text.t("ways.officesDetail")}
      />
      <ListItem
        icon={HandHelping}
        href="/decide/delegations"
        title={text.t("ways.delegations")}
        detail={text.t("ways.delegationsDetail")}
      />
      <ListItem
        icon={Landmark}
        href="/community/settings"
        title={text.t("ways.rules")}
        detail={text.t("ways.rulesDetail")}
      />
    </List>
  );
}

function Rows({ label, rows }: { label: string; rows: ProposalRow[] }) {
  return (
    <List label={label}>
      {rows.map((row) => (
        <Row key={row.thread} row={row} />
      ))}
    </List>
  );
}

function Row({ row }: { row: ProposalRow }) {
  const vote = useMyVote(row);
  const isOpen = row.closedAt === null;
  // A vote that is on its way is no longer missing, whatever the box says.
  const isVoted = vote !== null && (row.needs === "vote" || row.needs === "again");
  const need = isVoted ? null : row.needs;
  return (
    <ListItem
      href={`/decide/${row.thread}`}
      title={<span dir="auto">{row.title || text.t("untitled")}</span>}
      detail={
        <>
          {row.summary && (
            <span class="excerpt" dir="auto">
              {row.summary}
            </span>
          )}
          <span class="block">
            <WhatNext row={row} />
            {isOpen &&
              row.status !== "draft" &&
              row.status !== "withdrawn" &&
              ` · ${turnoutText(row)}`}
          </span>
          <span class="row">
            <StatusMark status={row.status} />
            {isReview(row) && (
              <Mark tone="info" icon={Siren}>
                {text.t("review")}
              </Mark>
            )}
            {need !== null && (
              <Mark tone="wait" icon={CalendarClock}>
                {text.t(`needs.${need}`)}
              </Mark>
            )}
            {vote !== null && isOpen && (
              <span class="soft">{text.t("vote.yours", { choice: choiceName(vote.choice) })}</span>
            )}
            {vote?.op && vote.op.state !== "done" && <StateMark op={vote.op} />}
          </span>
        </>
      }
    />
  );
}
