import { useId } from "preact/hooks";
import { useLocation } from "preact-iso";
import { kinds, type ProfileBody } from "../../mesh/kinds/index.ts";
import {
  Avatar,
  Button,
  Chips,
  Page,
  ResourceView,
  TextArea,
  TextField,
  words,
} from "../design/index.ts";
import { language, languageName } from "../i18n/index.ts";
import { append, useDraft } from "../offline/index.ts";
import { type Account, useAccount, useProfile } from "./account.ts";
import { text } from "./strings.ts";

/** What the others see of the member. */
export function ProfilePage() {
  const account = useAccount();
  if (account.data === undefined) {
    return (
      <Page title={text.t("profile.title")} back="/me">
        <ResourceView of={account}>{() => null}</ResourceView>
      </Page>
    );
  }
  return <ProfileForm account={account.data} />;
}

function ProfileForm({ account }: { account: Account }) {
  const { route } = useLocation();
  const { profile } = useProfile(account);
  const draft = useDraft<ProfileBody>("profile", profile);
  const edited = draft.value;
  const change = (part: Partial<ProfileBody>) => draft.set({ ...edited, ...part });
  const save = async () => {
    await append(kinds.profile, { ...edited, name: edited.name.trim() });
    await draft.discard();
    route("/me");
  };
  const offered = [...new Set([...edited.languages, language.value, "en", "es", "fr", "pt", "ar"])];
  return (
    <Page
      title={text.t("profile.title")}
      lead={text.t("profile.lead")}
      back="/me"
      action={
        <Button kind="primary" onClick={save} disabled={edited.name.trim() === ""}>
          {words.t("save")}
        </Button>
      }
    >
      <div class="row">
        <Avatar name={edited.name} hue={edited.hue} size="large" />
        <div class="grow">
          <TextField
            label={text.t("profile.name")}
            value={edited.name}
            onInput={(name) => change({ name })}
            error={edited.name.trim() === "" ? text.t("profile.nameMissing") : null}
            attributes={{ maxLength: 60, autoComplete: "name" }}
          />
        </div>
      </div>
      <HueField hue={edited.hue} onChange={(hue) => change({ hue })} />
      <TextArea
        label={text.t("profile.about")}
        hint={text.t("profile.aboutHint")}
        optional
        value={edited.about}
        onInput={(about) => change({ about })}
        attributes={{ maxLength: 500, rows: 3 }}
      />
      <Chips
        label={text.t("profile.languages")}
        options={offered.map((code) => ({ value: code, label: languageName(code) }))}
        chosen={edited.languages}
        onChange={(languages) => change({ languages: languages.slice(0, 10) })}
      />
    </Page>
  );
}

function HueField({ hue, onChange }: { hue: number; onChange: (hue: number) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{text.t("profile.colour")}</label>
      <input
        id={id}
        class="hue"
        type="range"
        min={0}
        max={359}
        value={hue}
        onInput={(event) => onChange(Number(event.currentTarget.value))}
      />
    </div>
  );
}
