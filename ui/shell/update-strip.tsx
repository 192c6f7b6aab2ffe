import { RefreshCw } from "lucide-preact";
import { Button } from "../design/index.ts";
import { applyUpdate, updateReady } from "../offline/index.ts";
import { text } from "./strings.ts";

/** A new version of the app waits for a tap; drafts are on disk and come back after it. */
export function UpdateStrip() {
  if (!updateReady.value) return null;
  return (
    <div class="strip update" role="status">
      <span>{text.t("update")}</span>
      <Button kind="quiet" icon={RefreshCw} onClick={applyUpdate}>
        {text.t("update.now")}
      </Button>
    </div>
  );
}
