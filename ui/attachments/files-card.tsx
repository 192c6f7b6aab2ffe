import { Download, Paperclip } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import type { Attachment } from "../../mesh/kinds/index.ts";
import { Button, Card, Dialog, List, Mark, Notice, ProgressBar } from "../design/index.ts";
import { saveFile } from "../design/save-file.ts";
import { formatBytes } from "../i18n/index.ts";
import { connection } from "../offline/index.ts";
import { dropCopiesExcept } from "./copies.ts";
import { endingOf, iconOf, mayBePicture, savedTypeOf } from "./file-kind.ts";
import { OnItsWay } from "./on-its-way.tsx";
import { Picture } from "./picture.tsx";
import { problemText } from "./problem-text.ts";
import { text } from "./strings.ts";
import { loadUploads, sendAttachments, type Upload, uploads } from "./uploads.ts";
import { type FileAtHand, useFile } from "./use-file.ts";

/** A file as the box tells of it. */
export interface AttachedFile extends Attachment {
  /** How much of it the box has; nothing is known of what it has not told about yet. */
  received?: number;
}

interface FilesCardProps {
  /** The proposal they belong to. */
  thread: string;
  files: readonly AttachedFile[];
  /** Whether the box has said so in this visit. */
  isFresh: boolean;
  /** Proposed by whoever looks. */
  isMine: boolean;
}

/** The files of a proposal: looked at, saved, and readable without the box once opened. */
export function FilesCard({ thread, files, isFresh, isMine }: FilesCardProps) {
  const hashes = files.map(({ hash }) => hash);
  useEffect(() => {
    loadUploads().then(sendAttachments);
  }, []);
  useEffect(() => {
    // What was erased, or taken out by a newer version, leaves this phone as well.
    if (isFresh) dropCopiesExcept(thread, hashes).catch(() => undefined);
  }, [isFresh, thread, hashes.join()]);
  if (files.length === 0) return null;
  return (
    <Card title={text.t("files.title", { count: files.length })} icon={Paperclip}>
      <List label={text.t("files.title", { count: files.length })}>
        {files.map((file) => (
          <FileRow key={file.hash} file={file} thread={thread} isMine={isMine} />
        ))}
      </List>
    </Card>
  );
}

interface FileRowProps {
  file: AttachedFile;
  thread: string;
  isMine: boolean;
}

function FileRow({ file, thread, isMine }: FileRowProps) {
  const upload = uploads.value.get(file.hash);
  const at = useFile(file, { thread, isMine });
  const [isLarge, setLarge] = useState(false);
  const Icon = iconOf(file.type);
  const icon = <Icon class="icon" aria-hidden="true" />;
  const save = async () => {
    const content = await at.open();
    if (content !== null) {
      saveFile(content.slice(0, content.size, savedTypeOf(file.type)), file.name);
    }
  };
  const isPicture = at.content !== null && mayBePicture(file.type);
  return (
    <li class="list-item file">
      {isPicture && at.content !== null ? (
        <button
          type="button"
          class="thumb-button"
          aria-label={text.t("file.enlarge", { name: file.name })}
          onClick={() => setLarge(true)}
        >
          <Picture class="thumb" content={at.content} alt="" otherwise={icon} />
        </button>
      ) : (
        icon
      )}
      <div class="grow stack tight">
        <span class="title file-name" dir="auto">
          {file.name}
        </span>
        <span class="detail">
          {[endingOf(file.name), formatBytes(file.bytes)].filter(Boolean).join(" · ")}
        </span>
        <Where file={file} upload={upload} at={at} />
        {(at.content !== null || at.isOnBox) && at.step !== "fetching" && (
          <div class="file-save">
            <Button kind="quiet" icon={Download} onClick={save}>
              {text.t("file.save")}
              <span class="sr-only"> {file.name}</span>
            </Button>
          </div>
        )}
      </div>
      <Dialog title={file.name} open={isLarge} onClose={() => setLarge(false)}>
        {at.content !== null && (
          <>
            <Picture class="whole" content={at.content} alt={file.name} otherwise={icon} />
            <Button icon={Download} onClick={save}>
              {text.t("file.save")}
            </Button>
          </>
        )}
      </Dialog>
    </li>
  );
}

interface WhereProps {
  file: AttachedFile;
  upload: Upload | undefined;
  at: FileAtHand;
}

/** Where the file is, in words: on this phone, on its way, not here yet. */
function Where({ file, upload, at }: WhereProps) {
  if (upload !== undefined) return <OnItsWay upload={upload} />;
  if (at.step === "fetching") {
    const figures = { received: formatBytes(at.received), size: formatBytes(file.bytes) };
    return (
      <ProgressBar
        label={text.t("file.fetching")}
        value={at.received}
        max={file.bytes}
        detail={text.t("file.progress", figures)}
      />
    );
  }
  if (at.problem !== null) {
    return (
      <Notice tone="warn" live>
        {problemText(at.problem)}
      </Notice>
    );
  }
  if (at.content !== null) return <Mark tone="ok">{text.t("file.here")}</Mark>;
  if (at.isOnBox) {
    if (connection.value.reach === "online") return null;
    return <Away state={text.t("file.needsBox")} detail={text.t("file.needsBoxText")} />;
  }
  const { received = 0 } = file;
  if (received === 0) {
    return <Away state={text.t("file.notYet")} detail={text.t("file.notYetText")} />;
  }
  const figures = { received: formatBytes(received), size: formatBytes(file.bytes) };
  return <Away state={text.t("file.partly")} detail={text.t("file.progress", figures)} />;
}

/** A mark is a word or two: what it means for whoever looks stands below it. */
function Away({ state, detail }: { state: string; detail: string }) {
  return (
    <>
      <Mark tone="wait">{state}</Mark>
      <span class="detail">{detail}</span>
    </>
  );
}
