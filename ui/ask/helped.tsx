import { ThumbsDown, ThumbsUp } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds } from "../../mesh/kinds/index.ts";
import { toOpId } from "../../mesh/op/index.ts";
import { announce, Button } from "../design/index.ts";
import { appendAll } from "../offline/index.ts";
import { feedbackGiven } from "./feedback-given.ts";
import { citedPassages } from "./quotes.ts";
import type { AnswerRecord, Passage } from "./shapes.ts";
import { text } from "./strings.ts";

type Verdict = "up" | "down";

/** A thumb for an answer. What is signed names passages, never the question. */
export function Helped({ record }: { record: AnswerRecord }) {
  const cited = citedPassages(record.sentences, record.passages);
  const [choosing, setChoosing] = useState(false);
  const given = feedbackGiven(cited);
  const give = async (verdict: Verdict, passages: Passage[]) => {
    await appendAll(
      passages.map((passage) => ({
        kind: kinds.feedback,
        body: { target: toOpId(passage.version), verdict, passage: passage.part },
      })),
    );
    announce(text.t(verdict === "up" ? "help.thanks" : "help.thanks.no"));
  };
  if (cited.length === 0) return null;
  if (given !== null) {
    return <p class="soft small">{text.t(given === "up" ? "help.thanks" : "help.thanks.no")}</p>;
  }
  if (choosing) return <WhichPassage cited={cited} onChosen={(chosen) => give("up", chosen)} />;
  return (
    <div class="helped">
      <h3>{text.t("help.title")}</h3>
      <Button
        kind="quiet"
        icon={ThumbsUp}
        onClick={() => (cited.length > 1 ? setChoosing(true) : give("up", cited))}
      >
        {text.t("help.yes")}
      </Button>
      <Button kind="quiet" icon={ThumbsDown} onClick={() => give("down", cited)}>
        {text.t("help.no")}
      </Button>
    </div>
  );
}

interface WhichPassageProps {
  cited: Passage[];
  onChosen: (chosen: Passage[]) => void;
}

function WhichPassage({ cited, onChosen }: WhichPassageProps) {
  return (
    <fieldset class="field">
      <legend>{text.t("help.which")}</legend>
      <div class="stack tight">
        {cited.map((passage) => (
          <Button key={passage.n} wide onClick={() => onChosen([passage])}>
            {passage.n}. {passage.title}
          </Button>
        ))}
        <Button wide onClick={() => onChosen(cited)}>
          {text.t("help.all")}
        </Button>
      </div>
    </fieldset>
  );
}
