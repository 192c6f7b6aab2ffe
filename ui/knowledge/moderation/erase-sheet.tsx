import { Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type ItemBody, kinds } from "../../../mesh/kinds/index.ts";
import { opsPerRequestMax, toOpId } from "../../../mesh/op/index.ts";
import { announce, Button, Sheet } from "../../design/index.ts";
import { appendAll } from "../../offline/index.ts";
import { ownOperations } from "../../offline/own.ts";
import type { Item } from "../item-resource.ts";
import { text } from "./strings.ts";

interface EraseSheetProps {
  item: Item;
  onClose: () => void;
}

/** Destroying what an item says, with what that means in plain words first. */
export function EraseSheet({ item, onClose }: EraseSheetProps) {
  const [busy, setBusy] = useState(false);
  const { route } = useLocation();
  const targets = eraseTargets(item);
  const erase = async () => {
    setBusy(true);
    const portions = Array.from(
      { length: Math.ceil(targets.length / opsPerRequestMax) },
      (_, i) => ({
        kind: kinds.erase,
        body: {
          targets: targets.slice(i * opsPerRequestMax, (i + 1) * opsPerRequestMax).map(toOpId),
        },
      }),
    );
    await appendAll(portions);
    announce(text.t("erase.done"));
    onClose();
    route("/knowledge");
  };
  return (
    <Sheet title={text.t("erase.title")} open onClose={onClose}>
      <p>{text.t("erase.text", { count: targets.length })}</p>
      <ul>
        <li>{text.t("erase.stays")}</li>
        <li>{text.t("erase.copies")}</li>
        <li>{text.t("erase.final")}</li>
      </ul>
      <p class="soft">{text.t("erase.instead")}</p>
      <Button
        kind="danger filled"
        icon={Trash2}
        onClick={erase}
        busy={busy && text.t("erase.busy")}
      >
        {text.t("erase.sure")}
      </Button>
      <Button onClick={onClose}>{text.t("erase.keep")}</Button>
    </Sheet>
  );
}

/** Every version: those the box knows, and those that are still on this phone. */
function eraseTargets({ id, detail }: Item): string[] {
  const own = ownOperations.value
    .filter((op) => op.kind === kinds.item.number && op.body !== null)
    .filter((op) => op.id === id || (op.body as ItemBody).item === id)
    .map((op) => op.id);
  return [...new Set([...(detail?.eraseTargets ?? []), ...own])];
}
