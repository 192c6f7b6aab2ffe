import { Download, FileJson, Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { FolkmootError } from "../../mesh/op/index.ts";
import { announce, Button, Notice, Sheet } from "../design/index.ts";
import { saveFile } from "../design/save-file.ts";
import { request } from "../offline/index.ts";
import { deleteConversations } from "./removal.ts";
import { text } from "./strings.ts";

interface ManageSheetProps {
  /** One conversation, or all of them for null. */
  conversation: string | null;
  open: boolean;
  onClose: () => void;
  onDeleted: () => void;
}

/** Taking conversations along as a file, and deleting them for good. */
export function ManageSheet({ conversation, open, onClose, onDeleted }: ManageSheetProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const attempt = async (work: () => Promise<void>) => {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      const away = error instanceof FolkmootError && error.code === "unreachable";
      setProblem(text.t(away ? "manage.unreachable" : "manage.failed"));
    }
  };
  const close = () => {
    setProblem(null);
    onClose();
  };
  const remove = () =>
    attempt(async () => {
      await deleteConversations(conversation);
      announce(text.t("delete.done"));
      close();
      onDeleted();
    });
  return (
    <Sheet title={text.t("manage")} open={open} onClose={close}>
      {problem && (
        <Notice tone="warn" live>
          {problem}
        </Notice>
      )}
      <Export
        which={conversation === null ? "all" : "one"}
        onSave={(format) => attempt(() => download(conversation, format))}
      />
      <hr />
      <Deletion which={conversation === null ? "all" : "one"} onDelete={remove} />
    </Sheet>
  );
}

interface ExportProps {
  which: "all" | "one";
  onSave: (format: "md" | "json") => Promise<void>;
}

function Export({ which, onSave }: ExportProps) {
  const [busy, setBusy] = useState<"md" | "json" | null>(null);
  const save = async (format: "md" | "json") => {
    setBusy(format);
    await onSave(format);
    setBusy(null);
  };
  return (
    <section class="stack">
      <h3>{text.t("export.title")}</h3>
      <p>{text.t("export.text")}</p>
      <Button
        icon={Download}
        onClick={() => save("md")}
        busy={busy === "md" && text.t("export.busy")}
      >
        {text.t(`export.${which}.md`)}
      </Button>
      <Button
        icon={FileJson}
        onClick={() => save("json")}
        busy={busy === "json" && text.t("export.busy")}
      >
        {text.t(`export.${which}.json`)}
      </Button>
    </section>
  );
}

interface DeletionProps {
  which: "all" | "one";
  onDelete: () => Promise<void>;
}

/** Two presses apart, with what it means between them. */
function Deletion({ which, onDelete }: DeletionProps) {
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    await onDelete();
    setBusy(false);
    setSure(false);
  };
  return (
    <section class="stack">
      <h3>{text.t("delete.title")}</h3>
      <p>{text.t(`delete.${which}.text`)}</p>
      {sure ? (
        <div class="row">
          <Button
            kind="danger filled"
            icon={Trash2}
            onClick={remove}
            busy={busy && text.t("delete.busy")}
          >
            {text.t("delete.title")}
          </Button>
          <Button onClick={() => setSure(false)}>{text.t("delete.keep")}</Button>
        </div>
      ) : (
        <Button kind="danger" icon={Trash2} onClick={() => setSure(true)}>
          {text.t(`delete.${which}`)}
        </Button>
      )}
    </section>
  );
}

async function download(conversation: string | null, format: "md" | "json"): Promise<void> {
  const of = conversation === null ? "" : `/${conversation}`;
  const response = await request(`/api/conversations${of}/export?format=${format}`, {
    accept: "*/*",
  });
  const name = conversation === null ? "conversations" : "conversation";
  saveFile(await response.blob(), `folkmoot-${name}.${format}`);
}
