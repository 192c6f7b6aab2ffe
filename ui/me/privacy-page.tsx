import { Download, Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button, Card, Facts, Notice, Page } from "../design/index.ts";
import { saveFile } from "../design/save-file.ts";
import { PrivacyChoices } from "../join/index.ts";
import { request } from "../offline/index.ts";
import { text } from "./strings.ts";

/** Who sees what, what is kept where, and taking it along. */
export function PrivacyPage() {
  return (
    <Page title={text.t("privacy.title")} back="/me">
      <PrivacyChoices />
      <Card title={text.t("where.title")}>
        <Facts
          facts={[
            [text.t("where.phone"), text.t("where.phoneText")],
            [text.t("where.box"), text.t("where.boxText")],
            [text.t("where.others"), text.t("where.othersText")],
          ]}
        />
      </Card>
      <ExportCard />
      <Card title={text.t("delete.title")} icon={Trash2}>
        <p>{text.t("delete.teaser")}</p>
        <Button kind="danger" href="/me/delete">
          {text.t("delete.open")}
        </Button>
      </Card>
    </Page>
  );
}

function ExportCard() {
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const save = async () => {
    setState("busy");
    try {
      const response = await request("/api/me/export", { timeoutMs: 120_000 });
      saveFile(await response.blob(), "folkmoot-account.json");
      setState("idle");
    } catch {
      setState("failed");
    }
  };
  return (
    <Card title={text.t("export.title")} icon={Download}>
      <p>{text.t("export.text")}</p>
      {state === "failed" && (
        <Notice tone="warn" live>
          {text.t("export.failed")}
        </Notice>
      )}
      <Button icon={Download} onClick={save} busy={state === "busy" && text.t("export.busy")}>
        {text.t("export.save")}
      </Button>
    </Card>
  );
}
