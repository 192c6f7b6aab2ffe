import { useState } from "preact/hooks";
import { effects, groupNameCharsMax } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { Dialog, TextField } from "../design/index.ts";
import { ProposeChange } from "../governance/index.ts";
import type { Gate } from "./shapes.ts";
import { text } from "./strings.ts";

interface GroupDialogProps {
  gate: Gate;
  onClose: () => void;
  /** Called with the proposal's id. */
  onDone: (thread: OpId) => void;
}

/** Proposes a new group. */
export function GroupDialog({ gate, onClose, onDone }: GroupDialogProps) {
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const wanted = name.trim();
  const exists = gate.groups.some((group) => group.name === wanted);
  const error = exists
    ? text.t("settings.groupExists")
    : tried && wanted === ""
      ? text.t("settings.required")
      : null;
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
      <ProposeChange
        effect={effects.groupCreate}
        params={exists || wanted === "" ? null : { name: wanted }}
        onTry={() => setTried(true)}
        onDone={onDone}
      />
    </Dialog>
  );
}
