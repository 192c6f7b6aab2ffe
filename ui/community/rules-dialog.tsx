import { useState } from "preact/hooks";
import { effects } from "../../mesh/kinds/index.ts";
import { Button, Dialog, Switch, TextField } from "../design/index.ts";
import { requestChange } from "./gate.ts";
import type { Settings } from "./shapes.ts";
import { text } from "./strings.ts";

interface RulesDialogProps {
  settings: Settings;
  /** One steward: it takes effect at once. */
  alone: boolean;
  onClose: () => void;
}

const hoursMax = 8_760;

/** Asks to change how the community decides. */
export function RulesDialog({ settings: { decision }, alone, onClose }: RulesDialogProps) {
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
  const sign = async () => {
    if (errors.quorum || errors.approval || errors.hours) return;
    await requestChange(effects.communityRules, {
      ...decision,
      quorumPermille: Math.round(Number(quorum) * 10),
      approvalPermille: Math.round(Number(approval) * 10),
      discussionHours: Number(hours),
      veto,
    });
    onClose();
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
      <Button kind="primary" onClick={sign}>
        {text.t(alone ? "settings.askAlone" : "settings.ask")}
      </Button>
    </Dialog>
  );
}

function isBetween(value: string, max: number): boolean {
  const number = Number(value);
  return value.trim() !== "" && number >= 0 && number <= max;
}
