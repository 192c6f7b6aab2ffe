import { useState } from "preact/hooks";
import { FolkmootError } from "../../mesh/op/index.ts";
import { parseRecoveryWords } from "../../mesh/rules/index.ts";
import { Button, Dialog, Notice, TextArea } from "../design/index.ts";
import { becomeOnlySteward } from "./gate.ts";
import { text } from "./strings.ts";

/** For the one who is left of two stewards: the founding's recovery words sign for the other. */
export function LostStewardDialog({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [state, setState] = useState<"writing" | "mistyped" | "other" | "signed">("writing");
  const sign = async () => {
    try {
      await becomeOnlySteward(parseRecoveryWords(typed));
      setState("signed");
    } catch (error) {
      const isOther = error instanceof FolkmootError && error.code === "other-steward-needed";
      setState(isOther ? "other" : "mistyped");
    }
  };
  return (
    <Dialog title={text.t("lost.open")} open onClose={onClose}>
      <p>{text.t("lost.text")}</p>
      {state === "signed" ? (
        <Notice tone="ok" live>
          {text.t("lost.signed")}
        </Notice>
      ) : (
        <>
          <TextArea
            label={text.t("lost.words")}
            value={typed}
            onInput={setTyped}
            error={state === "mistyped" || state === "other" ? text.t(`lost.${state}`) : null}
            attributes={{ rows: 4, spellcheck: false }}
          />
          <Button kind="danger filled" onClick={sign} disabled={typed.trim() === ""}>
            {text.t("lost.sign")}
          </Button>
        </>
      )}
    </Dialog>
  );
}
