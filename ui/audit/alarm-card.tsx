import { Archive, Download, RotateCcw } from "lucide-preact";
import { encodeEvidenceFile } from "../../mesh/log/index.ts";
import { Button, Moment, Notice } from "../design/index.ts";
import { saveFile } from "../design/save-file.ts";
import { type BoxRecord, changeRecord, type RecordAlarm } from "../offline/record.ts";
import { startOver } from "./check-record.ts";
import { text } from "./strings.ts";

/** What is wrong with the record, in words, with what to do; and what was put away before. */
export function AlarmCards({ record }: { record: BoxRecord }) {
  const open = record.alarms.filter((alarm) => !alarm.isSettled);
  const settled = record.alarms.filter((alarm) => alarm.isSettled);
  const settle = async ({ atMs }: RecordAlarm) => {
    await changeRecord(record.community, (now) => ({
      ...now,
      alarms: now.alarms.map((one) => (one.atMs === atMs ? { ...one, isSettled: true } : one)),
    }));
  };
  return (
    <>
      {open.toReversed().map((alarm) => (
        <Alarm key={alarm.atMs} alarm={alarm} onSettle={() => settle(alarm)} />
      ))}
      {settled.length > 0 && <Earlier alarms={settled} />}
      {record.verdict === "fault" && (
        <Notice tone="warn">
          <p>{text.t("alarm.startOverText")}</p>
          <Button icon={RotateCcw} onClick={() => startOver().catch(() => undefined)}>
            {text.t("alarm.startOver")}
          </Button>
        </Notice>
      )}
    </>
  );
}

function Alarm({ alarm, onSettle }: { alarm: RecordAlarm; onSettle: () => Promise<void> }) {
  const { fault, evidence, atMs } = alarm;
  return (
    <Notice tone="danger" title={text.t(`fault.${fault}`)}>
      <p>{text.t(`fault.${fault}Text`)}</p>
      <p class="soft">
        {text.t("alarm.seen")} <Moment at={Math.floor(atMs / 1000)} exact />
      </p>
      <p>
        <strong>{text.t("alarm.todo")}</strong>
      </p>
      <ul>
        <li>{text.t("alarm.stay")}</li>
        {evidence && <li>{text.t("alarm.save")}</li>}
        {evidence && <li>{text.t("alarm.compare")}</li>}
        <li>{text.t("alarm.trust")}</li>
      </ul>
      <div class="row">
        {evidence && <SaveEvidence alarm={alarm} />}
        <Button kind="quiet" icon={Archive} onClick={onSettle}>
          {text.t("alarm.settle")}
        </Button>
      </div>
    </Notice>
  );
}

function Earlier({ alarms }: { alarms: readonly RecordAlarm[] }) {
  return (
    <Notice tone="info" title={text.t("alarm.earlier")}>
      {alarms.map((alarm) => (
        <div key={alarm.atMs} class="row spread">
          <span>
            {text.t(`fault.${alarm.fault}`)}, <Moment at={Math.floor(alarm.atMs / 1000)} />
          </span>
          {alarm.evidence && <SaveEvidence alarm={alarm} />}
        </div>
      ))}
    </Notice>
  );
}

function SaveEvidence({ alarm: { evidence, atMs } }: { alarm: RecordAlarm }) {
  const save = () => {
    if (evidence === null) return;
    const day = new Date(atMs).toISOString().slice(0, 10);
    const file = new Blob([encodeEvidenceFile(evidence)], { type: "application/json" });
    saveFile(file, `folkmoot-evidence-${day}.json`);
  };
  return (
    <Button icon={Download} onClick={save}>
      {text.t("alarm.saveButton")}
    </Button>
  );
}
