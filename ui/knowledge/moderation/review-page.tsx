import { PartyPopper } from "lucide-preact";
import { useState } from "preact/hooks";
import {
  Button,
  Card,
  EmptyState,
  List,
  Mark,
  Moment,
  Page,
  ResourceView,
  Sheet,
  Tabs,
} from "../../design/index.ts";
import { plainText } from "../../design/plain-text.ts";
import { useResource } from "../../offline/index.ts";
import { ItemLink } from "../item-notices.tsx";
import { ItemRow } from "../item-row.tsx";
import { noFilters, rowsOf } from "../own-items.ts";
import { audienceSentence, consentSentence } from "../reach-sentence.ts";
import type { Report, ReviewQueue } from "../shapes.ts";
import { text as knowledge } from "../strings.ts";
import { authorOf } from "../versions/versions-page.tsx";
import { Review } from "./moderate-sheet.tsx";
import { useReviewed } from "./reviewed.ts";
import { text } from "./strings.ts";

type Tab = "new" | "reports" | "apart";

/** What waits for a moderator: new texts, reports, versions written apart. */
export function ReviewPage() {
  const queue = useResource<ReviewQueue>("/api/review");
  const [tab, setTab] = useState<Tab>("new");
  return (
    <Page title={knowledge.t("review")} lead={text.t("review.lead")} back="/knowledge">
      <ResourceView of={queue}>
        {(found) => (
          <Tabs
            label={knowledge.t("review")}
            current={tab}
            onChange={setTab}
            tabs={[
              { name: "new", title: text.t("review.tab.new", { count: found.awaiting.length }) },
              {
                name: "reports",
                title: text.t("review.tab.reports", { count: found.reports.length }),
              },
              {
                name: "apart",
                title: text.t("review.tab.apart", { count: found.conflicts.length }),
              },
            ]}
          >
            {tab === "new" && <Awaiting queue={found} />}
            {tab === "reports" && <Reports reports={found.reports} />}
            {tab === "apart" && <Apart queue={found} />}
          </Tabs>
        )}
      </ResourceView>
    </Page>
  );
}

function Awaiting({ queue }: { queue: ReviewQueue }) {
  const reviewed = useReviewed();
  const waiting = queue.awaiting.filter(({ id }) => !reviewed.has(id));
  if (waiting.length === 0) return <NothingWaits />;
  return (
    <>
      {waiting.map((version) => (
        <AwaitingCard key={version.id} version={version} />
      ))}
    </>
  );
}

function AwaitingCard({ version }: { version: ReviewQueue["awaiting"][number] }) {
  const [judging, setJudging] = useState(false);
  return (
    <Card
      title={
        <a href={`/knowledge/${version.item}`} lang={version.lang} dir="auto">
          {version.title}
        </a>
      }
    >
      <p class="soft">
        {authorOf(version)}, <Moment at={version.time} />
        {version.parents.length > 0 && ` · ${text.t("review.edit")}`}
      </p>
      <p class="excerpt long" lang={version.lang} dir="auto">
        {plainText(version.body).text}
      </p>
      <p class="small">
        {audienceSentence(version.audience)} {consentSentence(version.consent)}
      </p>
      <div>
        <Button onClick={() => setJudging(true)}>{text.t("review.judge")}</Button>
      </div>
      <Sheet title={version.title} open={judging} onClose={() => setJudging(false)}>
        <Review version={version.id} onDone={() => setJudging(false)} />
      </Sheet>
    </Card>
  );
}

function Reports({ reports }: { reports: Report[] }) {
  if (reports.length === 0) return <NothingWaits />;
  return (
    <>
      {reports.map((report) => (
        <Card key={report.id}>
          <p>
            <ItemLink id={report.item.id} />
          </p>
          <p class="row">
            <Mark tone="warn">{text.t(`report.${report.reason}` as "report.other")}</Mark>
            {report.item.hidden && <Mark>{knowledge.t("mark.hidden")}</Mark>}
          </p>
          {report.text && (
            <blockquote dir="auto">
              <p>{report.text}</p>
            </blockquote>
          )}
          <p class="soft small">
            {authorOf(report)}, <Moment at={report.time} />
          </p>
        </Card>
      ))}
    </>
  );
}

function Apart({ queue }: { queue: ReviewQueue }) {
  if (queue.conflicts.length === 0) return <NothingWaits />;
  return (
    <List label={text.t("review.apart")}>
      {rowsOf(queue.conflicts, new Map(), noFilters).map((row) => (
        <ItemRow key={row.id} row={row} isCurrent={false} />
      ))}
    </List>
  );
}

function NothingWaits() {
  return (
    <EmptyState icon={PartyPopper} title={text.t("review.none")}>
      {text.t("review.none.text")}
    </EmptyState>
  );
}
