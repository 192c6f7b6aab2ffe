import { FileUp, Trash2 } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import {
  AgeMark,
  Button,
  Card,
  DropArea,
  FileButton,
  List,
  ListItem,
  Mark,
  Notice,
  Page,
  ProgressBar,
} from "../../design/index.ts";
import { formatBytes } from "../../i18n/index.ts";
import { useResource } from "../../offline/index.ts";
import type { Import } from "../shapes.ts";
import { text as knowledge } from "../strings.ts";
import { importProblem } from "./import-problem.ts";
import {
  addUpload,
  dropUpload,
  fileBytesMax,
  sendUploads,
  type Upload,
  uploads,
} from "./import-uploads.ts";
import { text } from "./strings.ts";

const accept =
  ".txt,.md,.markdown,.html,.htm,.pdf,.docx,.epub,.csv,text/plain,text/markdown,text/html,text/csv";

/** Bringing a file: chosen, dropped or shared; then what has come of it. */
export function ImportPage() {
  const [tooLarge, setTooLarge] = useState<string[]>([]);
  useEffect(() => {
    sendUploads();
  }, []);
  const take = async (files: Iterable<File>) => {
    const all = [...files];
    setTooLarge(all.filter((file) => file.size > fileBytesMax).map((file) => file.name));
    for (const file of all) if (file.size <= fileBytesMax) await addUpload(file);
  };
  return (
    <Page
      title={knowledge.t("import")}
      lead={text.t("import.lead")}
      back="/knowledge"
      action={
        <FileButton kind="primary" icon={FileUp} multiple accept={accept} onFiles={take}>
          {text.t("import.choose")}
        </FileButton>
      }
    >
      {tooLarge.length > 0 && (
        <Notice tone="warn" live title={text.t("import.tooLarge")}>
          <p>{tooLarge.join(", ")}</p>
          <p>{text.t("import.tooLarge.text", { size: formatBytes(fileBytesMax) })}</p>
        </Notice>
      )}
      <Uploads />
      <Imports />
      <DropPlace onFiles={take} />
    </Page>
  );
}

/** Where files can be dropped; on phones it is a plain explanation. */
function DropPlace({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  return (
    <DropArea class="drop" label={text.t("import.drop")} onFiles={onFiles}>
      <FileUp class="icon" aria-hidden="true" />
      <p class="only-fine">{text.t("import.drop")}</p>
      <p class="soft">{text.t("import.formats", { size: formatBytes(fileBytesMax) })}</p>
    </DropArea>
  );
}

/** Files on their way, each with how far it has come in true figures. */
function Uploads() {
  if (uploads.value.length === 0) return null;
  return (
    <section class="stack">
      <h2>{text.t("import.sending")}</h2>
      {uploads.value.map((upload) => (
        <UploadCard key={upload.key} upload={upload} />
      ))}
    </section>
  );
}

function UploadCard({ upload }: { upload: Upload }) {
  return (
    <Card>
      <ProgressBar
        label={upload.name}
        value={upload.received}
        max={upload.size}
        detail={text.t("import.progress", {
          received: formatBytes(upload.received),
          size: formatBytes(upload.size),
        })}
      />
      {upload.state === "waiting" && <Notice tone="wait">{text.t("import.waiting")}</Notice>}
      {upload.state === "refused" && (
        <Notice tone="warn" live title={text.t("import.refused")}>
          {importProblem(upload.problem)}
        </Notice>
      )}
      <div>
        <Button
          kind="quiet"
          icon={Trash2}
          onClick={() => dropUpload(upload).catch(() => undefined)}
        >
          {text.t("import.drop.this")}
        </Button>
      </div>
    </Card>
  );
}

/** What the box has read and nobody has shared yet. */
function Imports() {
  const list = useResource<{ imports: Import[] }>("/api/imports");
  const sending = new Set(uploads.value.map((upload) => upload.id));
  const imports = (list.data?.imports ?? []).filter(({ id }) => !sending.has(id));
  const isReading = imports.some(({ state }) => state === "reading");
  const { refresh } = list;
  useEffect(() => {
    if (!isReading) return;
    const timer = setInterval(refresh, 1_000);
    return () => clearInterval(timer);
  }, [isReading, refresh]);
  if (imports.length === 0) return null;
  return (
    <section class="stack">
      <h2>{text.t("import.brought")}</h2>
      <AgeMark of={list} />
      <List>
        {imports.map((found) => (
          <ListItem
            key={found.id}
            href={`/knowledge/import/${found.id}`}
            title={found.name}
            detail={
              <span class="row">
                {formatBytes(found.size)}
                <ImportMark found={found} />
              </span>
            }
          />
        ))}
      </List>
    </section>
  );
}

function ImportMark({ found }: { found: Import }) {
  switch (found.state) {
    case "ready":
      return <Mark tone="ok">{text.t("import.ready")}</Mark>;
    case "failed":
      return <Mark tone="warn">{text.t("import.failed")}</Mark>;
    case "reading":
      return <Mark tone="wait">{text.t("import.reading")}</Mark>;
    case "receiving":
      return <Mark tone="wait">{text.t("import.unfinished")}</Mark>;
  }
}
