import { ClipboardCheck, SendHorizontal } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { kinds } from "../../../mesh/kinds/index.ts";
import { announce, Button, Card, Moment, Notice, StateMark, TextArea } from "../../design/index.ts";
import { nameOf, useDirectory } from "../../design/people.ts";
import { append, boxNow, membership, useDraft, usePending } from "../../offline/index.ts";
import type { ProposalDetail } from "../shapes.ts";
import { text as governance } from "../strings.ts";
import { text } from "./strings.ts";

const noteCharsMax = 4_000;

/** What came out, why, and what became of it since. */
export function OutcomeCard({ detail }: { detail: ProposalDetail }) {
  const directory = useDirectory();
  const pending = usePending(kinds.outcomeNote).filter(
    (op) => op.body?.thread === detail.thread && !detail.notes.some(({ id }) => id === op.id),
  );
  if (detail.outcome === null || detail.status === "blocked") return null;
  return (
    <Card title={text.t("outcome.title")} icon={ClipboardCheck}>
      {detail.status === "contested" ? (
        <Notice tone="warn" title={governance.t("status.contested")}>
          {text.t("outcome.contested")}
        </Notice>
      ) : (
        <p>{outcomeText(detail)}</p>
      )}
      {detail.status !== "contested" && detail.closes.some(({ amends }) => amends.length > 0) && (
        <p class="soft">{text.t("outcome.amended")}</p>
      )}
      <ReviewDue detail={detail} />
      {(detail.notes.length > 0 || pending.length > 0) && <h3>{text.t("outcome.notes")}</h3>}
      {detail.notes.map(({ id, member, at, text: words }) => (
        <figure key={id} class="said">
          <blockquote dir="auto">{words ?? text.t("talk.erased")}</blockquote>
          <figcaption class="soft small">
            {nameOf(directory(member))}, <Moment at={at} />
          </figcaption>
        </figure>
      ))}
      {pending.map((op) => (
        <figure key={op.id} class="said">
          <blockquote dir="auto">{op.body?.text}</blockquote>
          <StateMark op={op} />
        </figure>
      ))}
      <Marks detail={detail} />
      <NoteForm detail={detail} />
    </Card>
  );
}

/** Why it came out so, in a sentence. */
function outcomeText({ outcome, tally, text: words }: ProposalDetail): string {
  if (tally === null) return governance.t(`status.${outcome ?? "not_passed"}`);
  const { reason, winner, counted, quorumHeads } = tally;
  if (winner !== null) {
    return text.t("outcome.winner", { option: words?.options[winner] ?? String(winner + 1) });
  }
  if (outcome === "passed") {
    return text.t(reason === "block-stays" ? "outcome.overridden" : "outcome.passed");
  }
  if (reason === "quorum") return text.t("outcome.quorum", { count: counted, needed: quorumHeads });
  if (reason === "tie") return text.t("outcome.tie");
  if (reason === "block-stays") return text.t("outcome.blockStays");
  return text.t(reason === "nobody-in-favour" ? "outcome.nobody" : "outcome.threshold");
}

/** Looking again on the day that was set. */
function ReviewDue({ detail }: { detail: ProposalDetail }) {
  const [now, setNow] = useState(0);
  useEffect(() => {
    boxNow().then(setNow);
  }, []);
  if (detail.revisitedBy !== null) {
    return (
      <p>
        <a href={`/decide/${detail.revisitedBy}`}>{text.t("outcome.revisitedBy")}</a>
      </p>
    );
  }
  if (detail.reviewAt === null || detail.status === "revisited") return null;
  return (
    <Notice tone={detail.reviewAt <= now ? "wait" : "info"}>
      <p>
        {text.pieces("outcome.review", { when: <Moment key="at" at={detail.reviewAt} exact /> })}
      </p>
      <Button href={`/decide/new?revisits=${detail.thread}`}>{text.t("outcome.lookAgain")}</Button>
    </Notice>
  );
}

function Marks({ detail }: { detail: ProposalDetail }) {
  const self = membership.value;
  const mayMark =
    self !== null &&
    (self.member === detail.author ||
      self.roles.includes("moderator") ||
      self.roles.includes("steward"));
  const pending = usePending(kinds.mark).find((op) => op.body?.thread === detail.thread);
  if (!mayMark || detail.outcome !== "passed") return null;
  const mark = async (said: "implemented" | "revisited") => {
    await append(kinds.mark, { thread: detail.thread, mark: said });
    announce(text.t("outcome.marked"));
  };
  return (
    <div class="row">
      {detail.status === "passed" && (
        <Button icon={ClipboardCheck} onClick={() => mark("implemented")}>
          {text.t("outcome.implemented")}
        </Button>
      )}
      {detail.reviewAt !== null && detail.status !== "revisited" && (
        <Button kind="quiet" onClick={() => mark("revisited")}>
          {text.t("outcome.revisited")}
        </Button>
      )}
      {pending && <StateMark op={pending} />}
    </div>
  );
}

function NoteForm({ detail }: { detail: ProposalDetail }) {
  const draft = useDraft(`outcome:${detail.thread}`, "");
  if (!(membership.value?.roles.includes("member") ?? false)) return null;
  const send = async () => {
    const written = draft.value.trim();
    if (written === "") return;
    await append(kinds.outcomeNote, { thread: detail.thread, text: written });
    await draft.discard();
    announce(text.t("talk.kept"));
  };
  return (
    <details>
      <summary>{text.t("outcome.addNote")}</summary>
      <div class="stack">
        <TextArea
          label={text.t("outcome.note")}
          hint={text.t("outcome.noteHint")}
          value={draft.value}
          onInput={draft.set}
          attributes={{ rows: 3, maxLength: noteCharsMax }}
        />
        <div>
          <Button icon={SendHorizontal} onClick={send}>
            {text.t("talk.send")}
          </Button>
        </div>
      </div>
    </details>
  );
}
