import { Siren } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds } from "../../mesh/kinds/index.ts";
import { announce, Button, Card, Choices, Dialog, TextArea, TextField } from "../design/index.ts";
import { append, useDraft } from "../offline/index.ts";
import { type Level, levels } from "./shapes.ts";
import { text } from "./strings.ts";

const reasonCharsMax = 600;

/** Two taps after the words: call it, and yes. */
export function CallForm({ hoursMax }: { hoursMax: number }) {
  const [level, setLevel] = useState<Level>("alert");
  // Calling takes a minute, and a phone may fall: the words are kept.
  const draft = useDraft("emergency", "");
  const reason = draft.value;
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
    await draft.discard();
    setTried(false);
  };
  return (
    <Card title={text.t("call.title")} icon={Siren}>
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
      <TextArea
        label={text.t("call.reason")}
        value={reason}
        onInput={draft.set}
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
