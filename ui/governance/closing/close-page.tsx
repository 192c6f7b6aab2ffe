import { FileDown, PenLine, Sigma } from "lucide-preact";
import { useRoute } from "preact-iso";
import { kinds } from "../../../mesh/kinds/index.ts";
import type { OpId } from "../../../mesh/op/index.ts";
import { closeByStewards, type StewardsClose } from "../../../mesh/rules/index.ts";
import {
  announce,
  Button,
  Card,
  Facts,
  List,
  ListItem,
  Moment,
  Notice,
  Page,
  StateMark,
} from "../../design/index.ts";
import { nameOf, namesOf, useDirectory } from "../../design/people.ts";
import { formatShare } from "../../i18n/index.ts";
import { appendAll, boxNow, membership, statement, usePending } from "../../offline/index.ts";
import {
  OpenFile,
  ReadButton,
  ReadingState,
  saveDecision,
  useDecisionFile,
} from "../check/decision-file.tsx";
import { problemText } from "../check/problem-text.ts";
import { choiceName } from "../naming.ts";
import { text } from "./strings.ts";

interface Counted {
  close: StewardsClose;
  file: Uint8Array<ArrayBuffer>;
  now: number;
}

/** Null in `close`: there is nothing to close. */
async function count(file: Uint8Array<ArrayBuffer>) {
  const now = await boxNow();
  return { close: await closeByStewards(file, now), now };
}

function countedIn(
  { close, now }: Awaited<ReturnType<typeof count>>,
  file: Uint8Array<ArrayBuffer>,
): Counted | null {
  return close && { close, file, now };
}

/** Where no box is left to close a vote: this phone counts, its steward signs. */
export function ClosePage() {
  const { thread = "" } = useRoute().params;
  const { state, open, fetch } = useDecisionFile(thread, count);
  const counted = state.step === "read" ? countedIn(state.found, state.file) : null;
  return (
    <Page
      title={text.t("title")}
      lead={text.t("lead")}
      back={`/decide/${thread}`}
      action={
        counted ? (
          <Sign {...counted} />
        ) : (
          <ReadButton
            reading={state}
            icon={Sigma}
            label={text.t("count")}
            working={text.t("working")}
            onRead={fetch}
          />
        )
      }
    >
      <ReadingState reading={state} words={readingWords()} />
      {state.step === "read" && counted === null && (
        <Notice tone="wait" live>
          {text.t("nothing")}
        </Notice>
      )}
      {counted && <Result {...counted} />}
      {counted && <Signatures {...counted} />}
      {counted && <Share file={counted.file} thread={thread} />}
      {counted === null && (
        <OpenFile title={text.t("file.title")} label={text.t("file.open")} onOpen={open} />
      )}
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

/** Why it cannot be signed now; null when it can. */
function Sign({ close, now }: Counted) {
  const directory = useDirectory();
  const { problems, opened, from, parts, body } = close;
  const own = useOwnCloses(close);
  const self = membership.value?.member;
  if (self === undefined || !opened.stewards.includes(self)) {
    return (
      <Notice tone="info">
        {text.t("notYou", { names: namesOf(opened.stewards, directory) })}
      </Notice>
    );
  }
  if (now < from) {
    const when = <Moment key="when" at={from} exact />;
    return <Notice tone="wait">{text.pieces("early", { when })}</Notice>;
  }
  const hasSigned = close.signed.some(({ member, same }) => member === self && same);
  if (problems.length > 0 || hasSigned || own.length > 0) return null;
  const sign = async () => {
    await appendAll([
      ...parts.map((ids) => statement(kinds.idList, { ids })),
      (before: readonly OpId[]) => statement(kinds.close, body([...before])),
    ]);
    announce(text.t("kept"));
  };
  return (
    <Button kind="primary" icon={PenLine} onClick={sign}>
      {text.t("sign")}
    </Button>
  );
}

/** What this phone has signed of it and the file does not know yet. */
function useOwnCloses({ opened, planned }: StewardsClose) {
  return usePending(kinds.close).filter(
    ({ body }) => body?.opening === opened.id && body.stage === planned.stage,
  );
}

function Result({ close }: Counted) {
  const directory = useDirectory();
  const { problems, planned, leftOut } = close;
  const { tally } = planned;
  const { counted, roll, quorumHeads: needed } = tally;
  const facts: [string, string][] = [
    [text.t("fact.turnout"), text.t("turnout", { count: counted, roll, needed })],
    ...tally.counts.flatMap((people, choice): [string, string][] =>
      people > 0 ? [[choiceName(choice), String(people)]] : [],
    ),
  ];
  if (tally.approvalPermille !== null) {
    facts.push([text.t("fact.approval"), formatShare(tally.approvalPermille)]);
  }
  const void_ = leftOut.length + tally.void.length;
  if (void_ > 0) facts.push([text.t("fact.late"), text.t("late", { count: void_ })]);
  const voices = [...tally.voices];
  return (
    <>
      {problems.length > 0 && (
        <Notice tone="danger" title={text.t("broken")} live>
          <ul>
            {[...new Set(problems.map(({ code }) => code))].map((code) => (
              <li key={code}>{problemText(code)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Card title={text.t("result.title")}>
        <p>
          <strong>{text.t(`result.${tally.outcome}`)}</strong>
        </p>
        <Facts facts={facts} />
        <details>
          <summary>{text.t("voices", { count: voices.length })}</summary>
          <ul>
            {voices.map(([member, { choice }]) => (
              <li key={member}>
                {nameOf(directory(member))}: {choiceName(choice)}
              </li>
            ))}
          </ul>
        </details>
      </Card>
    </>
  );
}

function Signatures({ close }: Counted) {
  const directory = useDirectory();
  const own = useOwnCloses(close);
  const { opened, signed } = close;
  const agreed = signed.filter(({ same }) => same).length;
  const title = text.t("signed.title", { count: agreed, needed: opened.stewardThreshold });
  return (
    <Card title={title}>
      <List label={title}>
        {opened.stewards.map((member) => {
          const word = signed.find((one) => one.member === member);
          const state = word === undefined ? "not" : word.same ? "same" : "other";
          const mine = member === membership.value?.member ? own[0] : undefined;
          return (
            <ListItem
              key={member}
              title={nameOf(directory(member))}
              detail={text.t(`signed.${mine === undefined ? state : "same"}`)}
              after={mine && <StateMark op={mine} />}
            />
          );
        })}
      </List>
    </Card>
  );
}

function Share({ file, thread }: { file: Uint8Array<ArrayBuffer>; thread: string }) {
  return (
    <Card title={text.t("save.title")}>
      <p>{text.t("save.text")}</p>
      <div>
        <Button icon={FileDown} onClick={() => saveDecision(thread, file)}>
          {text.t("save")}
        </Button>
      </div>
    </Card>
  );
}
