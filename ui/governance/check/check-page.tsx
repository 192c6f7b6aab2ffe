import { FileCheck2, FileDown, ShieldAlert, ShieldCheck } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useRoute } from "preact-iso";
import { type Verdict, verifyDecision } from "../../../mesh/rules/index.ts";
import { Button, Card, Facts, Notice, Page } from "../../design/index.ts";
import { useDirectory } from "../../design/people.ts";
import { dateTime, formatShare } from "../../i18n/index.ts";
import { describeEffect } from "../effects/describe.ts";
import { choiceName, modelName } from "../naming.ts";
import {
  OpenFile,
  ReadButton,
  ReadingState,
  saveDecision,
  useDecisionFile,
} from "./decision-file.tsx";
import { problemText } from "./problem-text.ts";
import { text } from "./strings.ts";

/** Counts a decision again on this phone, from the signed statements and nothing else. */
export function CheckPage() {
  const { thread = "" } = useRoute().params;
  const { state, open, fetch } = useDecisionFile(thread, verifyNow);
  return (
    <Page
      title={text.t("title")}
      lead={text.t("lead")}
      back={`/decide/${thread}`}
      action={
        <ReadButton
          reading={state}
          icon={FileCheck2}
          label={text.t("check")}
          working={text.t("working")}
          onRead={fetch}
        />
      }
    >
      <ReadingState reading={state} words={readingWords()} />
      {state.step === "read" && <Found verdict={state.found} file={state.file} />}
      <OpenFile title={text.t("file.title")} label={text.t("file.open")} onOpen={open} />
      <Limits />
    </Page>
  );
}

function readingWords() {
  return {
    working: text.t("working"),
    away: text.t("away"),
    unreadable: text.t("unreadable"),
  };
}

/** By this phone's own clock: the box is not to be believed here, in this neither. */
function verifyNow(file: Uint8Array): Promise<Verdict> {
  return verifyDecision(file, Math.floor(Date.now() / 1_000));
}

/** What is left to trust. */
function Limits() {
  const record = <a href="/box/record">{text.t("limits.record")}</a>;
  return (
    <Card title={text.t("limits.title")}>
      <ul>
        <li>{text.t("limits.roll")}</li>
        <li>{text.t("limits.file")}</li>
        <li>{text.pieces("limits.app", { record })}</li>
      </ul>
    </Card>
  );
}

function Found({ verdict, file }: { verdict: Verdict; file: Uint8Array<ArrayBuffer> }) {
  const { ok, problems, warnings, checked, title } = verdict;
  const isFine = ok && warnings.length === 0;
  return (
    <>
      <Notice
        tone={isFine ? "ok" : ok ? "warn" : "danger"}
        icon={isFine ? ShieldCheck : ShieldAlert}
        title={text.t(isFine ? "holds" : ok ? "holdsIf" : "fails")}
        live
      >
        <p>{text.t("checked", { count: checked.signatures, people: checked.people })}</p>
      </Notice>
      {warnings.map(({ id, dated, now }) => (
        <Notice key={id} tone="warn" title={text.t("ahead.title")}>
          <p>{text.t("ahead.text", { dated: dateTime(dated), now: dateTime(now) })}</p>
        </Notice>
      ))}
      {problems.length > 0 && (
        <Card title={text.t("problems")}>
          <ul>
            {problems.map(({ code, id }, i) => (
              <li key={i}>
                {problemText(code)}
                {id !== null && <span class="soft small"> ({id.slice(0, 8)})</span>}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={title ?? text.t("untitled")}>
        <Counted verdict={verdict} />
        <div>
          <Button icon={FileDown} onClick={() => saveDecision(verdict.thread, file)}>
            {text.t("save")}
          </Button>
        </div>
      </Card>
    </>
  );
}

function Counted({ verdict }: { verdict: Verdict }) {
  const { tally, status, model, closedAt, community, winner, effects, attachments } = verdict;
  const directory = useDirectory();
  const facts: [string, ComponentChildren][] = [
    [text.t("fact.community"), community ?? text.t("unknown")],
    [text.t("fact.result"), text.t(`result.${status}`)],
  ];
  if (closedAt !== null) facts.push([text.t("fact.closed"), dateTime(closedAt)]);
  if (model !== null) facts.push([text.t("fact.model"), modelName(model as "consent")]);
  if (winner !== null) facts.push([text.t("fact.winner"), String(winner + 1)]);
  if (tally !== null) {
    facts.push([
      text.t("fact.turnout"),
      text.t("turnout", { count: tally.counted, roll: tally.roll, needed: tally.quorumHeads }),
    ]);
    for (const [choice, count] of tally.counts.entries()) {
      if (count > 0) facts.push([choiceName(choice), String(count)]);
    }
    if (tally.approvalPermille !== null) {
      facts.push([text.t("fact.approval"), formatShare(tally.approvalPermille)]);
    }
  }
  for (const effect of effects) {
    const moment = closedAt === null ? null : { at: closedAt, about: true };
    facts.push([text.t("fact.effect"), describeEffect(effect, directory, moment).title]);
  }
  for (const { name, hash } of attachments) {
    facts.push([
      text.t("fact.file"),
      <span key={hash} class="file-name" dir="auto">
        {name} <span class="soft small">{hash}</span>
      </span>,
    ]);
  }
  return <Facts facts={facts} />;
}
