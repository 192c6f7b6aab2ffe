import { Siren } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { kinds } from "../../mesh/kinds/index.ts";
import { announce, Button, Card, Choices, Dialog, TextArea, TextField } from "../design/index.ts";
import { append, useDraft } from "../offline/index.ts";
import { type Level, levels } from "./shapes.ts";
import { text } from "./strings.ts";

const reasonCharsMax = 600;

interface CallFormProps {
  hoursMax: number;
  /** Whether one has been called already: then another is seldom what is needed. */
  isCalled: boolean;
}

/** The form, or the way to it while an emergency is on: nobody should call the same one twice. */
export function CallForm({ hoursMax, isCalled }: CallFormProps) {
  const [isWanted, setWanted] = useState(false);
  // Calling takes a minute, and a phone may fall: the words are kept.
  const draft = useDraft("emergency", "");
  // What somebody is writing does not go away because somebody else was quicker.
  const isOpen = !isCalled || isWanted || draft.value !== "";
  if (!isOpen) {
    return (
      <div>
        <Button icon={Siren} onClick={() => setWanted(true)}>
          {text.t("call.another")}
        </Button>
      </div>
    );
  }
  return (
    <Form
      hoursMax={hoursMax}
      takesFocus={isWanted}
      reason={draft.value}
      onReason={(reason) => {
        if (reason === "") setWanted(isCalled);
        draft.set(reason);
      }}
      onCalled={async () => {
        setWanted(false);
        await draft.discard();
      }}
    />
  );
}

interface FormProps {
  hoursMax: number;
  /** When it appears: its opener is gone, and whoever pressed that goes on here. */
  takesFocus: boolean;
  reason: string;
  onReason: (reason: string) => void;
  onCalled: () => Promise<void>;
}

/** Two taps after the words: call it, and yes. */
function Form({ hoursMax, takesFocus, reason, onReason, onCalled }: FormProps) {
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus) form.current?.querySelector<HTMLElement>("input:checked")?.focus();
  }, []);
  const [level, setLevel] = useState<Level>("alert");
  const [hours, setHours] = useState(String(Math.min(24, hoursMax)));
  const [tried, setTried] = useState(false);
  const [asks, setAsks] = useState(false);
  const wanted = Number(hours);
  const areHours = Number.isInteger(wanted) && wanted >= 1 && wanted <= hoursMax;
  const isReady = reason.trim() !== "" && areHours;
  const call = async () => {
    setAsks(false);
    await append(kinds.emergency, { level, reason: reason.trim(), hours: wanted });
    announce(text.t("act.kept"));
    setTried(false);
    await onCalled();
  };
  return (
    <Card title={text.t("call.title")} icon={Siren}>
      <div ref={form}>
        <Choices
          label={text.t("call.level")}
          value={level}
          onChange={setLevel}
          options={levels.map((each) => ({
            value: each,
            title: text.t(`level.${each}`),
            detail: text.t(`level.${each}Detail`),
          }))}
        />
      </div>
      <TextArea
        label={text.t("call.reason")}
        value={reason}
        onInput={onReason}
        error={tried && reason.trim() === "" ? text.t("call.reasonMissing") : null}
        attributes={{ maxLength: reasonCharsMax }}
      />
      <TextField
        label={text.t("call.hours")}
        value={hours}
        onInput={setHours}
        error={tried && !areHours ? text.t("call.hoursWrong", { max: hoursMax }) : null}
        attributes={{ inputMode: "numeric" }}
      />
      <div>
        <Button
          kind="danger"
          onClick={() => {
            setTried(true);
            setAsks(isReady);
          }}
        >
          {text.t("call.sign")}
        </Button>
      </div>
      <Dialog title={text.t("call.sure")} open={asks} onClose={() => setAsks(false)}>
        <p>{text.t("call.sureText")}</p>
        <Button kind="danger filled" icon={Siren} onClick={call}>
          {text.t("call.yes")}
        </Button>
      </Dialog>
    </Card>
  );
}
