import { FilePlus, Flag, History, ShieldCheck, Trash2, Vote } from "lucide-preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Button, deferred } from "../design/index.ts";
import { DraftHelp } from "../drafting/index.ts";
import { membership } from "../offline/index.ts";
import type { Item } from "./item-resource.ts";
import { sheetFrom } from "./sheet-from-draft.ts";
import { text } from "./strings.ts";

const ReportSheet = deferred(() =>
  import("./moderation/report-sheet.tsx").then((m) => m.ReportSheet),
);
const ModerateSheet = deferred(() =>
  import("./moderation/moderate-sheet.tsx").then((m) => m.ModerateSheet),
);
const EraseSheet = deferred(() => import("./moderation/erase-sheet.tsx").then((m) => m.EraseSheet));

/** What can be done with an item besides reading and editing it. */
export function ItemActions({ item }: { item: Item }) {
  const [open, setOpen] = useState<"report" | "moderate" | "erase" | null>(null);
  const { detail, own } = item;
  const { route } = useLocation();
  const close = () => setOpen(null);
  const may = detail?.may;
  const isMine = own !== undefined && detail === undefined;
  return (
    <div class="ways no-print">
      {detail && (
        <Button kind="quiet" icon={History} href={`/knowledge/${item.id}/versions`}>
          {text.t("versions")}
        </Button>
      )}
      {may && membership.value?.roles.includes("member") && (
        <Button
          kind="quiet"
          icon={FilePlus}
          href={`/knowledge/new?supersedes=${item.id}&draft=${item.id}`}
        >
          {text.t("replace")}
        </Button>
      )}
      {detail && membership.value?.roles.includes("member") && item.content && (
        <DraftHelp
          tasks={["plain", "translate"]}
          item={item.id}
          lang={item.content.lang}
          onUse={async (drafted) => route(await sheetFrom(item, drafted))}
        />
      )}
      {detail && membership.value?.roles.includes("member") && (
        <Button kind="quiet" icon={Vote} href={`/decide/new?item=${item.id}`}>
          {text.t("proposeAbout")}
        </Button>
      )}
      {may?.report && (
        <Button kind="quiet" icon={Flag} onClick={() => setOpen("report")}>
          {text.t("report")}
        </Button>
      )}
      {may && (may.review || may.label || may.hide) && (
        <Button kind="quiet" icon={ShieldCheck} onClick={() => setOpen("moderate")}>
          {text.t("moderate")}
        </Button>
      )}
      {(may?.erase || isMine) && (
        <Button kind="quiet" icon={Trash2} onClick={() => setOpen("erase")}>
          {text.t("erase")}
        </Button>
      )}
      {open === "report" && detail && <ReportSheet detail={detail} onClose={close} />}
      {open === "moderate" && detail && <ModerateSheet detail={detail} onClose={close} />}
      {open === "erase" && <EraseSheet item={item} onClose={close} />}
    </div>
  );
}
