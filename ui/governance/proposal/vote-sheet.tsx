import { Vote } from "lucide-preact";
import { useState } from "preact/hooks";
import { choices, optionChoice } from "../../../mesh/kinds/index.ts";
import { announce, Button, Choices, Notice, Sheet, TextArea } from "../../design/index.ts";
import { type Ballot, cast, type MyVote } from "../my-vote.ts";
import { choiceName, choiceWord } from "../naming.ts";
import type { MediationPath, ProposalDetail } from "../shapes.ts";
import { reasonFor } from "./offered.ts";
import { RankingField } from "./ranking-field.tsx";
import { text } from "./strings.ts";

interface VoteSheetProps {
  detail: ProposalDetail;
  vote: MyVote | null;
  offered: number[];
  /** Chosen already; null: the choice is made here. */
  first: number | null;
  isAboutMe: boolean;
  onClose: () => void;
}

export const mediationPaths = ["talk", "mediator", "meeting", "restorative"] as const;
const reasonCharsMax = 2_000;

/** What the choice means, a reason where one belongs to it, and the signature. */
export function VoteSheet({ detail, vote, offered, first, isAboutMe, onClose }: VoteSheetProps) {
  const options = detail.text?.options ?? [];
  const isRanked = detail.model === "ranked";
  const [choice, setChoice] = useState<number | null>(first);
  const [ranking, setRanking] = useState<number[]>([]);
  const [reason, setReason] = useState("");
  const [path, setPath] = useState<MediationPath>("talk");
  const [tried, setTried] = useState(false);
  const meant = isRanked && ranking.length > 0 ? optionChoice + (ranking[0] ?? 0) : choice;
  const mustSay = meant !== null && reasonFor(meant) === "must" && reason.trim() === "";
  const sign = async () => {
    setTried(true);
    if (meant === null || mustSay) return;
    const ballot: Ballot = {
      choice: meant,
      reason: reasonFor(meant) === "none" ? "" : reason,
      path: meant === choices.block ? path : null,
      ranking: meant >= optionChoice ? ranking : [],
    };
    await cast({ version: detail.version, revision: (vote?.revision ?? 0) + 1 }, ballot);
    announce(text.t("vote.kept"));
    onClose();
  };
  return (
    <Sheet title={sheetTitle(first, options)} open onClose={onClose}>
      {isRanked && <RankingField options={options} ranking={ranking} onChange={setRanking} />}
      {first === null && (
        <Pick
          choices={isRanked ? offered.filter((one) => one < optionChoice) : offered}
          chosen={ranking.length > 0 ? null : choice}
          options={options}
          onChoose={(next) => {
            setRanking([]);
            setChoice(next);
          }}
          error={tried && meant === null}
        />
      )}
      {first !== null && <p>{sentence(first)}</p>}
      {isAboutMe && detail.rules?.veto && <p class="soft small">{text.t("vote.aboutYou")}</p>}
      {meant !== null && reasonFor(meant) !== "none" && (
        <TextArea
          label={text.t(meant === choices.block ? "vote.reasonNeeded" : "vote.reason")}
          hint={text.t("vote.reasonHint")}
          optional={meant !== choices.block}
          value={reason}
          onInput={setReason}
          error={tried && mustSay ? text.t("vote.reasonMissing") : null}
          attributes={{ rows: 3, maxLength: reasonCharsMax }}
        />
      )}
      {meant === choices.block && <PathField value={path} onChange={setPath} />}
      {vote !== null && <Notice>{text.t("vote.replaces")}</Notice>}
      <Button kind="primary" icon={Vote} onClick={sign}>
        {meant === null
          ? text.t("vote.cast")
          : text.t("vote.castAs", { choice: choiceName(meant, options) })}
      </Button>
    </Sheet>
  );
}

function sheetTitle(first: number | null, options: readonly string[]): string {
  if (first === null) return text.t("vote.title");
  return text.t("vote.titleAs", { choice: choiceName(first, options) });
}

function sentence(choice: number): string {
  const word = choiceWord(choice);
  return word === undefined ? "" : text.t(`choice.${word}.sentence`);
}

interface PickProps {
  choices: number[];
  chosen: number | null;
  options: readonly string[];
  onChoose: (choice: number) => void;
  error: boolean;
}

function Pick({ choices: offered, chosen, options, onChoose, error }: PickProps) {
  return (
    <>
      <Choices
        label={text.t("vote.which")}
        options={offered.map((choice) => ({
          value: String(choice),
          title: choiceName(choice, options),
          detail: sentence(choice),
        }))}
        value={chosen === null ? "" : String(chosen)}
        onChange={(value) => onChoose(Number(value))}
      />
      {error && (
        <Notice tone="warn" live>
          {text.t("vote.missing")}
        </Notice>
      )}
    </>
  );
}

interface PathFieldProps {
  value: MediationPath;
  onChange: (path: MediationPath) => void;
}

/** How somebody would like to talk about a block. */
export function PathField({ value, onChange }: PathFieldProps) {
  return (
    <Choices
      label={text.t("path.label")}
      options={mediationPaths.map((path) => ({
        value: path,
        title: text.t(`path.${path}`),
        detail: text.t(`path.${path}.sentence`),
      }))}
      value={value}
      onChange={onChange}
    />
  );
}
