import { Choices, Notice, Switch } from "../design/index.ts";
import { changePreferences, dropCopies, preferences } from "../offline/index.ts";
import { text } from "./strings.ts";

/** The choices about privacy that a member makes once, and can change under Me. */
export function PrivacyChoices() {
  const { consent, keepCopies } = preferences.value;
  const keep = (next: boolean) => {
    changePreferences({ keepCopies: next });
    if (!next) dropCopies();
  };
  return (
    <>
      <Choices
        label={text.t("privacy.consent")}
        hint={text.t("privacy.consentHint")}
        value={consent}
        onChange={(next) => changePreferences({ consent: next })}
        options={(["local_only", "federation_ok", "commons_ok"] as const).map((value) => ({
          value,
          title: text.t(`privacy.${value}`),
          detail: text.t(`privacy.${value}Detail`),
        }))}
      />
      <Switch
        title={text.t("privacy.copies")}
        sentence={text.t("privacy.copiesSentence")}
        checked={keepCopies}
        onChange={keep}
      />
      <Notice title={text.t("privacy.box")}>{text.t("privacy.boxText")}</Notice>
    </>
  );
}
