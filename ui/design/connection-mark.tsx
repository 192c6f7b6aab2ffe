import { CloudOff, ShieldAlert, UserX } from "lucide-preact";
import { useState } from "preact/hooks";
import { connection, membership, sendSoon, useOutbox } from "../offline/index.ts";
import { Button } from "./button.tsx";
import { Sheet } from "./dialog.tsx";
import { words } from "./strings.ts";

type Trouble = "offline" | "unreachable" | "certificate" | "closed";

/** What keeps this phone from the box, if anything does. */
function trouble(): Trouble | null {
  if (membership.value?.standing === "closed") return "closed";
  const { reach } = connection.value;
  return reach === "online" || reach === "connecting" ? null : reach;
}

const icons = { offline: CloudOff, unreachable: CloudOff, certificate: ShieldAlert, closed: UserX };

/**
 * A quiet mark while the box is out of reach: being offline is normal. A tap says what still
 * works, what waits, and the way out. Nothing is shown while all is well.
 */
export function ConnectionMark() {
  const [open, setOpen] = useState(false);
  const now = trouble();
  const { waiting } = useOutbox();
  if (now === null) return null;
  const Icon = icons[now];
  return (
    <>
      <button type="button" class="button quiet subdued" onClick={() => setOpen(true)}>
        <Icon class="icon" aria-hidden="true" />
        <span>{words.t(`connection.${now}.mark`)}</span>
      </button>
      <Sheet title={words.t(`connection.${now}.title`)} open={open} onClose={() => setOpen(false)}>
        <p>{words.t(`connection.${now}.text`)}</p>
        <p>{words.t("connection.waiting", { count: waiting.length })}</p>
        {now !== "closed" && (
          <Button kind="primary" onClick={() => sendSoon()}>
            {words.t("connection.tryNow")}
          </Button>
        )}
        {now !== "offline" && (
          <Button href="/box/connection" onClick={() => setOpen(false)}>
            {words.t("connection.waysOut")}
          </Button>
        )}
        <Button kind="quiet" href="/me/outbox" onClick={() => setOpen(false)}>
          {words.t("connection.outbox")}
        </Button>
      </Sheet>
    </>
  );
}
