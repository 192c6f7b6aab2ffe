import { useState } from "preact/hooks";
import { FolkmootError } from "../../mesh/op/index.ts";
import { Button, Notice } from "../design/index.ts";
import { type Directory, namesOf } from "../design/people.ts";
import { refreshResources } from "../offline/index.ts";
import { requestMandated } from "./gate.ts";
import type { Gate } from "./shapes.ts";
import { text } from "./strings.ts";

interface MandateNoticeProps {
  gate: Gate;
  directory: Directory;
  /** Whether this person signs it. */
  isSteward: boolean;
}

/** Everybody has decided who the stewards are; their keys have not signed it yet. */
export function MandateNotice({ gate, directory, isSteward }: MandateNoticeProps) {
  const [state, setState] = useState<"open" | "signed" | "failed" | "changed">("open");
  const { mandate } = gate;
  const isAsked = gate.requests.some(
    (request) => request.state === "open" && request.effect === "steward.change",
  );
  if (mandate === null || isAsked || state === "signed") return null;
  const sign = async () => {
    try {
      await requestMandated(mandate);
      setState("signed");
    } catch (error) {
      const isChanged = error instanceof FolkmootError && error.code === "changed";
      if (isChanged) refreshResources();
      setState(isChanged ? "changed" : "failed");
    }
  };
  return (
    <Notice title={text.t("mandate.title", { names: namesOf(mandate.stewards, directory) })}>
      <p>{text.t("mandate.text")}</p>
      {isSteward && <Button onClick={sign}>{text.t("mandate.sign")}</Button>}
      {(state === "failed" || state === "changed") && (
        <p role="alert">{text.t(`mandate.${state}`)}</p>
      )}
    </Notice>
  );
}
