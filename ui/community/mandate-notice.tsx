import { useState } from "preact/hooks";
import { Button, Notice } from "../design/index.ts";
import { type Directory, namesOf } from "../design/people.ts";
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
  const [state, setState] = useState<"open" | "signed" | "failed">("open");
  const { mandate } = gate;
  const isAsked = gate.requests.some(
    (request) => request.state === "open" && request.effect === "steward.change",
  );
  if (mandate === null || isAsked || state === "signed") return null;
  const sign = () =>
    requestMandated(gate).then(
      () => setState("signed"),
      () => setState("failed"),
    );
  return (
    <Notice title={text.t("mandate.title", { names: namesOf(mandate.stewards, directory) })}>
      <p>{text.t("mandate.text")}</p>
      {isSteward && <Button onClick={sign}>{text.t("mandate.sign")}</Button>}
      {state === "failed" && <p role="alert">{text.t("mandate.failed")}</p>}
    </Notice>
  );
}
