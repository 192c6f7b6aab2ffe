import { communityNameCharsMax } from "../../mesh/kinds/index.ts";
import { Chips, TextField } from "../design/index.ts";
import { languageName } from "../i18n/index.ts";
import { text } from "./strings.ts";
import type { StepProps } from "./wizard.tsx";

// Offered first; the list of the community may hold any other as well.
const offered = ["en", "es", "fr", "pt", "de", "it", "ar", "zh", "hi", "qu", "sw", "uk"];

/** What the community is called, and what is spoken in it. */
export function NameStep({ plan, change }: StepProps) {
  const codes = [...new Set([...plan.languages, ...offered])].slice(0, 14);
  return (
    <>
      <TextField
        label={text.t("name.label")}
        hint={text.t("name.hint")}
        value={plan.communityName}
        onInput={(communityName) => change({ communityName })}
        attributes={{ maxLength: communityNameCharsMax, autoComplete: "off" }}
      />
      <Chips
        label={text.t("languages.label")}
        hint={text.t("languages.hint")}
        options={codes.map((code) => ({ value: code, label: languageName(code) }))}
        chosen={plan.languages}
        onChange={(languages) => change({ languages })}
      />
    </>
  );
}
