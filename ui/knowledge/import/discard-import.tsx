import { Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { announce, Button } from "../../design/index.ts";
import { requestJson } from "../../offline/index.ts";
import { text as knowledge } from "../strings.ts";
import { text } from "./strings.ts";

/** Throws the file away on the box. */
export function DiscardImport({ id }: { id: string }) {
  const { route } = useLocation();
  const [failed, setFailed] = useState(false);
  const discard = async () => {
    try {
      await requestJson(`/api/imports/${id}`, { method: "DELETE" });
      announce(text.t("import.discarded"));
      route("/knowledge/import");
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <div>
        <Button kind="quiet" icon={Trash2} onClick={discard}>
          {text.t("import.discard")}
        </Button>
      </div>
      {failed && (
        <p role="alert" class="soft">
          {knowledge.t("needsBox")}
        </p>
      )}
    </>
  );
}
