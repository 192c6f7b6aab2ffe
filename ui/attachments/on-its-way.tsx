import { RotateCw, Trash2 } from "lucide-preact";
import { Button, Mark, Notice, ProgressBar } from "../design/index.ts";
import { formatBytes } from "../i18n/index.ts";
import { problemText } from "./problem-text.ts";
import { text } from "./strings.ts";
import { giveUp, tryAgain, type Upload } from "./uploads.ts";

/** A file that this phone still has to bring to the box. */
export function OnItsWay({ upload }: { upload: Upload }) {
  const { file, received, state, problem } = upload;
  if (state === "sending") {
    const figures = { received: formatBytes(received), size: formatBytes(file.bytes) };
    return (
      <ProgressBar
        label={text.t("file.sending")}
        value={received}
        max={file.bytes}
        detail={text.t("file.progress", figures)}
      />
    );
  }
  if (state === "waiting") {
    return (
      <>
        <Mark tone="wait">{text.t("file.waiting")}</Mark>
        <span class="detail">
          {problem === null ? text.t("file.waitingText") : problemText(problem)}
        </span>
      </>
    );
  }
  return (
    <>
      <Notice tone="warn" title={text.t("file.refused")}>
        {problemText(problem ?? "")}
      </Notice>
      <div class="row">
        <Button icon={RotateCw} onClick={() => tryAgain(file.hash)}>
          {text.t("file.again")}
        </Button>
        <Button kind="quiet" icon={Trash2} onClick={() => giveUp(file.hash)}>
          {text.t("file.giveUp")}
        </Button>
      </div>
    </>
  );
}
