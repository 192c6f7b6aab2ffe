import {
  BrainCircuit,
  CloudOff,
  HardDrive,
  HeartPulse,
  Landmark,
  Package,
  Plug,
  ScrollText,
  ShieldCheck,
} from "lucide-preact";
import {
  Card,
  Facts,
  List,
  ListItem,
  Mark,
  Moment,
  Notice,
  Page,
  ProgressBar,
  ResourceView,
} from "../design/index.ts";
import { ago, dateTime, formatBytes, formatNumber } from "../i18n/index.ts";
import { membership, useResource } from "../offline/index.ts";
import { AppVersion } from "./app-version.tsx";
import { type BoxStatus, daysUntil, type PartStatus } from "./box-status.ts";
import { text } from "./strings.ts";
import { troubleOf } from "./trouble.ts";

/** How the box is: in words first, figures below. */
export function BoxPage() {
  const status = useResource<BoxStatus>("/api/box");
  return (
    <Page title={text.t("box.title")} lead={text.t("box.lead")} back="/more">
      <GateRequests />
      <ResourceView of={status}>{(box) => <Status box={box} />}</ResourceView>
      <List>
        <ListItem
          icon={BrainCircuit}
          href="/box/models"
          title={text.t("models.title")}
          detail={text.t("models.detail")}
        />
        <ListItem
          icon={ScrollText}
          href="/box/record"
          title={text.t("record.title")}
          detail={text.t("record.detail")}
        />
        <ListItem
          icon={Plug}
          href="/box/programs"
          title={text.t("programs.title")}
          detail={text.t("programs.detail")}
        />
        <ListItem
          icon={CloudOff}
          href="/box/connection"
          title={text.t("connection.title")}
          detail={text.t("connection.detail")}
        />
      </List>
    </Page>
  );
}

function Status({ box }: { box: BoxStatus }) {
  const { storage, certificate, log } = box;
  const days = daysUntil(certificate.leafExpires, Date.now() / 1000);
  return (
    <>
      <Health parts={box.health.parts} status={box.health.status} />
      <Card title={text.t("storage.title")} icon={HardDrive}>
        <ProgressBar
          label={text.t("storage.used", { size: formatBytes(storage.bytes) })}
          detail={text.t("storage.free", { size: formatBytes(storage.freeBytes) })}
          value={storage.bytes}
          max={storage.bytes + storage.freeBytes}
        />
        <Facts
          facts={[
            [text.t("storage.log"), formatNumber(log.position)],
            [
              text.t("storage.verified"),
              log.verified === null ? text.t("never") : <Moment at={log.verified} />,
            ],
            [
              text.t("storage.backup"),
              box.lastBackup === null ? text.t("never") : <Moment at={box.lastBackup} />,
            ],
          ]}
        />
        {log.damaged > 0 && (
          <Notice tone="danger">{text.t("storage.damaged", { count: log.damaged })}</Notice>
        )}
      </Card>
      <Card title={text.t("certificate.title")} icon={ShieldCheck}>
        <p>{text.t("certificate.days", { count: days })}</p>
        <p class="soft">{text.t("certificate.renewed")}</p>
        <Facts
          facts={[
            [text.t("certificate.words"), <span key="words">{certificate.words.join(" ")}</span>],
            [text.t("certificate.root"), dateTime(certificate.rootExpires, "date")],
          ]}
        />
        <p class="soft small">{text.t("certificate.compare")}</p>
      </Card>
      <Card title={text.t("version.title")} icon={Package}>
        <Facts
          facts={[
            ["Folkmoot", box.version],
            [text.t("version.runtime"), `${box.runtime}, SQLite ${box.sqlite}`],
            [text.t("version.name"), box.name],
            [text.t("version.uptime"), ago(Date.now() / 1000 - box.health.uptime_s)],
          ]}
        />
        <AppVersion />
      </Card>
    </>
  );
}

const statusTone = { ok: "ok", warning: "warn", failed: "danger" } as const;
const knownParts = [
  "store",
  "log",
  "certificate",
  "app",
  "backup",
  "knowledge",
  "assistant",
  "model",
  "record",
  "name",
] as const;

function Health({
  parts,
  status,
}: {
  parts: Record<string, PartStatus>;
  status: PartStatus["state"];
}) {
  const troubled = Object.entries(parts).filter(([, part]) => part.state !== "ok");
  return (
    <Card title={text.t("health.title")} icon={HeartPulse}>
      <p>
        <Mark tone={statusTone[status]}>{text.t(`health.${status}`)}</Mark>
      </p>
      {troubled.map(([name, part]) => {
        const known = knownParts.find((candidate) => candidate === name);
        return (
          <Notice
            key={name}
            tone={statusTone[part.state]}
            title={known ? text.t(`part.${known}`) : name}
          >
            <TroubleText part={part} />
          </Notice>
        );
      })}
    </Card>
  );
}

function TroubleText({ part }: { part: PartStatus }) {
  const { issue, hint, lang } = troubleOf(part);
  return (
    <div lang={lang}>
      <p>{issue}</p>
      <p class="soft">{hint}</p>
    </div>
  );
}

interface Gate {
  requests: { id: string; state: string }[];
}

/** For stewards: what waits for their yes. */
function GateRequests() {
  const isSteward = membership.value?.roles.includes("steward") ?? false;
  const gate = useResource<Gate>(isSteward ? "/api/gate" : null);
  const open = gate.data?.requests.filter((request) => request.state === "open").length;
  if (!isSteward) return null;
  // Before the box or a copy has said it, nobody knows that there is none.
  const none = open === undefined ? undefined : text.t("gate.none");
  return (
    <List>
      <ListItem
        icon={Landmark}
        href="/community/settings"
        title={text.t("gate.title")}
        detail={open ? text.t("gate.open", { count: open }) : none}
      />
    </List>
  );
}
