import { RotateCcw, Square, Undo2 } from "lucide-preact";
import { Button, Loading, Moment, Notice } from "../design/index.ts";
import { Answer } from "./answer.tsx";
import { forget, stopWriting, withdraw } from "./asking.ts";
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
      return (
        <Notice tone="wait">
          <p>{text.t("turn.waiting")}</p>
          <div>
            <Button kind="quiet" icon={Undo2} onClick={() => withdraw(turn.id)}>
              {text.t("turn.withdraw")}
            </Button>
          </div>
        </Notice>
      );
    case "sending":
      return <Loading>{text.t("turn.sending")}</Loading>;
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

function Trouble({ turn, onAskAgain }: TurnProps) {
  const isLost = turn.problem?.code === "conversation-not-found";
  const again = () => {
    forget(turn.id);
    onAskAgain(turn.question);
  };
  return (
    <Notice
      tone="warn"
      live
      title={text.t(turn.stage === "failed" ? "turn.failed" : "turn.refused")}
    >
      <p>{isLost ? text.t("turn.lost") : (turn.problem?.hint ?? turn.problem?.message)}</p>
      <div>
        <Button icon={RotateCcw} onClick={again}>
          {text.t("turn.again")}
        </Button>
      </div>
    </Notice>
  );
}
