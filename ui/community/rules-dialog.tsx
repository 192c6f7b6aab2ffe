import { useState } from "preact/hooks";
import { effects } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { Dialog, Switch, TextField } from "../design/index.ts";
import { ProposeChange } from "../governance/index.ts";
import type { Settings } from "./shapes.ts";
import { text } from "./strings.ts";

interface RulesDialogProps {
  settings: Settings;
  onClose: () => void;
  /** Called with the proposal's id. */
  onDone: (thread: OpId) => void;
}

const hoursMax = 8_760;

/** Proposes to change how the community decides. */
export function RulesDialog({ settings: { decision }, onClose, onDone }: RulesDialogProps) {
  const [quorum, setQuorum] = useState(String(decision.quorumPermille / 10));
  const [approval, setApproval] = useState(String(decision.approvalPermille / 10));
  const [hours, setHours] = useState(String(decision.discussionHours));
  const [veto, setVeto] = useState(decision.veto);
  const errors = {
    quorum: isBetween(quorum, 100) ? null : text.t("settings.percentError"),
    approval: isBetween(approval, 100) ? null : text.t("settings.percentError"),
    hours:
      isBetween(hours, hoursMax) && Number.isInteger(Number(hours))
        ? null
        : text.t("settings.hoursError"),
  };
  const isWhole = !(errors.quorum || errors.approval || errors.hours);
  const params = {
    ...decision,
    quorumPermille: Math.round(Number(quorum) * 10),
    approvalPermille: Math.round(Number(approval) * 10),
    discussionHours: Number(hours),
    veto,
  };
  const number = { inputMode: "decimal" as const, min: 0 };
  return (
    <Dialog title={text.t("settings.editRules")} open onClose={onClose}>
      <TextField
        type="number"
        label={text.t("settings.quorumField")}
        value={quorum}
        onInput={setQuorum}
        error={errors.quorum}
        attributes={number}
      />
      <TextField
        type="number"
        label={text.t("settings.approvalField")}
        value={approval}
        onInput={setApproval}
        error={errors.approval}
        attributes={number}
      />
      <TextField
        type="number"
        label={text.t("settings.hoursField")}
        value={hours}
        onInput={setHours}
        error={errors.hours}
        attributes={number}
      />
      <Switch
        title={text.t("settings.vetoSwitch")}
        sentence={text.t("settings.vetoSentence")}
        checked={veto}
        onChange={setVeto}
      />
      <ProposeChange
        effect={effects.communityRules}
        params={isWhole ? params : null}
        onDone={onDone}
      />
    </Dialog>
  );
}

function isBetween(value: string, max: number): boolean {
  const number = Number(value);
  return value.trim() !== "" && number >= 0 && number <= max;
}
