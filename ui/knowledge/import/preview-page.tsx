import { useEffect } from "preact/hooks";
import { useRoute } from "preact-iso";
import { ErrorState, Loading, Notice, Page, ResourceView } from "../../design/index.ts";
import { useResource } from "../../offline/index.ts";
import type { Import } from "../shapes.ts";
import { text as knowledge } from "../strings.ts";
import { DiscardImport } from "./discard-import.tsx";
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
        <DiscardImport id={found.id} />
      </Notice>
    );
  }
  return (
    <Notice tone="warn" title={text.t("import.failed.title")}>
      <p>{importProblem(found.failure)}</p>
      <p>{text.t("import.failed.safe")}</p>
      <DiscardImport id={found.id} />
    </Notice>
  );
}
