import { DoorOpen } from "lucide-preact";
import { useState } from "preact/hooks";
import { FolkmootError } from "../../mesh/op/index.ts";
import { Button, Choices, Notice, Page, Tick } from "../design/index.ts";
import { connection } from "../offline/index.ts";
import { endAccount, type Words } from "./goodbye.ts";
import { text } from "./strings.ts";

/** Leaving for good, with its consequences in plain sight. */
export function DeletePage() {
  const [words, setWords] = useState<Words>("leave");
  const [understood, setUnderstood] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const leave = async () => {
    setBusy(true);
    setError(null);
    try {
      await endAccount(words);
      location.assign("/");
    } catch (cause) {
      setBusy(false);
      setError(failureText(cause));
    }
  };
  return (
    <Page
      title={text.t("delete.title")}
      lead={text.t("delete.lead")}
      back="/me/privacy"
      action={
        <>
          {error && (
            <Notice tone="danger" live>
              {error}
            </Notice>
          )}
          <Button
            kind="danger filled"
            icon={DoorOpen}
            onClick={leave}
            disabled={!understood}
            busy={busy && text.t("delete.busy")}
          >
            {text.t("delete.do")}
          </Button>
        </>
      }
    >
      <Choices<Words>
        label={text.t("delete.words")}
        value={words}
        onChange={setWords}
        options={(["leave", "take"] as const).map((value) => ({
          value,
          title: text.t(`delete.words.${value}`),
          detail: text.t(`delete.words.${value}Detail`),
        }))}
      />
      <Notice tone="warn" title={text.t("delete.what")}>
        <ul>
          <li>{text.t("delete.what.devices")}</li>
          <li>{text.t("delete.what.private")}</li>
          <li>{text.t("delete.what.outbox")}</li>
          <li>{text.t("delete.what.backups")}</li>
        </ul>
      </Notice>
      {connection.value.reach !== "online" && (
        <Notice tone="wait">{text.t("delete.offline")}</Notice>
      )}
      <Tick label={text.t("delete.understood")} checked={understood} onChange={setUnderstood} />
    </Page>
  );
}

function failureText(cause: unknown): string {
  const code = cause instanceof FolkmootError ? cause.code : "";
  if (code === "last-steward") return text.t("delete.lastSteward");
  return text.t("delete.failed");
}
