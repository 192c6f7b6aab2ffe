import { useState } from "preact/hooks";
import { effects, groupNameCharsMax } from "../../mesh/kinds/index.ts";
import { Button, Dialog, TextField } from "../design/index.ts";
import { requestChange } from "./gate.ts";
import type { Gate } from "./shapes.ts";
import { text } from "./strings.ts";

interface GroupDialogProps {
  gate: Gate;
  /** One steward: it takes effect at once. */
  alone: boolean;
  onClose: () => void;
}

/** Asks for a new group. */
export function GroupDialog({ gate, alone, onClose }: GroupDialogProps) {
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const wanted = name.trim();
  const exists = gate.groups.some((group) => group.name === wanted);
  const error = exists
    ? text.t("settings.groupExists")
    : tried && wanted === ""
      ? text.t("settings.required")
      : null;
  const sign = async () => {
    setTried(true);
    if (exists || wanted === "") return;
    await requestChange(effects.groupCreate, { name: wanted });
    onClose();
  };
  return (
    <Dialog title={text.t("settings.groupNew")} open onClose={onClose}>
      <TextField
        label={text.t("settings.groupName")}
        hint={text.t("settings.groupsText")}
        value={name}
        onInput={setName}
        error={error}
        attributes={{ maxLength: groupNameCharsMax }}
      />
      <Button kind="primary" onClick={sign}>
        {text.t(alone ? "settings.askAlone" : "settings.ask")}
      </Button>
    </Dialog>
  );
}
