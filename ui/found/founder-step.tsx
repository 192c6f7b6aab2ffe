import { Avatar, Notice, TextField } from "../design/index.ts";
import { text } from "./strings.ts";
import type { StepProps } from "./wizard.tsx";

/** Who founds it: a name, and what being the first means. */
export function FounderStep({ plan, change }: StepProps) {
  return (
    <>
      <div class="row">
        <Avatar name={plan.founderName} hue={140} size="large" />
        <div class="grow">
          <TextField
            label={text.t("founder.label")}
            hint={text.t("founder.hint")}
            value={plan.founderName}
            onInput={(founderName) => change({ founderName })}
            attributes={{ maxLength: 60, autoComplete: "name", autoCapitalize: "words" }}
          />
        </div>
      </div>
      <Notice title={text.t("founder.key")}>{text.t("founder.keyText")}</Notice>
    </>
  );
}
