import { FileUp, Upload, X } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { Button, Card, FileButton, Notice, ProgressBar, TextField } from "../design/index.ts";
import { formatBytes } from "../i18n/index.ts";
import { type Adding, adding, choose, startAdding, stopAdding } from "./adding.ts";
import { text } from "./strings.ts";
import { Unfinished } from "./unfinished.tsx";
import { whyOf } from "./why.ts";

/** What the box takes. */
const provenanceCharsMax = 300;

/** Sends a file to the box piece by piece; a broken connection loses nothing of it. */
export function AddModel({ onEnd }: { onEnd: () => void }) {
  const { stage, upload } = adding.value;
  const isOver = stage.is === "done" || stage.is === "failed";
  useEffect(() => {
    if (isOver) onEnd();
  }, [isOver]);
  useEffect(() => () => void (adding.value.stage.is === "done" && choose({})), []);
  const isOnItsWay = !isOver && stage.is !== "choosing";
  return (
    <Card title={text.t("add.title")} icon={Upload}>
      {isOnItsWay ? <OnItsWay of={adding.value} /> : <Form of={adding.value} />}
      <Unfinished key={stage.is} own={upload} />
    </Card>
  );
}

function Form({ of: { file, licence, source, stage } }: { of: Adding }) {
  return (
    <>
      <p>{text.t("add.text")}</p>
      <div class="row">
        <FileButton icon={FileUp} accept=".gguf" onFiles={([one]) => choose({ file: one ?? null })}>
          {text.t("add.file")}
        </FileButton>
        <span role="status" class="file-name" dir="auto">
          {file === null ? text.t("add.file.none") : `${file.name} · ${formatBytes(file.size)}`}
        </span>
      </div>
      <TextField
        label={text.t("add.licence")}
        optional
        value={licence}
        onInput={(typed) => choose({ licence: typed })}
        attributes={{ maxLength: provenanceCharsMax }}
      />
      <TextField
        label={text.t("add.source")}
        optional
        value={source}
        onInput={(typed) => choose({ source: typed })}
        attributes={{ maxLength: provenanceCharsMax }}
      />
      {stage.is === "done" && (
        <Notice tone="ok" live>
          {text.t("add.done", { name: stage.name })}
        </Notice>
      )}
      {stage.is === "failed" && (
        <Notice tone="warn" live>
          {text.t("add.failed", { why: whyOf(stage.code) })}
        </Notice>
      )}
      <Button icon={Upload} onClick={startAdding} disabled={file === null}>
        {text.t("add.start")}
      </Button>
    </>
  );
}

function OnItsWay({ of: { file, stage } }: { of: Adding }) {
  const size = file?.size ?? 0;
  if (stage.is === "checking") return <p role="status">{text.t("add.checking")}</p>;
  const received = stage.is === "sending" || stage.is === "waiting" ? stage.received : 0;
  return (
    <>
      <ProgressBar
        label={text.t("add.sending", { name: file?.name ?? "" })}
        detail={text.t("add.detail", { received: formatBytes(received), size: formatBytes(size) })}
        value={received}
        max={size}
      />
      {stage.is === "waiting" ? (
        <Notice tone="wait" live>
          {text.t("add.waiting")}
        </Notice>
      ) : (
        <p class="soft small">{text.t("add.leave")}</p>
      )}
      <Button kind="quiet" icon={X} onClick={stopAdding}>
        {text.t("add.stop")}
      </Button>
    </>
  );
}
