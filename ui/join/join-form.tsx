import { useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { FolkmootError } from "../../mesh/op/index.ts";
import {
  Avatar,
  Button,
  Chips,
  Logo,
  Notice,
  Page,
  reasonText,
  TextField,
} from "../design/index.ts";
import { language, languageName } from "../i18n/index.ts";
import { type Enrolment, submitEnrolment, useResource } from "../offline/index.ts";
import { type CommunityInfo, type OpenInvite, signJoining, whyClosed } from "./joining.ts";
import { text } from "./strings.ts";

interface JoinFormProps {
  open: OpenInvite;
  /** The invitation was used up, ran out or was taken back while this page was looked at. */
  onClosed: (why: unknown) => void;
}

/** The last page before one is in: who invites to what, and a name. */
export function JoinForm({ open, onClosed }: JoinFormProps) {
  const { invite, community } = open;
  const { data: info } = useResource<CommunityInfo>("/api/community");
  const [name, setName] = useState("");
  const [languages, setLanguages] = useState<string[]>([language.value]);
  const { busy, error, submit } = useJoining(open, { name, languages }, onClosed);
  const isPerson = invite.purpose === "member";
  const isNameless = isPerson && name.trim() === "";
  const offered = [...new Set([...(info?.languages ?? []), language.value, "en", "es"])];
  return (
    <Page
      title={text.t(isPerson ? "form.title" : "form.deviceTitle", {
        community: community.communityName,
      })}
      lead={text.t(`form.lead.${invite.purpose}`)}
      action={
        <>
          {error && (
            <Notice tone="warn" live>
              {error}
            </Notice>
          )}
          {isNameless && <p class="soft small">{text.t("form.nameMissing")}</p>}
          <Button
            kind="primary"
            onClick={submit}
            disabled={isNameless}
            busy={busy && text.t("form.joining")}
          >
            {text.t(isPerson ? "form.join" : "form.addDevice")}
          </Button>
        </>
      }
    >
      {isPerson ? (
        <>
          <div class="row">
            <Avatar name={name} hue={200} size="large" />
            <div class="grow">
              <TextField
                label={text.t("form.name")}
                hint={text.t("form.nameHint")}
                value={name}
                onInput={setName}
                attributes={{ maxLength: 60, autoComplete: "name", autoCapitalize: "words" }}
              />
            </div>
          </div>
          <Chips
            label={text.t("form.languages")}
            options={offered.map((code) => ({ value: code, label: languageName(code) }))}
            chosen={languages}
            onChange={setLanguages}
          />
          {invite.role === "guest" && <Notice>{text.t("form.guest")}</Notice>}
        </>
      ) : (
        <div class="hero">
          <Logo />
        </div>
      )}
      <Notice title={text.t("form.key")}>{text.t("form.keyText")}</Notice>
    </Page>
  );
}

/** Signs once, sends as often as it takes. */
function useJoining(
  open: OpenInvite,
  person: { name: string; languages: string[] },
  onClosed: JoinFormProps["onClosed"],
) {
  const { route } = useLocation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const signed = useRef<{ name: string; enrolment: Enrolment } | null>(null);
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      if (signed.current?.name !== person.name) {
        signed.current = { name: person.name, enrolment: await signJoining(open, person) };
      }
      await submitEnrolment(signed.current.enrolment);
      route(open.invite.purpose === "member" ? "/tour" : "/", true);
    } catch (cause) {
      const refused = cause instanceof FolkmootError && cause.code === "not-enrolled";
      if (refused) signed.current = null;
      const closed = refused ? await whyClosed(open.seed) : null;
      if (closed !== null) {
        onClosed(closed);
        return;
      }
      setError(
        refused
          ? text.t("form.refused", { reason: reasonText(cause.hint) })
          : text.t("join.unreachable"),
      );
      setBusy(false);
    }
  };
  return { busy, error, submit };
}
