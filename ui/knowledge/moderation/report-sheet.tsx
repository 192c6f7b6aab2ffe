import { Flag } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds, reportReasons } from "../../../mesh/kinds/index.ts";
import { toOpId } from "../../../mesh/op/index.ts";
import { announce, Button, Choices, Sheet, TextArea } from "../../design/index.ts";
import { append } from "../../offline/index.ts";
import type { ItemDetail } from "../shapes.ts";
import { text as knowledge } from "../strings.ts";
import { text } from "./strings.ts";

interface ReportSheetProps {
  detail: ItemDetail;
  onClose: () => void;
}

type Reason = (typeof reportReasons)[number];

/** Tells the moderators that something is not right, without an argument in public. */
export function ReportSheet({ detail, onClose }: ReportSheetProps) {
  const [reason, setReason] = useState<Reason>("wrong");
  const [note, setNote] = useState("");
  const [sent, setSent] = useState(false);
  const report = async () => {
    await append(kinds.itemReport, { item: toOpId(detail.id), reason, text: note.trim() });
    announce(text.t("report.done"));
    setSent(true);
  };
  if (sent) {
    return (
      <Sheet title={knowledge.t("report")} open onClose={onClose}>
        <p>{text.t("report.done")}</p>
        <Button kind="primary" onClick={onClose}>
          {text.t("report.close")}
        </Button>
      </Sheet>
    );
  }
  return (
    <Sheet title={knowledge.t("report")} open onClose={onClose}>
      <p>{text.t("report.text")}</p>
      <Choices
        label={text.t("report.reason")}
        value={reason}
        onChange={setReason}
        options={reportReasons.map((value) => ({ value, title: text.t(`report.${value}`) }))}
      />
      <TextArea
        label={text.t("report.note")}
        optional
        value={note}
        onInput={setNote}
        attributes={{ maxLength: 1_000 }}
      />
      <Button kind="primary" icon={Flag} onClick={report}>
        {text.t("report.send")}
      </Button>
    </Sheet>
  );
}
