import { useState } from "preact/hooks";
import {
  communityNameCharsMax,
  effects,
  languagesMax,
  valueCharsMax,
  valuesMax,
} from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { Dialog, TextArea, TextField } from "../design/index.ts";
import { ProposeChange } from "../governance/index.ts";
import { useDraft } from "../offline/index.ts";
import type { Settings } from "./shapes.ts";
import { text } from "./strings.ts";

interface DescriptionDialogProps {
  settings: Settings;
  onClose: () => void;
  /** Called with the proposal's id. */
  onDone: (thread: OpId) => void;
}

/** Proposes to change the name, purpose, values and languages of the community. */
export function DescriptionDialog({ settings, onClose, onDone }: DescriptionDialogProps) {
  const draft = useDraft("community:description", {
    name: settings.name,
    purpose: settings.purpose,
    values: settings.values.join("\n"),
    languages: settings.languages.join(", "),
  });
  const [tried, setTried] = useState(false);
  const { value: form } = draft;
  const params = {
    name: form.name.trim(),
    purpose: form.purpose.trim(),
    values: splitList(form.values, "\n")
      .map((value) => value.slice(0, valueCharsMax))
      .slice(0, valuesMax),
    languages: splitList(form.languages, ",").slice(0, languagesMax),
  };
  const required = (missing: boolean) => (tried && missing ? text.t("settings.required") : null);
  const isWhole = params.name !== "" && params.languages.length > 0;
  const set = (key: keyof typeof form) => (value: string) => draft.set({ ...form, [key]: value });
  return (
    <Dialog title={text.t("settings.edit")} open onClose={onClose}>
      <TextField
        label={text.t("settings.name")}
        value={form.name}
        onInput={set("name")}
        error={required(params.name === "")}
        attributes={{ maxLength: communityNameCharsMax }}
      />
      <TextArea
        label={text.t("settings.purpose")}
        optional
        value={form.purpose}
        onInput={set("purpose")}
        attributes={{ maxLength: 1_000, rows: 3 }}
      />
      <TextArea
        label={text.t("settings.values")}
        hint={text.t("settings.valuesHint")}
        optional
        value={form.values}
        onInput={set("values")}
        attributes={{ rows: 4 }}
      />
      <TextField
        label={text.t("settings.languages")}
        hint={text.t("settings.languagesHint")}
        value={form.languages}
        onInput={set("languages")}
        error={required(params.languages.length === 0)}
      />
      <ProposeChange
        effect={effects.communityUpdate}
        params={isWhole ? params : null}
        onTry={() => setTried(true)}
        onDone={async (thread) => {
          await draft.discard();
          onDone(thread);
        }}
      />
    </Dialog>
  );
}

function splitList(value: string, separator: string): string[] {
  return value
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
