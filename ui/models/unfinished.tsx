import { Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button, Notice } from "../design/index.ts";
import { formatBytes } from "../i18n/index.ts";
import { requestJson, useResource } from "../offline/index.ts";
import { reasonOf } from "./model-card.tsx";
import { type ModelUpload, uploadsPath } from "./shapes.ts";
import { text } from "./strings.ts";

/** What was sent in part and left: it takes room, and after a few nothing else begins. */
export function Unfinished() {
  const uploads = useResource<{ uploads: ModelUpload[] }>(uploadsPath);
  const [problem, setProblem] = useState<string | null>(null);
  const remove = async (id: string) => {
    try {
      await requestJson(`${uploadsPath}/${id}`, { method: "DELETE" });
      setProblem(null);
    } catch (error) {
      setProblem(reasonOf(error));
    }
    uploads.refresh();
  };
  return (
    <>
      {uploads.data?.uploads.map(({ id, size, received }) => (
        <Notice key={id} tone="info">
          <p>
            {text.t("add.unfinished", { received: formatBytes(received), size: formatBytes(size) })}
          </p>
          <div>
            <Button kind="quiet" icon={Trash2} onClick={() => remove(id)}>
              {text.t("add.unfinished.remove")}
            </Button>
          </div>
        </Notice>
      ))}
      {problem !== null && (
        <Notice tone="warn" live>
          {text.t("remove.failed", { why: problem })}
        </Notice>
      )}
    </>
  );
}
