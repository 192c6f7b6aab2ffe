import { RotateCcw, Square, Undo2 } from "lucide-preact";
import { useLocation } from "preact-iso";
import { Button, Loading, Moment, Notice } from "../design/index.ts";
import { Answer } from "./answer.tsx";
import { ask, forget, newId, stopWriting, withdraw } from "./asking.ts";
import { Helped } from "./helped.tsx";
import type { LiveTurn } from "./live-turn.ts";
import { text } from "./strings.ts";

interface TurnProps {
  turn: LiveTurn;
  onAskAgain: (question: string) => void;
}

/** One question and what came of it. */
export function TurnView({ turn, onAskAgain }: TurnProps) {
  return (
    <article class="stack turn" id={`turn-${turn.id}`}>
      <div class="bubble own stack tight">
        <h2 class="question" dir="auto">
          <span class="sr-only">{text.t("turn.you")}: </span>
          {turn.question}
        </h2>
        <p class="soft small">
          <Moment at={turn.asked} />
        </p>
      </div>
      <Outcome turn={turn} onAskAgain={onAskAgain} />
    </article>
  );
}

function Outcome({ turn, onAskAgain }: TurnProps) {
  switch (turn.stage) {
    case "waiting":
      return <HeldUp turn={turn} />;
    case "sending":
      return (
        <>
          <Loading>{text.t("turn.sending")}</Loading>
          {turn.passages.length > 0 && <Answer turn={turn} />}
        </>
      );
    case "answering":
      return <Loading>{text.t("turn.answering")}</Loading>;
    case "reading":
      return (
        <>
          <Loading>
            {turn.passages.length === 0
              ? text.t("turn.reading.none")
              : text.t("turn.reading", { count: turn.passages.length })}
          </Loading>
          <Answer turn={turn} />
        </>
      );
    case "queued":
    case "writing":
      return (
        <>
          <Waiting turn={turn} />
          <Answer turn={turn} />
        </>
      );
    case "answered":
      return (
        <>
          <Answer turn={turn} />
          {turn.record?.outcome === "answered" && turn.record.passages.length > 0 && (
            <Helped record={turn.record} />
          )}
        </>
      );
    case "failed":
    case "refused":
      return <Trouble turn={turn} onAskAgain={onAskAgain} />;
  }
}

/** It goes on by itself: when the box is back, or has answered another question of this member. */
function HeldUp({ turn }: { turn: LiveTurn }) {
  if (turn.passages.length > 0) {
    return (
      <>
        <Notice tone="wait" live>
          {text.t("turn.broken")}
        </Notice>
        <Answer turn={turn} />
      </>
    );
  }
  return (
    <Notice tone="wait">
      <p>{text.t(turn.problem === null ? "turn.waiting" : "turn.busy")}</p>
      <div>
        <Button kind="quiet" icon={Undo2} onClick={() => withdraw(turn.id)}>
          {text.t("turn.withdraw")}
        </Button>
      </div>
    </Notice>
  );
}

/** What the model is doing for this question, with a way to have enough. */
function Waiting({ turn: { id, stage, place, expectedMs } }: { turn: LiveTurn }) {
  const minutes = Math.ceil((expectedMs ?? 0) / 60_000);
  const before = Math.max(0, (place ?? 1) - 1);
  const waits = before === 0 ? text.t("turn.next") : text.t("turn.queued", { count: before });
  return (
    <Notice tone="wait">
      <p role="status">
        {stage === "writing" ? text.t("turn.writing") : waits}{" "}
        {stage === "queued" && expectedMs !== null && text.t("turn.minutes", { count: minutes })}
      </p>
      <p class="soft small">{text.t("turn.leave")}</p>
      <div>
        <Button kind="quiet" icon={Square} onClick={() => stopWriting(id)}>
          {text.t("turn.stop")}
        </Button>
      </div>
    </Notice>
  );
}

/** What asking again in the same conversation would not change. */
const over = ["conversation-not-found", "conversation-full"];

/** What asking again would not change. */
const final = ["members-only", "too-many-conversations", "conversation-unreadable"];
const known = [...final, ...over, "question-too-long"];

function Trouble({ turn, onAskAgain }: TurnProps) {
  const { route } = useLocation();
  const code = turn.problem?.code ?? "";
  const why = (known.includes(code) ? code : turn.stage) as "failed";
  const again = async () => {
    forget(turn.id);
    if (!over.includes(code)) return onAskAgain(turn.question);
    const conversation = newId();
    await ask(turn.question, conversation);
    route(`/ask/${conversation}`);
  };
  return (
    <Notice
      tone="warn"
      live
      title={text.t(turn.stage === "failed" ? "turn.failed" : "turn.refused")}
    >
      <p>{text.t(`trouble.${why}`)}</p>
      {!final.includes(code) && (
        <div>
          <Button icon={RotateCcw} onClick={again}>
            {text.t("turn.again")}
          </Button>
        </div>
      )}
    </Notice>
  );
}
