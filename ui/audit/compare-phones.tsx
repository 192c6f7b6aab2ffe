import { QrCode } from "lucide-preact";
import { useState } from "preact/hooks";
import { compareWithOthers, type KnownLog } from "../../mesh/log/index.ts";
import { Button, Card, Notice, Qr, QrScanner, Sheet } from "../design/index.ts";
import { membership } from "../offline/index.ts";
import { aboutBox, askConsistency, raiseAlarm } from "./check-record.ts";
import { text } from "./strings.ts";

type Outcome = "same" | "grown" | "other" | "differs" | "away";

/** Two phones side by side: the only way to find that a box shows two people two records. */
export function ComparePhones({ log }: { log: KnownLog }) {
  const [isOpen, setOpen] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const scanned = async (code: string) => {
    const found = await compared(log, code);
    setOutcome(found);
    return found !== "other" && found !== "away";
  };
  return (
    <Card title={text.t("compare.title")} icon={QrCode}>
      <p>{text.t("compare.text")}</p>
      <div>
        <Button onClick={() => setOpen(true)}>{text.t("compare.open")}</Button>
      </div>
      <Sheet title={text.t("compare.title")} open={isOpen} onClose={() => setOpen(false)}>
        <div class="stack">
          {outcome && <OutcomeNotice outcome={outcome} />}
          <Qr text={log.checkpoints.at(-1) ?? ""} label={text.t("compare.mine")} />
          <h3>{text.t("compare.scan")}</h3>
          {isOpen && <QrScanner onCode={scanned} />}
        </div>
      </Sheet>
    </Card>
  );
}

function OutcomeNotice({ outcome }: { outcome: Outcome }) {
  const tones = {
    same: "ok",
    grown: "ok",
    other: "warn",
    away: "wait",
    differs: "danger",
  } as const;
  return (
    <Notice tone={tones[outcome]} live>
      {outcome === "away" ? text.t("state.away") : text.t(`compare.${outcome}`)}
    </Notice>
  );
}

async function compared(log: KnownLog, code: string): Promise<Outcome> {
  const self = membership.value;
  if (self === null) return "other";
  const about = await aboutBox(self);
  try {
    const found = await compareWithOthers(log, code, { consistency: askConsistency, about });
    if (found === null) return "other";
    if (typeof found === "string") return found;
    await raiseAlarm(self.communityId, found);
    return "differs";
  } catch {
    return "away";
  }
}
