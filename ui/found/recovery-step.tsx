import { Printer } from "lucide-preact";
import { formatLink, recoveryWords } from "../../mesh/rules/index.ts";
import { Button, Notice, Qr, Tick } from "../design/index.ts";
import { text } from "./strings.ts";
import type { StepProps } from "./wizard.tsx";

interface RecoveryStepProps extends StepProps {
  seed: Uint8Array;
  written: boolean;
  onWritten: (written: boolean) => void;
}

/** The recovery key, shown this once: twelve words and the same as a code, to write or print. */
export function RecoveryStep({ plan, seed, written, onWritten }: RecoveryStepProps) {
  return (
    <>
      <div class="no-print">
        <Notice tone="warn" title={text.t("recovery.once")}>
          {text.t("recovery.onceText")}
        </Notice>
      </div>
      <h2 class="print-only">{text.t("recovery.sheet", { community: plan.communityName })}</h2>
      <ol class="words" aria-label={text.t("recovery.words")} translate={false}>
        {recoveryWords(seed).map((word, i) => (
          <li key={`${i + 1} ${word}`}>{word}</li>
        ))}
      </ol>
      <Qr
        text={formatLink({ purpose: "recovery", origin: location.origin, seed })}
        label={text.t("recovery.code")}
      />
      <p class="soft small">{text.t("recovery.codeText")}</p>
      <Button icon={Printer} onClick={() => print()}>
        {text.t("recovery.print")}
      </Button>
      <div class="no-print">
        <Tick label={text.t("recovery.written")} checked={written} onChange={onWritten} />
      </div>
    </>
  );
}
