import { Plus } from "lucide-preact";
import { useState } from "preact/hooks";
import { valueCharsMax, valuesMax } from "../../mesh/kinds/index.ts";
import { Button, Chips, TextField } from "../design/index.ts";
import { text } from "./strings.ts";
import type { StepProps } from "./wizard.tsx";

const suggestions = [
  "care",
  "heard",
  "share",
  "land",
  "repair",
  "privacy",
  "together",
  "peace",
] as const;

/** What the community holds dear: suggestions to tap, and words of one's own. */
export function ValuesStep({ plan, change }: StepProps) {
  const [own, setOwn] = useState("");
  const suggested = suggestions.map((name) => text.t(`value.${name}`));
  const add = () => {
    const value = own.trim();
    if (value === "" || plan.values.length >= valuesMax) return;
    change({ values: [...new Set([...plan.values, value])] });
    setOwn("");
  };
  return (
    <>
      <Chips
        label={text.t("values.label")}
        hint={text.t("values.hint")}
        options={[...new Set([...suggested, ...plan.values])].map((value) => ({
          value,
          label: value,
        }))}
        chosen={plan.values}
        onChange={(values) => change({ values: values.slice(0, valuesMax) })}
      />
      <form
        class="stack tight"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          label={text.t("values.own")}
          optional
          value={own}
          onInput={setOwn}
          attributes={{ maxLength: valueCharsMax, enterKeyHint: "done" }}
        />
        <div>
          <Button type="submit" icon={Plus} disabled={own.trim() === ""}>
            {text.t("values.add")}
          </Button>
        </div>
      </form>
    </>
  );
}
