import { Trash2 } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import {
  announce,
  Button,
  ErrorState,
  Loading,
  Notice,
  Page,
  ResourceView,
} from "../../design/index.ts";
import { requestJson, useResource } from "../../offline/index.ts";
import type { Import } from "../shapes.ts";
import { text as knowledge } from "../strings.ts";
import { importProblem } from "./import-problem.ts";
import { PreviewForm } from "./preview-form.tsx";
import { text } from "./strings.ts";

/** A file that was brought: what is in it, before any of it becomes knowledge. */
export function PreviewPage() {
  const { import: id = "" } = useRoute().params;
  const found = useResource<Import>(`/api/imports/${id}`);
  const state = found.data?.state;
  const { refresh } = found;
  useEffect(() => {
    if (state !== "reading" && state !== "receiving") return;
    const timer = setInterval(refresh, 1_000);
    return () => clearInterval(timer);
  }, [state, refresh]);
  const { data } = found;
  if (data?.state === "ready" && data.preview) {
    return <PreviewForm found={{ ...data, preview: data.preview }} age={found} />;
  }
  return (
    <Page title={data?.name ?? knowledge.t("import")} back="/knowledge/import">
      <ResourceView of={found} failed={<Gone />}>
        {(shown) => <NotReady found={shown} />}
      </ResourceView>
    </Page>
  );
}

function Gone() {
  return <ErrorState title={text.t("import.gone")}>{text.t("import.gone.text")}</ErrorState>;
}

function NotReady({ found }: { found: Import }) {
  if (found.state === "reading") return <Loading>{text.t("import.reading.text")}</Loading>;
  if (found.state === "receiving") {
    return (
      <Notice tone="wait" title={text.t("import.unfinished")}>
        <p>{text.t("import.unfinished.text")}</p>
        <Discard id={found.id} />
      </Notice>
    );
  }
  return (
    <Notice tone="warn" title={text.t("import.failed.title")}>
      <p>{importProblem(found.failure)}</p>
      <p>{text.t("import.failed.safe")}</p>
      <Discard id={found.id} />
    </Notice>
  );
}

/** Throws the file away on the box. */
export function Discard({ id }: { id: string }) {
  const { route } = useLocation();
  const [failed, setFailed] = useState(false);
  const discard = async () => {
    try {
      await requestJson(`/api/imports/${id}`, { method: "DELETE" });
      announce(text.t("import.discarded"));
      route("/knowledge/import");
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <div>
        <Button kind="quiet" icon={Trash2} onClick={discard}>
          {text.t("import.discard")}
        </Button>
      </div>
      {failed && (
        <p role="alert" class="soft">
          {knowledge.t("needsBox")}
        </p>
      )}
    </>
  );
}
