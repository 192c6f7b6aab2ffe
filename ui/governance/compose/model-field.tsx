import { useState } from "preact/hooks";
import { type DecisionModel, decisionModels } from "../../../mesh/kinds/index.ts";
import { Button, Card, Choices } from "../../design/index.ts";
import { formatShare } from "../../i18n/index.ts";
import { modelName, modelSentence } from "../naming.ts";
import type { DecisionRulesView, ModelPreview } from "../shapes.ts";
import { text } from "./strings.ts";

interface ModelFieldProps {
  model: DecisionModel;
  rules: DecisionRulesView | undefined;
  onChange: (model: DecisionModel) => void;
}

/** How it is decided: one way, said in a sentence, and the others one tap away. */
export function ModelField({ model, rules, onChange }: ModelFieldProps) {
  const [open, setOpen] = useState(false);
  return (
    <Card title={text.t("model.title")}>
      {open ? (
        <Choices
          label={text.t("model.title")}
          labelHidden
          options={decisionModels.map((value) => ({
            value,
            title: modelName(value),
            detail: `${modelSentence(value)} ${headsText(value, rules)}`,
          }))}
          value={model}
          onChange={onChange}
        />
      ) : (
        <>
          <p>
            <strong>{modelName(model)}.</strong> {modelSentence(model)}{" "}
            <span class="soft">{headsText(model, rules)}</span>
          </p>
          <div>
            <Button onClick={() => setOpen(true)}>{text.t("model.other")}</Button>
          </div>
        </>
      )}
    </Card>
  );
}

/** How many people it takes: as a headcount. */
function headsText(model: DecisionModel, rules: DecisionRulesView | undefined): string {
  const preview = rules?.models.find((one) => one.model === model);
  if (rules === undefined || preview === undefined) return "";
  const heads =
    preview.quorumHeads === 0
      ? text.t("model.noQuorum")
      : text.t("model.heads", { count: preview.quorumHeads, members: rules.members });
  return `${heads} ${approvalText(preview)}`.trim();
}

function approvalText({ model, approvalPermille, strict }: ModelPreview): string {
  const isWeighed = ["consensus", "modified", "majority", "supermajority"].includes(model);
  if (!isWeighed) return "";
  const share = { share: formatShare(approvalPermille) };
  return text.t(strict ? "model.moreThan" : "model.atLeast", share);
}
