import { useState } from "preact/hooks";
import {
  communityNameCharsMax,
  effects,
  languagesMax,
  valueCharsMax,
  valuesMax,
} from "../../mesh/kinds/index.ts";
import { Button, Dialog, TextArea, TextField } from "../design/index.ts";
import { useDraft } from "../offline/index.ts";
import { requestChange } from "./gate.ts";
import type { Settings } from "./shapes.ts";
import { text } from "./strings.ts";

interface DescriptionDialogProps {
  settings: Settings;
  /** One steward: it takes effect at once. */
  alone: boolean;
  onClose: () => void;
}

/** Asks to change the name, purpose, values and languages of the community. */
export function DescriptionDialog({ settings, alone, onClose }: DescriptionDialogProps) {
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
  const sign = async () => {
    setTried(true);
    if (params.name === "" || params.languages.length === 0) return;
    await requestChange(effects.communityUpdate, params);
    await draft.discard();
    onClose();
  };
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
      <Button kind="primary" onClick={sign}>
        {text.t(alone ? "settings.askAlone" : "settings.ask")}
      </Button>
    </Dialog>
  );
}

function splitList(value: string, separator: string): string[] {
  return value
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
