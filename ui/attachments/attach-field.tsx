import { Camera, Paperclip, X } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { type Attachment, attachmentBytesMax, attachmentsMax } from "../../mesh/kinds/index.ts";
import { FolkmootError } from "../../mesh/op/index.ts";
import { announce, Card, DropArea, FileButton, IconButton, List, Notice } from "../design/index.ts";
import { formatBytes } from "../i18n/index.ts";
import { readCopy } from "./copies.ts";
import { endingOf, iconOf, mayBePicture } from "./file-kind.ts";
import { dropKept, keepFile, readKept } from "./kept-files.ts";
import { Picture } from "./picture.tsx";
import { problemText } from "./problem-text.ts";
import { text } from "./strings.ts";

interface AttachFieldProps {
  files: readonly Attachment[];
  /** Given what there is then: several files may be on their way in. */
  onChange: (change: (files: readonly Attachment[]) => Attachment[]) => void;
}

interface Trouble {
  name: string;
  code: string;
}

/** Files of a proposal that is being written: chosen, dropped or photographed, and taken out. */
export function AttachField({ files, onChange }: AttachFieldProps) {
  const { take, trouble } = useTaking({ files, onChange });
  const remove = async (file: Attachment) => {
    onChange((before) => before.filter(({ hash }) => hash !== file.hash));
    announce(text.t("field.removed", { name: file.name }));
    // What an earlier version names, or what is on its way, is not there.
    await dropKept("attached", file.hash);
  };
  return (
    <Card title={text.t("field.title")} icon={Paperclip}>
      <DropArea class="stack attach" label={text.t("field.title")} onFiles={take}>
        <p class="soft">
          {text.t("field.hint", { count: attachmentsMax, size: formatBytes(attachmentBytesMax) })}
        </p>
        {files.length > 0 && (
          <List label={text.t("field.title")}>
            {files.map((file) => (
              <Chosen key={file.hash} file={file} onRemove={() => remove(file)} />
            ))}
          </List>
        )}
        {trouble.map(({ name, code }) => (
          <Notice key={`${name} ${code}`} tone="warn" title={name} live>
            {problemText(code)}
          </Notice>
        ))}
        {files.length < attachmentsMax ? (
          <WaysIn onFiles={take} />
        ) : (
          <p class="soft">{text.t("field.full", { count: attachmentsMax })}</p>
        )}
      </DropArea>
    </Card>
  );
}

/** Keeps what is chosen, and says of each file why it could not be. */
function useTaking({ files, onChange }: AttachFieldProps) {
  const [trouble, setTrouble] = useState<Trouble[]>([]);
  const take = async (chosen: Iterable<File>) => {
    const all = [...chosen];
    const room = attachmentsMax - files.length;
    const found = all.slice(room).map(({ name }) => ({ name, code: "attachments-many" }));
    for (const file of all.slice(0, room)) {
      try {
        const kept = await keepFile(file);
        onChange((before) => [...before, kept].slice(0, attachmentsMax));
        announce(text.t("field.added", { name: kept.name }));
      } catch (error) {
        const code = error instanceof FolkmootError ? error.code : "attachment-unreadable";
        found.push({ name: file.name, code });
      }
    }
    setTrouble(found);
  };
  return { take, trouble };
}

/** From the files of this device, or from its camera. */
function WaysIn({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  return (
    <div class="row">
      <FileButton icon={Paperclip} multiple onFiles={onFiles}>
        {text.t("field.choose")}
      </FileButton>
      <span class="only-coarse">
        <FileButton kind="quiet" icon={Camera} photo onFiles={onFiles}>
          {text.t("field.photo")}
        </FileButton>
      </span>
      <span class="soft only-fine">{text.t("field.drop")}</span>
    </div>
  );
}

function Chosen({ file, onRemove }: { file: Attachment; onRemove: () => void }) {
  const content = useContent(file);
  const Icon = iconOf(file.type);
  const icon = <Icon class="icon" aria-hidden="true" />;
  return (
    <li class="list-item">
      {content === null || !mayBePicture(file.type) ? (
        icon
      ) : (
        <Picture class="thumb" content={content} alt="" otherwise={icon} />
      )}
      <span class="grow">
        <span class="title file-name" dir="auto">
          {file.name}
        </span>
        <span class="detail">
          {[endingOf(file.name), formatBytes(file.bytes)].filter(Boolean).join(" · ")}
        </span>
      </span>
      <IconButton icon={X} label={text.t("field.remove", { name: file.name })} onClick={onRemove} />
    </li>
  );
}

/** What this phone has of it: just chosen, on its way, or opened before. */
function useContent({ hash, type }: Attachment): Blob | null {
  const [content, setContent] = useState<Blob | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const find = async () =>
      (await readKept("attached", hash))?.content ??
      (await readKept("attachment", hash))?.content ??
      (await readCopy(hash, ""));
    if (mayBePicture(type)) {
      find()
        .then((found) => isCurrent && setContent(found))
        .catch(() => undefined);
    }
    return () => {
      isCurrent = false;
    };
  }, [hash]);
  return content;
}
