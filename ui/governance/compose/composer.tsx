import { FilePen, Send } from "lucide-preact";
import { hasOptions } from "../../../mesh/kinds/index.ts";
import type { OpId } from "../../../mesh/op/index.ts";
import { AttachField, LostFiles } from "../../attachments/index.ts";
import { Button, Card, Notice, Page, TextArea, TextField, Tick } from "../../design/index.ts";
import { DraftHelp, titledParts } from "../../drafting/index.ts";
import { useDraft, useResource } from "../../offline/index.ts";
import type { FormEffect } from "../effects/fields.ts";
import { usePartners } from "../effects/surroundings.ts";
import { type DecisionRulesView, decisionRulesPath, type ProposalDetail } from "../shapes.ts";
import { EffectsField } from "./effects-field.tsx";
import { Finer } from "./finer.tsx";
import { ModelField } from "./model-field.tsx";
import { OptionsField } from "./options-field.tsx";
import {
  attachmentsOf,
  bodyCharsMax,
  faultsOf,
  mayHaveEffects,
  type ProposalDraft,
  summaryCharsMax,
  titleCharsMax,
} from "./proposal-draft.ts";
import { text } from "./strings.ts";
import { useProposing } from "./use-proposing.ts";

interface ComposerProps {
  draftKey: string;
  initial: ProposalDraft;
  /** An effect whose form stands open from the start. */
  begin: FormEffect | null;
  amends: ProposalDetail | null;
  revisits: OpId | null;
}

/** Writing a proposal. What is written stays on this phone until it is proposed. */
export function Composer({ draftKey, initial, begin, amends, revisits }: ComposerProps) {
  const draft = useDraft(draftKey, initial);
  const rules = useResource<DecisionRulesView>(decisionRulesPath).data;
  const { value } = draft;
  const model = value.model ?? rules?.governance.model ?? "modified";
  const faults = faultsOf(value, model, usePartners());
  const set = (part: Partial<ProposalDraft>) => draft.set({ ...value, ...part });
  const isDraftOnBox = amends?.status === "draft";
  const { discard } = draft;
  const proposing = useProposing({ value, model, faults, amends, revisits, discard });
  const { sign, tried } = proposing;
  return (
    <Page
      title={text.t(amends === null ? "title" : "amend.title")}
      back={amends === null ? "/decide" : `/decide/${amends.thread}`}
      action={
        <>
          {tried && faults.length > 0 && (
            <Notice tone="warn" live>
              {text.t(`fault.${faults[0] ?? "title"}`)}
            </Notice>
          )}
          <LostFiles files={proposing.lost} />
          <Button kind="primary" icon={Send} onClick={() => sign(true)}>
            {text.t(amends === null || isDraftOnBox ? "propose" : "amend.propose")}
          </Button>
        </>
      }
    >
      {draft.restored && <Notice>{text.t("restored")}</Notice>}
      {amends !== null && !isDraftOnBox && <Notice>{text.t("amend.text")}</Notice>}
      <Words value={value} set={set} tried={tried} />
      <FromNotes value={value} set={set} />
      <AttachField
        files={attachmentsOf(value)}
        onChange={(change) =>
          draft.change((now) => ({ ...now, attachments: change(attachmentsOf(now)) }))
        }
      />
      {hasOptions(model) && (
        <OptionsField
          options={value.options}
          onChange={(options) => set({ options })}
          error={tried && faults.includes("options")}
        />
      )}
      {(mayHaveEffects(model) || value.effects.length > 0) && (
        <EffectsField
          effects={value.effects}
          onChange={(effects) => set({ effects })}
          begin={begin}
          suggestTitle={(title) => (effects) =>
            set({ effects, ...(value.title === "" ? { title } : {}) })
          }
        />
      )}
      <ModelField model={model} rules={rules} onChange={(next) => set({ model: next })} />
      <Finer value={value} set={set} />
      <OwnVote value={value} set={set} isQuestion={hasOptions(model)} rules={rules} />
      {amends === null && (
        <div>
          <Button kind="quiet" icon={FilePen} onClick={() => sign(false)}>
            {text.t("keepDraft")}
          </Button>
        </div>
      )}
    </Page>
  );
}

/** The model makes a proposal of the notes; whoever proposes it goes on from there. */
function FromNotes({ value, set }: Pick<OwnVoteProps, "value" | "set">) {
  const notes = [value.title, value.summary, value.body].filter((part) => part.trim() !== "");
  if (notes.length === 0) return null;
  return (
    <div class="row">
      <DraftHelp
        tasks={["proposal"]}
        textOf={() => notes.join("\n\n")}
        lang={value.lang}
        onUse={(drafted) => {
          const { title, body } = titledParts(drafted.text, titleCharsMax);
          const [stake = "", ...rest] = body.split(/\n{2,}/);
          const isShort = rest.length > 0 && stake.length <= summaryCharsMax;
          set({
            ...(title === "" ? {} : { title }),
            ...(isShort ? { summary: stake, body: rest.join("\n\n") } : { body }),
          });
        }}
      />
    </div>
  );
}

interface OwnVoteProps {
  value: ProposalDraft;
  set: (part: Partial<ProposalDraft>) => void;
  isQuestion: boolean;
  rules: DecisionRulesView | undefined;
}

function OwnVote({ value, set, isQuestion, rules }: OwnVoteProps) {
  return (
    <Card title={text.t("vote.title")}>
      {!isQuestion && (
        <Tick
          label={text.t("vote.withYes")}
          detail={text.t("vote.withYesDetail")}
          checked={value.withYes}
          onChange={(withYes) => set({ withYes })}
        />
      )}
      <p class="soft">{whatFollows(rules)}</p>
    </Card>
  );
}

/** In words: how long it takes until it is decided. */
function whatFollows(rules: DecisionRulesView | undefined): string {
  if (rules === undefined) return text.t("follows.unknown");
  if (rules.members === 1 && rules.governance.early) return text.t("follows.alone");
  const { discussionHours, votingHours } = rules.decision;
  const hours = (count: number) => text.t("follows.hours", { count });
  const voting = hours(votingHours);
  return [
    text.t("follows.voters", { count: rules.members }),
    discussionHours === 0
      ? text.t("follows.voteAtOnce", { voting })
      : text.t("follows.talkAndVote", { discussion: hours(discussionHours), voting }),
    ...(rules.governance.early ? [text.t("follows.early")] : []),
  ].join(" ");
}

interface WordsProps {
  value: ProposalDraft;
  set: (part: Partial<ProposalDraft>) => void;
  tried: boolean;
}

function Words({ value, set, tried }: WordsProps) {
  return (
    <>
      <TextField
        label={text.t("words.title")}
        hint={text.t("words.titleHint")}
        value={value.title}
        onInput={(title) => set({ title })}
        error={tried && value.title.trim() === "" ? text.t("fault.title") : null}
        attributes={{ maxLength: titleCharsMax }}
      />
      <TextArea
        label={text.t("words.summary")}
        hint={text.t("words.summaryHint")}
        optional
        value={value.summary}
        onInput={(summary) => set({ summary })}
        attributes={{ maxLength: summaryCharsMax, rows: 3 }}
      />
      <TextArea
        label={text.t("words.body")}
        optional
        value={value.body}
        onInput={(body) => set({ body })}
        attributes={{ maxLength: bodyCharsMax, rows: 5 }}
      />
    </>
  );
}
