import { FileUp, Upload } from "lucide-preact";
import { useState } from "preact/hooks";
import { FolkmootError } from "../../mesh/op/index.ts";
import { Button, Card, FileButton, Notice, ProgressBar, TextField } from "../design/index.ts";
import { formatBytes } from "../i18n/index.ts";
import { requestJson } from "../offline/index.ts";
import { sendPieces } from "../offline/send-pieces.ts";
import { reasonOf } from "./model-card.tsx";
import { type ModelFile, type ModelUpload, uploadsPath } from "./shapes.ts";
import { text } from "./strings.ts";
import { Unfinished } from "./unfinished.tsx";

/** Gigabytes are checked piece by piece before the box answers. */
const checkWithinMs = 15 * 60_000;

type Stage =
  | { is: "choosing" }
  | { is: "sending"; received: number }
  | { is: "checking" }
  | { is: "broken" }
  | { is: "done"; name: string }
  | { is: "failed"; why: string };

/** Sends a file to the box piece by piece; a broken connection loses nothing of it. */
export function AddModel({ onAdded }: { onAdded: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [licence, setLicence] = useState("");
  const [source, setSource] = useState("");
  const [upload, setUpload] = useState<string | null>(null);
  const [stage, setStage] = useState<Stage>({ is: "choosing" });
  const isBusy = stage.is === "sending" || stage.is === "checking";
  const choose = (chosen: File | undefined) => {
    setFile(chosen ?? null);
    setStage({ is: "choosing" });
    setUpload(null);
  };
  const send = async () => {
    if (file === null) return;
    setStage({ is: "sending", received: 0 });
    try {
      const id = upload ?? (await announce(file, licence, source));
      setUpload(id);
      await sendFile(id, file, (received) => setStage({ is: "sending", received }));
      setStage({ is: "checking" });
      const { name } = await requestJson<ModelFile>(`${uploadsPath}/${id}/finish`, {
        method: "POST",
        timeoutMs: checkWithinMs,
      });
      setStage({ is: "done", name });
      setUpload(null);
      onAdded();
    } catch (error) {
      const isLost = error instanceof FolkmootError && error.code === "unreachable";
      if (!isLost) setUpload(null);
      setStage(isLost ? { is: "broken" } : { is: "failed", why: reasonOf(error) });
    }
  };
  return (
    <Card title={text.t("add.title")} icon={Upload}>
      <p>{text.t("add.text")}</p>
      <div class="row">
        <FileButton icon={FileUp} accept=".gguf" disabled={isBusy} onFiles={([one]) => choose(one)}>
          {text.t("add.file")}
        </FileButton>
        <span role="status" class="file-name" dir="auto">
          {file !== null && `${file.name} · ${formatBytes(file.size)}`}
        </span>
      </div>
      <TextField label={text.t("add.licence")} optional value={licence} onInput={setLicence} />
      <TextField label={text.t("add.source")} optional value={source} onInput={setSource} />
      <Progress stage={stage} file={file} />
      <Button icon={Upload} onClick={send} disabled={file === null || isBusy}>
        {text.t(stage.is === "broken" ? "add.again" : "add.start")}
      </Button>
      {!isBusy && stage.is !== "broken" && <Unfinished key={stage.is} />}
    </Card>
  );
}

function Progress({ stage, file }: { stage: Stage; file: File | null }) {
  if (file === null || stage.is === "choosing") return null;
  switch (stage.is) {
    case "sending":
      return (
        <ProgressBar
          label={text.t("add.sending", { name: file.name })}
          detail={text.t("add.detail", {
            received: formatBytes(stage.received),
            size: formatBytes(file.size),
          })}
          value={stage.received}
          max={file.size}
        />
      );
    case "checking":
      return <p role="status">{text.t("add.checking")}</p>;
    case "broken":
      return <Notice tone="wait">{text.t("add.broken")}</Notice>;
    case "done":
      return (
        <Notice tone="ok" live>
          {text.t("add.done", { name: stage.name })}
        </Notice>
      );
    case "failed":
      return (
        <Notice tone="warn" live>
          {text.t("add.failed", { why: stage.why })}
        </Notice>
      );
  }
}

async function announce(file: File, licence: string, source: string): Promise<string> {
  const given = { licence: licence.trim(), source: source.trim() };
  const provenance = Object.fromEntries(Object.entries(given).filter(([, said]) => said !== ""));
  const { id } = await requestJson<ModelUpload>(uploadsPath, {
    method: "POST",
    json: { size: file.size, provenance },
  });
  return id;
}

async function sendFile(id: string, file: File, onProgress: (received: number) => void) {
  await sendPieces(file, {
    put: async (offset, piece) => {
      const answer = await requestJson<{ received: number }>(
        `${uploadsPath}/${id}?offset=${offset}`,
        {
          method: "PUT",
          bytes: new Uint8Array(await piece.arrayBuffer()),
          contentType: "application/octet-stream",
        },
      );
      return answer.received;
    },
    received: async () => {
      const { uploads } = await requestJson<{ uploads: ModelUpload[] }>(uploadsPath);
      return uploads.find((upload) => upload.id === id)?.received ?? 0;
    },
    onProgress,
  });
}
