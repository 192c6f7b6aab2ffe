import { Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button, Notice } from "../design/index.ts";
import { formatBytes } from "../i18n/index.ts";
import { requestJson, useResource } from "../offline/index.ts";
import { type ModelUpload, uploadsPath } from "./shapes.ts";
import { text } from "./strings.ts";
import { reasonOf } from "./why.ts";

/**
 * What was sent in part and left: it takes room, and after a few nothing else begins. `own`: the one
 * on its way from here.
 */
export function Unfinished({ own }: { own: string | null }) {
  const uploads = useResource<{ uploads: ModelUpload[] }>(uploadsPath);
  const left = (uploads.data?.uploads ?? []).filter(({ id }) => id !== own);
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
      {left.map(({ id, size, received }) => (
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
