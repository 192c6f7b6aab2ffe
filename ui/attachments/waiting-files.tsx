import { Paperclip } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { Card, List } from "../design/index.ts";
import { formatBytes } from "../i18n/index.ts";
import { iconOf } from "./file-kind.ts";
import { OnItsWay } from "./on-its-way.tsx";
import { text } from "./strings.ts";
import { loadUploads, uploads } from "./uploads.ts";

/** Files that this phone still has to bring to the box, of whichever proposal. */
export function WaitingFiles() {
  useEffect(() => {
    loadUploads();
  }, []);
  const waiting = [...uploads.value.values()];
  if (waiting.length === 0) return null;
  return (
    <Card title={text.t("files.title", { count: waiting.length })} icon={Paperclip}>
      <List label={text.t("files.title", { count: waiting.length })}>
        {waiting.map((upload) => {
          const Icon = iconOf(upload.file.type);
          return (
            <li key={upload.file.hash} class="list-item file">
              <Icon class="icon" aria-hidden="true" />
              <div class="grow stack tight">
                <span class="title file-name" dir="auto">
                  {upload.file.name}
                </span>
                <span class="detail">{formatBytes(upload.file.bytes)}</span>
                <OnItsWay upload={upload} />
              </div>
            </li>
          );
        })}
      </List>
    </Card>
  );
}
