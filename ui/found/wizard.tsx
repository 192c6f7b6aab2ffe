import { useEffect, useRef, useState } from "preact/hooks";
import { FolkmootError } from "../../mesh/op/index.ts";
import { Button, Loading, Page, Steps, startAtTop, words } from "../design/index.ts";
import { useDraft } from "../offline/index.ts";
import { CheckWordsStep } from "./check-words-step.tsx";
import { DecisionStep } from "./decision-step.tsx";
import { FoundedStep } from "./founded-step.tsx";
import { FounderStep } from "./founder-step.tsx";
import {
  boxKeyOf,
  type Founding,
  type FoundingOffer,
  type FoundingPlan,
  newRecoverySeed,
  signFounding,
  submitFounding,
} from "./founding.ts";
import { NameStep } from "./name-step.tsx";
import { RecoveryStep } from "./recovery-step.tsx";
import { text } from "./strings.ts";
import { ValuesStep } from "./values-step.tsx";

const steps = ["name", "values", "decision", "founder", "recovery", "check"] as const;
type Step = (typeof steps)[number];

/** What each page of the wizard gets. */
export interface StepProps {
  plan: FoundingPlan;
  change(change: Partial<FoundingPlan>): void;
}

interface WizardProps {
  code: string;
  offer: FoundingOffer;
}

/** Six short pages, each with one question, then the community exists. */
export function FoundingWizard({ code, offer }: WizardProps) {
  const draft = useDraft<FoundingPlan>("founding", emptyPlan(offer));
  const [step, setStep] = useState<Step>("name");
  const [written, setWritten] = useState(false);
  const founding = useFounding(code, offer);
  // Every step starts at its top.
  useEffect(() => {
    startAtTop();
  }, [step]);

  if (founding.state === "done") {
    return <FoundedStep onLeave={draft.discard} />;
  }
  if (!draft.ready) return <Loading />;
  const at = steps.indexOf(step);
  const missing = whatIsMissing(step, draft.value, written, founding.wordsChecked);
  const forward = () => {
    if (missing !== null) return;
    const next = steps[at + 1];
    if (next === undefined) founding.submit(draft.value);
    else setStep(next);
  };
  return (
    <Page
      title={text.t(`step.${step}.title`)}
      lead={text.t(`step.${step}.lead`)}
      action={
        <>
          {founding.error && (
            <p class="field error" role="alert">
              {founding.error}
            </p>
          )}
          {missing && <p class="soft small">{missing}</p>}
          <Button
            kind="primary"
            onClick={forward}
            disabled={missing !== null}
            busy={founding.state === "sending" && text.t("sending")}
          >
            {step === "check" ? text.t("found") : words.t("continue")}
          </Button>
          {at > 0 && (
            <Button kind="quiet" onClick={() => setStep(steps[at - 1] as Step)}>
              {words.t("back")}
            </Button>
          )}
        </>
      }
    >
      <Steps current={at + 1} total={steps.length} />
      <StepBody
        step={step}
        seed={founding.recoverySeed}
        written={written}
        onWritten={setWritten}
        onChecked={founding.setWordsChecked}
        plan={draft.value}
        change={(change) => draft.set({ ...draft.value, ...change })}
      />
    </Page>
  );
}

interface StepBodyProps extends StepProps {
  step: Step;
  seed: Uint8Array;
  written: boolean;
  onWritten: (written: boolean) => void;
  onChecked: (checked: boolean) => void;
}

function StepBody({ step, plan, change, ...rest }: StepBodyProps) {
  switch (step) {
    case "name":
      return <NameStep plan={plan} change={change} />;
    case "values":
      return <ValuesStep plan={plan} change={change} />;
    case "decision":
      return <DecisionStep plan={plan} change={change} />;
    case "founder":
      return <FounderStep plan={plan} change={change} />;
    case "recovery":
      return <RecoveryStep plan={plan} change={change} {...rest} />;
    case "check":
      return <CheckWordsStep seed={rest.seed} onChecked={rest.onChecked} />;
  }
}

/** The signing and sending half of the wizard. */
function useFounding(code: string, offer: FoundingOffer) {
  const [recoverySeed] = useState(newRecoverySeed);
  const [wordsChecked, setWordsChecked] = useState(false);
  const [state, setState] = useState<"deciding" | "sending" | "done">("deciding");
  const [error, setError] = useState<string | null>(null);
  // Signed once and sent as often as needed, so that a lost reply founds no second community.
  const signed = useRef<{ plan: string; founding: Founding } | null>(null);

  const submit = async (plan: FoundingPlan) => {
    setState("sending");
    setError(null);
    try {
      const key = JSON.stringify(plan);
      if (signed.current?.plan !== key) {
        const founding = await signFounding(plan, boxKeyOf(offer), recoverySeed);
        signed.current = { plan: key, founding };
      }
      await submitFounding(code, signed.current.founding);
      setState("done");
    } catch (cause) {
      setState("deciding");
      setError(failureText(cause));
    }
  };
  return { state, error, submit, recoverySeed, wordsChecked, setWordsChecked };
}

function failureText(cause: unknown): string {
  const code = cause instanceof FolkmootError ? cause.code : "";
  if (code === "already-founded") return text.t("founded.text");
  if (code === "founding-code-wrong") return text.t("wrong.text");
  return text.t("notSent");
}

function emptyPlan({ defaults }: FoundingOffer): FoundingPlan {
  return {
    communityName: "",
    languages: defaults.languages,
    values: [],
    decision: defaults.decision,
    founderName: "",
  };
}

/** What a page still needs before one can go on, as a sentence; null when nothing. */
function whatIsMissing(
  step: Step,
  plan: FoundingPlan,
  written: boolean,
  wordsChecked: boolean,
): string | null {
  if (step === "name" && plan.communityName.trim() === "") return text.t("missing.name");
  if (step === "name" && plan.languages.length === 0) return text.t("missing.languages");
  if (step === "founder" && plan.founderName.trim() === "") return text.t("missing.founder");
  if (step === "recovery" && !written) return text.t("missing.written");
  if (step === "check" && !wordsChecked) return text.t("missing.words");
  return null;
}
