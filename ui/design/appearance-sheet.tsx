import { chooseLanguage, type Language, language, languageName, languages } from "../i18n/index.ts";
import { appearance, changeAppearance, textSizes, themes } from "./appearance.ts";
import { Choices, Switch } from "./choices.tsx";
import { words } from "./strings.ts";

/** Text size, contrast, colours and language: in reach on every page. */
export function AppearanceChoices() {
  const { theme, textSize, moreContrast } = appearance.value;
  return (
    <>
      <Choices
        side
        label={words.t("appearance.textSize")}
        value={textSize}
        onChange={(next) => changeAppearance({ textSize: next })}
        options={textSizes.map((value) => ({ value, title: words.t(`appearance.size.${value}`) }))}
      />
      <Switch
        title={words.t("appearance.contrast")}
        sentence={words.t("appearance.contrastSentence")}
        checked={moreContrast}
        onChange={(next) => changeAppearance({ moreContrast: next })}
      />
      <Choices
        side
        label={words.t("appearance.theme")}
        value={theme}
        onChange={(next) => changeAppearance({ theme: next })}
        options={themes.map((value) => ({ value, title: words.t(`appearance.theme.${value}`) }))}
      />
      <LanguageChoice />
    </>
  );
}

/** The app's language, each named in itself. */
export function LanguageChoice() {
  return (
    <Choices<Language>
      side
      label={words.t("appearance.language")}
      value={language.value}
      onChange={chooseLanguage}
      options={languages.map((code) => ({ value: code, title: languageName(code, code) }))}
    />
  );
}
