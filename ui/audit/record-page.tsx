import { FileCheck, RefreshCw } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import type { KnownLog } from "../../mesh/log/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import {
  Button,
  Card,
  List,
  ListItem,
  Loading,
  Mark,
  Moment,
  Notice,
  Page,
  words,
} from "../design/index.ts";
import { dateTime } from "../i18n/index.ts";
import { describeOperation } from "../me/index.ts";
import { type OwnOperation, useOutbox } from "../offline/index.ts";
import { type BoxRecord, changeRecord, provenIn } from "../offline/record.ts";
import { AlarmCards } from "./alarm-card.tsx";
import { checkRecord } from "./check-record.ts";
import { ComparePhones } from "./compare-phones.tsx";
import { RecordFacts } from "./record-facts.tsx";
import { text } from "./strings.ts";
import { useRecord } from "./use-record.ts";

/** What this phone knows of the box's record: still the same, restored, or contradicting itself. */
export function RecordPage() {
  const record = useRecord();
  const [isAway, setAway] = useState(false);
  useEffect(() => markSeen(record), [record]);
  const compareNow = async () => {
    setAway(false);
    await checkRecord().catch(() => setAway(true));
  };
  return (
    <Page
      title={text.t("record.title")}
      lead={text.t("record.lead")}
      back="/box"
      action={
        <Button kind="primary" icon={RefreshCw} onClick={compareNow}>
          {text.t("state.check")}
        </Button>
      }
    >
      {isAway && (
        <Notice tone="wait" live>
          {text.t("state.away")}
        </Notice>
      )}
      {record === undefined ? (
        <Loading>{words.t("loading")}</Loading>
      ) : (
        <Remembered record={record} />
      )}
    </Page>
  );
}

function Remembered({ record }: { record: BoxRecord | null }) {
  const log = record?.logs.at(-1);
  return (
    <>
      {record && <AlarmCards record={record} />}
      <Verdict record={record} />
      {record && <Restores record={record} />}
      {log && <ComparePhones log={log} />}
      {log && <OwnWords log={log} />}
    </>
  );
}

const goodVerdicts: readonly BoxRecord["verdict"][] = ["first", "same", "grown", "restored"];

function Verdict({ record }: { record: BoxRecord | null }) {
  const log = record?.logs.at(-1);
  const verdict = record?.verdict ?? "nothing";
  const state = goodVerdicts.includes(verdict) ? "ok" : verdict === "nothing" ? "nothing" : "fault";
  const tone = { ok: "ok", nothing: "wait", fault: "danger" } as const;
  const title = verdict === "changed" ? text.t("state.changed") : text.t(`state.${state}`);
  return (
    <Card>
      <h2>
        <Mark tone={tone[state]}>{title}</Mark>
      </h2>
      {state !== "fault" && <p>{text.t(`state.${state}Text`)}</p>}
      {record && log && <RecordFacts record={record} log={log} />}
    </Card>
  );
}

function Restores({ record: { restores } }: { record: BoxRecord }) {
  if (restores.length === 0) return null;
  return (
    <Notice tone="info" title={text.t("restores.title")}>
      {restores.toReversed().map(({ opened, lost }) => {
        const when = dateTime(opened, "long");
        return (
          <p key={opened}>
            {lost === 0
              ? text.t("restores.none", { when })
              : text.t("restores.lost", { when, count: lost })}
          </p>
        );
      })}
      <p class="soft">{text.t("restores.text")}</p>
    </Notice>
  );
}

/** Lately signed things, each with the state of its proof. */
function OwnWords({ log }: { log: KnownLog }) {
  const { waiting, sent, refused } = useOutbox();
  const [proven, setProven] = useState<ReadonlySet<OpId>>(new Set());
  useEffect(() => {
    provenIn(log.origin).then(setProven);
  }, [log]);
  const own = [...sent, ...refused.filter(({ receivedAt }) => receivedAt !== null), ...waiting]
    .sort((a, b) => b.seq - a.seq)
    .slice(0, 20);
  return (
    <section class="stack">
      <h2>{text.t("own.title")}</h2>
      <p class="soft">{own.length === 0 ? text.t("own.none") : text.t("own.text")}</p>
      {own.length > 0 && (
        <List label={text.t("own.title")}>
          {own.map((op) => (
            <OwnWord key={op.id} op={op} isProven={proven.has(op.id)} />
          ))}
        </List>
      )}
    </section>
  );
}

function OwnWord({ op, isProven }: { op: OwnOperation; isProven: boolean }) {
  const { title, detail } = describeOperation(op);
  const state = isProven ? "proven" : op.state === "queued" ? "waiting" : "later";
  return (
    <ListItem
      icon={FileCheck}
      href={`/box/record/${op.id}`}
      title={title}
      detail={
        <>
          {detail && <>{detail} · </>}
          <Moment at={op.time} />
          <span class="row">
            <Mark tone={isProven ? "ok" : "wait"}>{text.t(`own.${state}`)}</Mark>
          </span>
        </>
      }
    />
  );
}

/** A restore needs to be read once; an alarm stays until it is put away. */
function markSeen(record: BoxRecord | null | undefined): void {
  if (!record?.restores.some(({ isSeen }) => !isSeen)) return;
  changeRecord(record.community, (now) => ({
    ...now,
    restores: now.restores.map((restore) => ({ ...restore, isSeen: true })),
  }));
}
